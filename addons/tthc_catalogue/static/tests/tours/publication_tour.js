import { registry } from "@web/core/registry";

/**
 * The next version of a procedure from draft to publication, each tour by the user whose job it is.
 * The test gives the version, which cites a document out of force.
 */
const inState = (state) =>
    `.o_form_view .o_field_widget[name=state]:has(button.o_arrow_button_current[data-value=${state}])`;

registry.category("web_tour.tours").add("tthc_editor_submits", {
    steps: () => [
        { content: "The draft is open", trigger: inState("draft") },
        {
            content: "The document out of force is named",
            trigger: ".o_form_view .alert:contains(901/2026/NĐ-CP)",
        },
        {
            content: "Correct the decision",
            trigger: ".o_field_widget[name=decision] input",
            run: "edit 22/QĐ-THU",
        },
        {
            content: "Submit",
            trigger: ".o_statusbar_buttons button[name=action_submit]",
            run: "click",
        },
        { content: "Submitted", trigger: inState("submitted") },
        {
            content: "Submission warns",
            trigger: ".o_notification:contains(901/2026/NĐ-CP)",
        },
        {
            content: "The decision is read-only now",
            trigger: ".o_field_widget[name=decision].o_readonly_modifier:contains(22/QĐ-THU)",
        },
    ],
});

registry.category("web_tour.tours").add("tthc_publisher_publishes", {
    steps: () => [
        { content: "The submitted version is open", trigger: inState("submitted") },
        {
            content: "Look at it before publishing",
            trigger: ".o_statusbar_buttons button[name=action_review_publication]",
            run: "click",
        },
        {
            content: "The earlier fee is struck",
            trigger: ".modal .o_version_compare del:contains(20.000)",
        },
        {
            content: "The new fee stands beside it",
            trigger: ".modal .o_version_compare ins:contains(30.000)",
        },
        {
            content: "Publish without a reason",
            trigger: ".modal footer button[name=action_confirm]",
            run: "click",
        },
        {
            content: "Refused for the document out of force",
            trigger: ".o_error_dialog:contains(901/2026/NĐ-CP)",
        },
        {
            content: "Close the refusal",
            trigger: ".o_error_dialog footer button.btn-primary",
            run: "click",
        },
        {
            content: "Give the reason",
            trigger: ".modal .o_field_widget[name=legal_override_reason] textarea",
            run: "edit Điều khoản chuyển tiếp",
        },
        {
            content: "Publish with it",
            trigger: ".modal footer button[name=action_confirm]",
            run: "click",
        },
        { content: "Published", trigger: inState("published") },
        {
            content: "The override is shown",
            trigger: ".o_form_view .alert:contains(Điều khoản chuyển tiếp)",
        },
    ],
});

registry.category("web_tour.tours").add("tthc_publisher_sends_back", {
    steps: () => [
        { content: "It is submitted", trigger: inState("submitted") },
        {
            content: "Send it back",
            trigger: ".o_statusbar_buttons button[name=action_send_back]",
            run: "click",
        },
        {
            content: "The dialog names it",
            trigger: ".modal .o_field_widget[name=names]:contains(NQ 1/2026)",
        },
        {
            content: "Tell why",
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit Thiếu căn cứ",
        },
        { content: "Confirm", trigger: ".modal button[name=action_confirm]", run: "click" },
        { content: "It is a draft again", trigger: inState("draft") },
    ],
});
