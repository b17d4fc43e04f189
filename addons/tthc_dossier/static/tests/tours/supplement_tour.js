import { registry } from "@web/core/registry";

/**
 * A supplement from the request to the last paper. The test gives the dossier (owner Nguyễn Văn
 * Thử), and lets the officer begin in the list of steps, the desk in the list of supplements.
 */
const inState = (state) =>
    `.o_form_view .o_field_widget[name=state]:has(button.o_arrow_button_current[data-value=${state}])`;

registry.category("web_tour.tours").add("tthc_supplement_ask", {
    steps: () => [
        {
            content: "Open the dossier",
            trigger: "tr.o_data_row td[name=owner_id]:contains(Nguyễn Văn Thử)",
            run: "click",
        },
        { trigger: inState("processing") },
        { content: "More actions", trigger: ".o_statusbar_buttons .o_tthc_more", run: "click" },
        { trigger: ".o-dropdown--menu [name=action_request_supplement]", run: "click" },
        {
            content: "One more paper, in words",
            trigger: ".modal .o_field_widget[name=item_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".modal .o_selected_row .o_field_widget[name=name] input",
            run: "edit Ảnh 4×6",
        },
        {
            trigger: ".modal .o_selected_row .o_field_widget[name=problem] input",
            run: "edit thiếu",
        },
        {
            content: "And a second one",
            trigger: ".modal .o_field_widget[name=item_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger:
                ".modal tr.o_data_row:nth-child(2).o_selected_row .o_field_widget[name=name] input",
            run: "edit Sơ đồ thửa đất",
        },
        {
            content: "Confirming without an explanation is refused, nothing typed is lost",
            trigger: ".modal footer button[name=action_confirm]",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=note].o_field_invalid" },
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit Đề nghị bổ sung một lần",
        },
        { trigger: ".modal footer button[name=action_confirm]", run: "click" },
        { content: "The dossier waits", trigger: inState("supplement") },
    ],
});

registry.category("web_tour.tours").add("tthc_supplement_receive", {
    steps: () => [
        {
            content: "The list says what is still to come",
            trigger: "tr.o_data_row td[name=items_text]:contains(Ảnh 4×6; Sơ đồ thửa đất)",
        },
        { trigger: "tr.o_data_row button[name=action_open_dossier]", run: "click" },
        { trigger: inState("supplement") },
        {
            trigger: ".o_statusbar_buttons button[name=action_receive_supplement]",
            run: "click",
        },
        {
            content: "The second paper did not come",
            trigger:
                ".modal .o_field_widget[name=receipt_ids] tr.o_data_row:nth-child(2) td[name=received] input",
            run: "click",
        },
        { trigger: ".modal footer button[name=action_confirm]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        {
            content: "It waits for the rest; that comes too",
            trigger: ".o_statusbar_buttons button[name=action_receive_supplement]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=receipt_ids] td[name=name]:contains(Sơ đồ)",
        },
        { trigger: ".modal footer button[name=action_confirm]", run: "click" },
        { content: "The dossier goes on", trigger: inState("processing") },
    ],
});
