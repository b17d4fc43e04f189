import { registry } from "@web/core/registry";

const NUMBER = "NQ 99/2027";

const inState = (state) =>
    `.o_form_view .o_field_widget[name=state]:has(button.o_arrow_button_current[data-value=${state}])`;

/** The editor enters a resolution with one price line, looks at its effect and submits it. */
registry.category("web_tour.tours").add("tthc_fee_regulation_editor", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=name] input", run: `edit ${NUMBER}` },
        {
            content: "The legal document",
            trigger: ".o_field_widget[name=legal_document_id] input",
            run: "edit NQ-TOUR",
        },
        {
            trigger: ".o-autocomplete--dropdown-menu li a:contains(NQ-TOUR)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=date_from] input, .o_field_widget[name=date_from] button",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=date_from] input",
            run: "edit 01/01/2027 && press Tab",
        },
        {
            content: "A price line",
            trigger: ".o_field_widget[name=line_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=fee_name] input",
            run: "edit Phí thẩm định",
        },
        {
            trigger: ".modal .o_field_widget[name=procedure_ids] input",
            run: "edit 9.990001",
        },
        {
            trigger: ".o-autocomplete--dropdown-menu li a:contains(9.990001)",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=replaces] input", run: "click" },
        { trigger: ".modal .o_field_widget[name=amount] input", run: "edit 60000" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        {
            content: "The formula is told in words",
            trigger:
                ".o_field_widget[name=line_ids] td[name=formula_text]:contains(60.000 đ/hồ sơ)",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: "button[name=action_preview_fees]", run: "click" },
        {
            content: "The preview is there",
            trigger: ".o_form_view button[name=action_compute]",
        },
        { trigger: ".o_back_button, .breadcrumb-item a:last", run: "click" },
        { trigger: "button[name=action_submit]", run: "click" },
        { trigger: inState("submitted") },
    ],
});

/** The publisher publishes what the editor submitted. */
registry.category("web_tour.tours").add("tthc_fee_regulation_publisher", {
    steps: () => [
        { trigger: `tr.o_data_row td[name=name]:contains(${NUMBER})`, run: "click" },
        { trigger: "button[name=action_publish]", run: "click" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: inState("published") },
    ],
});
