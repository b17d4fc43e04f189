import { Component, onWillUnmount } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** What somebody else changed meanwhile, beside what this user entered; nothing was saved yet. */
export class ConflictDialog extends Component {
    static template = "tthc_dossier.ConflictDialog";
    static components = { Dialog };
    static props = {
        conflicts: Array,
        onTakeTheirs: Function,
        onReplace: Function,
        onBack: Function,
        close: Function,
    };

    setup() {
        this.answer = this.props.onBack;
        // closed by a button, by Escape or by its cross: answered once
        onWillUnmount(() => this.answer());
    }

    get title() {
        return _t("Somebody else changed this dossier");
    }

    get canReplace() {
        return !this.props.conflicts.some((conflict) => conflict.removed);
    }

    takeTheirs() {
        this.answer = this.props.onTakeTheirs;
        this.props.close();
    }

    replace() {
        this.answer = this.props.onReplace;
        this.props.close();
    }
}
