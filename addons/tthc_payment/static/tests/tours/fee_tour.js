import { registry } from "@web/core/registry";

/** The officer asks for a fee of the procedure's catalogue, three copies of it. */
registry.category("web_tour.tours").add("tthc_officer_asks_for_fees", {
    steps: () => [
        {
            content: "Ask for a fee",
            trigger: "button[name=action_request_fee]",
            run: "click",
        },
        {
            content: "Add a line",
            trigger: ".modal .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "Look for a rule of the procedure",
            trigger: ".modal .o_field_widget[name=fee_id] input",
            run: "edit Lệ phí cấp bản sao",
        },
        {
            trigger: ".o-autocomplete--dropdown-item a:contains(Lệ phí cấp bản sao)",
            run: "click",
        },
        {
            content: "It has its price",
            trigger: ".modal .o_data_cell[name=amount]:contains(8.000)",
        },
        {
            content: "Three copies",
            trigger: ".modal .o_field_widget[name=quantity] input",
            run: "edit 3 && press Tab",
        },
        {
            content: "The price follows",
            trigger: ".modal .o_data_cell[name=amount]:contains(24.000)",
        },
        {
            content: "Say why",
            trigger: ".modal .o_field_widget[name=note] input",
            run: "edit Cấp thêm bản sao",
        },
        {
            content: "Ask",
            trigger: ".modal button[name=action_request]",
            run: "click",
        },
        {
            content: "The dossier waits",
            trigger: "body:not(:has(.modal)) .o_statusbar_status .o_arrow_button_current[data-value=financial]",
        },
    ],
});
