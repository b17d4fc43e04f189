import { registry } from "@web/core/registry";

const TOP = ".o_dialog:not(.o_inactive_modal)";

/** The receptionist gives an original back early: chosen on the page of the papers, signed for. */
registry.category("web_tour.tours").add("tthc_custody_return", {
    steps: () => [
        {
            content: "Open the page of the papers",
            trigger: ".o_form_view a.nav-link[name=custody]",
            run: "click",
        },
        {
            content: "It says where the original is",
            trigger: ".o_tthc_lazy td:contains(Giấy chứng nhận)",
        },
        {
            content: "Give back",
            trigger: "button[name=action_papers_return]",
            run: "click",
        },
        {
            content: "The original that goes back is proposed",
            trigger: `${TOP} .o_data_row:contains(Giấy chứng nhận) td[name=quantity]:contains(1)`,
        },
        {
            content: "Sign",
            trigger: `${TOP} .o_field_widget[name=signature] .o_signature`,
            run: "click",
        },
        {
            content: "Adopt the signature of that name",
            trigger: `${TOP}:has(.o_web_sign_signature) .modal-footer .btn-primary:enabled`,
            run: "click",
        },
        {
            content: "It stands in the dialog",
            trigger: `${TOP} .o_field_widget[name=signature] img`,
        },
        {
            content: "Confirm",
            trigger: `${TOP} button[name=action_confirm]`,
            run: "click",
        },
        {
            content: "The trail has the slip",
            trigger: ".o_form_view .o_tthc_lazy a:contains(/GT1)",
        },
    ],
});
