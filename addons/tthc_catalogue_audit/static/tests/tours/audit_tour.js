import { registry } from "@web/core/registry";

/** The editor runs the audit, opens a rule, a finding, and from it the procedure. One rule is
 * active; the language is whichever the database has. */
registry.category("web_tour.tours").add("tthc_catalogue_audit", {
    steps: () => [
        {
            content: "Run the audit",
            trigger: ".o_list_view button[name=action_audit_now]",
            run: "click",
        },
        {
            content: "It says what it did",
            trigger: ".o_notification",
        },
        {
            content: "Open a rule",
            trigger: "tr.o_data_row:first td[name=name]",
            run: "click",
        },
        {
            content: "Look for the procedure",
            trigger: ".o_searchview_input",
            run: "edit 9.000077",
        },
        {
            content: "Search",
            trigger: ".o_searchview_input",
            run: "press Enter",
        },
        {
            content: "Open the finding",
            trigger:
                "tr.o_data_row:has(td[name=procedure_id]:contains(9.000077)) td[name=detail]",
            run: "click",
        },
        {
            content: "Open the procedure from it",
            trigger: ".o_form_view .o_field_widget[name=procedure_id] a",
            run: "click",
        },
        {
            content: "The procedure is open",
            trigger: ".o_form_view .o_field_widget[name=code] input:value(9.000077)",
        },
    ],
});
