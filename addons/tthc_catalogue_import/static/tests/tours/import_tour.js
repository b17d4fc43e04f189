import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("tthc_import_queue", {
    steps: () => [
        {
            content: "the upload asks for a file",
            trigger: ".modal .o_field_binary",
        },
        {
            content: "close it",
            trigger: ".modal button[special='cancel'], .modal .btn-close",
            run: "click",
        },
    ],
});

registry.category("web_tour.tours").add("tthc_import_record", {
    steps: () => [
        {
            content: "the issue stands there as published",
            trigger: ".o_field_widget[name=issue_ids] .o_data_row:contains('Trực tiếp3Miễn phí')",
        },
        {
            content: "compare",
            trigger: ".nav-link[name=compare]",
            run: "click",
        },
        {
            content: "the draft stands beside the record",
            trigger: ".o_field_widget[name=draft_view]:contains('Trường hợp chung')",
        },
        {
            content: "back to the issues",
            trigger: ".nav-link[name=issues]",
            run: "click",
        },
        {
            content: "resolve",
            trigger: ".o_statusbar_buttons button[name=action_resolve]",
            run: "click",
        },
        {
            content: "nothing is left to review",
            trigger: ".o_statusbar_buttons:not(:has(button[name=action_resolve]))",
        },
        {
            content: "open the draft",
            trigger: ".o_statusbar_buttons button[name=action_open_draft]",
            run: "click",
        },
        {
            content: "the draft of the version",
            trigger: ".o_form_view .o_field_widget[name=decision]",
        },
    ],
});
