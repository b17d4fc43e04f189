import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("tthc_import_upload", {
    steps: () => [
        {
            content: "choose a file of two records",
            trigger: ".modal .o_field_binary input[type=file]:not(:visible)",
            async run(helpers) {
                const answer = await fetch("/tthc_catalogue_import/static/tests/records.jsonl");
                const file = new File([await answer.blob()], "records.jsonl");
                const chosen = new DataTransfer();
                chosen.items.add(file);
                helpers.anchor.files = chosen.files;
                helpers.anchor.dispatchEvent(new Event("change", {bubbles: true}));
            },
        },
        {
            content: "its name stands in the dialog",
            trigger: ".modal .o_field_binary input:value(records.jsonl)",
        },
        {
            content: "import it",
            trigger: ".modal button[name=action_import]",
            run: "click",
        },
        {
            content: "the import is shown, and goes on in the background",
            trigger: ".o_form_view .o_field_widget[name=name]:contains(records.jsonl)",
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
