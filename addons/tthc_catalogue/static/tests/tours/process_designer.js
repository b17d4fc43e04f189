import { registry } from "@web/core/registry";

/**
 * An editor breaks the process of a case, sees what is wrong before anything is saved, and mends
 * it. The test gives a draft whose case has four steps.
 */
const cell = (row, name) => `.o_field_widget[name=step_ids] tr.o_data_row:eq(${row}) td[name=${name}]`;
const problem = ".o_field_widget[name=process_problem_html]";
const diagram = ".o_field_widget[name=process_diagram]";

const type = (row, name, text) => [
    { content: `Open row ${row + 1}`, trigger: cell(row, name), run: "click" },
    {
        content: `Type “${text}”`,
        trigger: `${cell(row, name)} input`,
        run: `edit ${text}`,
    },
    { content: "Leave the row", trigger: "h1 .o_field_widget[name=name]", run: "click" },
];

registry.category("web_tour.tours").add("tthc_process_designer", {
    steps: () => [
        {
            content: "Open the case",
            trigger: "tr.o_data_row td[name=name]:contains(Trường hợp vẽ thử)",
            run: "click",
        },
        { content: "Its process", trigger: ".nav-link[name=process]", run: "click" },
        { content: "It can run", trigger: `${problem} .o_tthc_good` },
        { content: "It is drawn", trigger: `${diagram} svg .o_tthc_step_4` },
        ...type(1, "next_numbers", "7"),
        {
            content: "The unknown step is named",
            trigger: `${problem} .alert-danger li:contains(7)`,
        },
        { content: "It is outlined in red", trigger: `${diagram} svg .o_tthc_step_2.o_tthc_problem` },
        { content: "Nothing was saved", trigger: ".o_form_status_indicator .o_form_button_save:visible" },
        {
            content: "Add a step",
            trigger: ".o_field_widget[name=step_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "Name it",
            trigger: ".o_selected_row td[name=name] input",
            run: "edit Lưu hồ sơ",
        },
        { content: "Leave the row", trigger: "h1 .o_field_widget[name=name]", run: "click" },
        {
            content: "The new row is drawn before it is saved",
            trigger: `${diagram} svg .o_tthc_step_5.o_tthc_problem:contains(Lưu hồ sơ)`,
        },
        {
            content: "Drag it above the last one",
            trigger: ".o_field_widget[name=step_ids] tr.o_data_row:eq(4) .o_row_handle",
            run: "drag_and_drop(.o_field_widget[name=step_ids] tr.o_data_row:eq(2))",
        },
        {
            content: "The numbers follow the order",
            trigger: `${cell(2, "name")}:contains(Lưu hồ sơ)`,
        },
        { content: "Its number", trigger: `${cell(2, "number")}:contains(3)` },
        ...type(2, "hours", "2"),
        {
            content: "Its hours are there, but nothing leads to it",
            trigger: `${problem} .alert-danger:has(li:contains(3)):not(:has(li:contains(3) ~ li:contains(3)))`,
        },
        ...type(1, "next_numbers", "3, 4"),
        ...type(2, "next_numbers", "5"),
        ...type(3, "next_numbers", "5"),
        { content: "It can run again", trigger: `${problem} .o_tthc_good` },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: ".o_form_view:not(:has(.o_form_button_save:visible))" },
    ],
});

registry.category("web_tour.tours").add("tthc_process_refused", {
    steps: () => [
        { content: "Submit", trigger: "button[name=action_submit]", run: "click" },
        {
            content: "The broken process is named",
            trigger: ".o_dialog .modal-body:contains(Thẩm định)",
        },
        { content: "Understood", trigger: ".o_dialog footer button", run: "click" },
    ],
});

registry.category("web_tour.tours").add("tthc_process_submitted", {
    steps: () => [
        { content: "Submit", trigger: "button[name=action_submit]", run: "click" },
        {
            content: "It waits for the publisher",
            trigger: ".o_field_widget[name=state] button.o_arrow_button_current[data-value=submitted]",
        },
    ],
});
