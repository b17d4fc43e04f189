import { registry } from "@web/core/registry";

/** The manager groups the open dossiers by urgency, the late ones come first; one of them tells
 *  both limits by both rules. */
registry.category("web_tour.tours").add("tthc_manager_urgency", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row" },
        { trigger: ".o_searchview_dropdown_toggler", run: "click" },
        {
            content: "The first way of grouping is the urgency",
            trigger: ".o_group_by_menu .o_menu_item:first",
            run: "click",
        },
        { trigger: ".o_searchview_dropdown_toggler", run: "click" },
        {
            content: "Late, then in time",
            trigger: ".o_list_view:has(.o_group_header:eq(1)) .o_group_header:eq(0)",
            run: "click",
        },
        {
            content: "The late dossier is in the first group",
            trigger: ".o_group_header:eq(0) + .o_data_row .o_data_cell[name=name]",
            run: "click",
        },
        { trigger: ".o_form_view .nav-link[name=clock]", run: "click" },
        {
            content: "Two limits, each by the law and by the national scoring",
            trigger: ".o_tthc_clock_sheet tbody:first:has(tr:eq(1)) .badge.text-bg-danger",
        },
        {
            content: "The pause with its reason",
            trigger: ".o_tthc_clock_sheet li:contains(Nộp thuế trước bạ)",
        },
        {
            content: "The step has a clock of its own",
            trigger: ".o_tthc_clock_sheet table:last td:contains(Thẩm định)",
        },
        {
            content: "The dates in words",
            trigger: ".o_tthc_clock_sheet details[open] li:contains(Hạn trả: 17:00)",
        },
    ],
});
