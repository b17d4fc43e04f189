import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";

/** The form of a dossier: the buttons of what one may do, and two people on one dossier. */
const inState = (state) =>
    `.o_form_view .o_field_widget[name=state]:has(button.o_arrow_button_current[data-value=${state}])`;

/** What another does meanwhile, past this form. */
const meanwhile = (values) => ({
    content: "Somebody else saves",
    trigger: ".o_form_view",
    async run() {
        const id = parseInt(document.location.pathname.split("/").pop());
        await rpc("/web/dataset/call_kw/tthc.dossier/write", {
            model: "tthc.dossier",
            method: "write",
            args: [[id], values],
            kwargs: {},
        });
    },
});

const subject = (text) => ({
    content: `The subject is ${text}`,
    trigger: `.o_field_widget[name=subject] input:value(${text})`,
});

const save = {
    content: "Save",
    trigger: ".o_form_button_save:visible",
    run: "click",
};

const enter = (text) => ({
    content: `Enter ${text}`,
    trigger: ".o_field_widget[name=subject] input",
    run: `edit ${text}`,
});

const inDialog = (button) => ({
    content: `Choose ${button}`,
    trigger: `.modal .modal-footer button[name=${button}]`,
    run: "click",
});

registry.category("web_tour.tours").add("tthc_form_conflict", {
    steps: () => [
        enter("Của tôi"),
        meanwhile({ subject: "Của người khác" }),
        save,
        {
            content: "Both entries are shown",
            trigger: ".modal table:contains(Của người khác):contains(Của tôi)",
        },
        inDialog("back"),
        { content: "The dialog is closed", trigger: "body:not(:has(.modal))" },
        subject("Của tôi"),
        save,
        inDialog("replace"),
        { content: "It is saved", trigger: "body:not(:has(.modal)) .o_form_saved" },
        subject("Của tôi"),
        enter("Lần nữa"),
        meanwhile({ subject: "Vẫn là người khác" }),
        save,
        inDialog("take_theirs"),
        { content: "It is saved", trigger: "body:not(:has(.modal)) .o_form_saved" },
        subject("Vẫn là người khác"),
    ],
});

registry.category("web_tour.tours").add("tthc_form_actions", {
    steps: () => [
        {
            content: "Hand over, with a double click",
            trigger: ".o_statusbar_buttons button[name=action_forward]",
            run: "dblclick",
        },
        { content: "It went on", trigger: inState("processing") },
        {
            content: "The button is gone with the step",
            trigger: ".o_statusbar_buttons:not(:has(button[name=action_forward]))",
        },
        { content: "Other actions", trigger: "button.o_tthc_more", run: "click" },
        {
            content: "Record a withdrawal",
            trigger: ".o-dropdown-item[name=action_request_withdrawal]",
            run: "click",
        },
        {
            content: "The dialog is about this dossier",
            trigger: ".modal .o_field_widget[name=dossier_id]:contains(H99.01)",
        },
        { content: "Leave it", trigger: ".modal button.btn-close", run: "click" },
        { content: "The process", trigger: "a[name=process]", run: "click" },
        {
            content: "It is drawn",
            trigger: ".o_tthc_live_process svg .o_tthc_current",
        },
    ],
});

registry.category("web_tour.tours").add("tthc_form_ways", {
    steps: () => [
        {
            content: "One of two ways",
            trigger: ".o_statusbar_buttons button[name=action_forward]",
            run: "click",
        },
        {
            content: "Which one",
            trigger: ".modal .o_field_widget[name=step_id] input",
            run: "click",
        },
        {
            content: "The opinion",
            trigger: ".o_select_menu_item:contains(Lấy ý kiến)",
            run: "click",
        },
        {
            content: "Confirm",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            content: "It is somebody else's step now",
            trigger: "body:not(:has(.modal)) .o_form_view:not(:has(button[name=action_forward]))",
        },
    ],
});

registry.category("web_tour.tours").add("tthc_form_leader", {
    steps: () => [
        {
            content: "The result is the leader's button",
            trigger: ".o_statusbar_buttons button[name=action_issue_result].btn-primary",
        },
        { content: "Other actions", trigger: "button.o_tthc_more", run: "click" },
        {
            content: "Rejecting is among them",
            trigger: ".o-dropdown-item[name=action_reject]",
            run: "click",
        },
        { content: "It asks why", trigger: ".modal .o_field_widget[name=note]" },
        { content: "Leave it", trigger: ".modal button.btn-close", run: "click" },
        { content: "Nothing happened", trigger: inState("processing") },
    ],
});
