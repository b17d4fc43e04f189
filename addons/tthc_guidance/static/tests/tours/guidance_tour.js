import { registry } from "@web/core/registry";

const row = (number) => `.o_field_one2many[name=line_ids] .o_data_row:nth-child(${number})`;
const tick = (number) => ({
    content: `The person has paper ${number}`,
    trigger: `${row(number)} .o_field_widget[name=received] input`,
    run: "click",
});

registry.category("web_tour.tours").add("tthc_guidance_precheck", {
    steps: () => [
        {
            content: "Something is missing still",
            trigger: "button[name=action_supplement]",
        },
        tick(1),
        tick(2),
        tick(3),
        tick(5),
        {
            content: "Everything is there",
            trigger: "button[name=action_take_in]",
            run: "click",
        },
        {
            content: "The intake sheet has the person and the ticks",
            trigger: ".o_form_view button[name=action_accept]",
            run: "click",
        },
        {
            content: "The dossier is accepted",
            trigger: ".o_form_view button[name=action_print_receipt]",
        },
    ],
});
