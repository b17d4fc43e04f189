import { registry } from "@web/core/registry";

const inState = (state) =>
    `.o_form_view .o_field_widget[name=state]:has(button.o_arrow_button_current[data-value=${state}])`;

/** The leader of the late agency opens the draft, gives the reason and signs. */
registry.category("web_tour.tours").add("tthc_apology_sign", {
    steps: () => [
        { trigger: ".o_data_row td[name=dossier_id]", run: "click" },
        {
            trigger: ".o_form_view .o_field_widget[name=reason] textarea",
            run: "edit Chờ kết quả xác minh của cơ quan công an.",
        },
        { trigger: "button[name=action_sign]:enabled", run: "click" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        { content: "The letter has its number", trigger: inState("signed") },
        { trigger: ".o_form_view h1:contains(01/PXL)" },
    ],
});

/** The manager looks at what a new day off moves, and moves it. */
registry.category("web_tour.tours").add("tthc_calendar_change_confirm", {
    steps: () => [
        { trigger: ".o_data_row td[name=what]", run: "click" },
        { trigger: ".o_field_widget[name=line_ids] .o_data_row td[name=new_due_at]" },
        { trigger: "button[name=action_confirm]:enabled", run: "click" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        { content: "The dates are moved", trigger: inState("confirmed") },
    ],
});
