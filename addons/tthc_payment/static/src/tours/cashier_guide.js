import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const look = (trigger, content) => ({ trigger, content, tooltipPosition: "bottom", run: "click" });

/** The cashier's guided tour; it presses nothing that takes money. */
registry.category("web_tour.tours").add("tthc_guide_cashier", {
    url: "/odoo/action-tthc_payment.action_expected_payment",
    steps: () => [
        look(
            ".o_list_view .o_list_table thead",
            _t("The payment requests that are open: each dossier's fees under a reference of its own. Click here to go on.")
        ),
        look(
            ".o_list_view tr.o_data_row td.o_data_cell",
            _t("Open a request. Scanning the payment code on the receipt does the same.")
        ),
        look(
            ".o_form_view .oe_title h1",
            _t("The reference that the payer writes. “Show Payment QR” puts it on the screen; money that comes by bank finds its request by itself.")
        ),
        look(
            ".o_form_view .o_form_statusbar",
            _t("Cash and cards are taken here with Alt+W: the dialog reckons the change.")
        ),
    ],
});
