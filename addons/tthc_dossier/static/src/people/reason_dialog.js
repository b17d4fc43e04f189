import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";

/** What a number is needed for, in the user's words. */
export class ReasonDialog extends Component {
    static template = "tthc_dossier.ReasonDialog";
    static components = { Dialog };
    static props = { onReason: Function, close: Function };

    setup() {
        this.state = useState({ reason: "" });
        useAutofocus({ refName: "reason" });
    }

    async confirm() {
        const reason = this.state.reason.trim();
        if (reason) {
            this.props.close();
            await this.props.onReason(reason);
        }
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.confirm();
        }
    }
}
