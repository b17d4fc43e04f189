import { Component, useState } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useAutofocus } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";

/** A dialog that stays open, with what was entered, when the server refuses. */
class StepDialog extends Component {
    static components = { Dialog };

    setup() {
        this.state = useState({ reason: this.props.reason || "", busy: false });
        useAutofocus({ refName: "reason", selectAll: true });
    }

    get isComplete() {
        return Boolean(this.state.reason.trim());
    }

    answer() {
        return this.state.reason.trim();
    }

    async confirm() {
        if (!this.isComplete || this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await this.props.onConfirm(this.answer());
        } finally {
            this.state.busy = false;
        }
        this.props.close();
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && !ev.isComposing) {
            ev.preventDefault();
            ev.stopPropagation();
            this.confirm();
        }
    }

    money(amount) {
        return formatCurrency(amount, this.props.currency);
    }
}

/** Asks why, with the reasons that are given most. */
export class WhyDialog extends StepDialog {
    static template = "tthc_reconciliation.WhyDialog";
    static props = {
        title: String,
        text: { type: String, optional: true },
        reason: { type: String, optional: true },
        ready: Array,
        label: String,
        onConfirm: Function,
        close: Function,
    };
}

/** What is matched with what, how much of it, and why. */
export class MatchDialog extends StepDialog {
    static template = "tthc_reconciliation.MatchDialog";
    static props = {
        money: Array,
        requests: Array,
        left: Number,
        currency: Number,
        reason: { type: String, optional: true },
        ready: Array,
        onConfirm: Function,
        close: Function,
    };

    setup() {
        super.setup();
        let { left } = this.props;
        this.state.amounts = this.props.requests.map((request) => {
            const amount = Math.max(Math.min(left, request.due), 0);
            left -= amount;
            return formatInteger(amount);
        });
    }

    get inParts() {
        return this.props.money.length === 1;
    }

    amountOf(index) {
        return Number(this.state.amounts[index].replace(/[^0-9]/g, ""));
    }

    get sum() {
        return this.props.requests.reduce((sum, _request, index) => sum + this.amountOf(index), 0);
    }

    get rest() {
        return this.props.left - this.sum;
    }

    get restText() {
        return _t("Left of the money: %s", this.money(this.rest));
    }

    problemOf(index) {
        const amount = this.amountOf(index);
        return amount > this.props.requests[index].due ? _t("More than is still due") : "";
    }

    get problem() {
        if (!this.inParts) {
            return "";
        }
        return this.rest < 0 ? _t("More than the money has left") : "";
    }

    get isComplete() {
        const fits = this.props.requests.every((_request, index) => !this.problemOf(index));
        return super.isComplete && (!this.inParts || (fits && !this.problem && this.sum > 0));
    }

    answer() {
        const parts = this.props.requests.map((request, index) => [
            request.id,
            this.inParts ? this.amountOf(index) : 0,
        ]);
        return {
            note: super.answer(),
            parts: this.inParts ? parts.filter((part) => part[1] > 0) : parts,
        };
    }
}

/** What a bulk match would do, to be confirmed line by line. */
export class PlanDialog extends Component {
    static template = "tthc_reconciliation.PlanDialog";
    static components = { Dialog };
    static props = {
        ready: Array,
        left: Array,
        currency: Number,
        onConfirm: Function,
        close: Function,
    };

    setup() {
        this.state = useState({ out: {}, busy: false });
        useAutofocus({ refName: "confirm" });
    }

    get chosen() {
        return this.props.ready.filter((row) => !this.state.out[row.id]);
    }

    get over() {
        return this.chosen.filter((row) => row.over).length;
    }

    get label() {
        return _t("Match %s", this.chosen.length);
    }

    get overText() {
        return _t(
            "%s are above the limit of the centre: another accountant approves them.",
            this.over
        );
    }

    money(amount) {
        return formatCurrency(amount, this.props.currency);
    }

    async confirm() {
        if (!this.chosen.length || this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await this.props.onConfirm(
                this.chosen.map((row) => [row.id, row.requests.map((request) => request.id)])
            );
        } finally {
            this.state.busy = false;
        }
        this.props.close();
    }
}

/** What a bulk action did, and what it left and why. */
export class ReportDialog extends Component {
    static template = "tthc_reconciliation.ReportDialog";
    static components = { Dialog };
    static props = { report: Object, currency: Number, close: Function };

    setup() {
        useAutofocus({ refName: "close" });
    }

    money(amount) {
        return formatCurrency(amount, this.props.currency);
    }
}

export class KeysDialog extends Component {
    static template = "tthc_reconciliation.KeysDialog";
    static components = { Dialog };
    static props = { canAct: Boolean, close: Function };

    setup() {
        useAutofocus({ refName: "close" });
    }

    get rows() {
        const reading = [
            ["↓ ↑ / J K", _t("Next or previous payment")],
            ["1 … 9", _t("Look at this suggestion")],
            ["D", _t("Open the dossier")],
            ["P", _t("Open the payer")],
            ["/", _t("Search in the list")],
            ["?", _t("These keys")],
        ];
        const acting = [
            ["Enter", _t("Match with the suggestion; with a selection: match each with its own")],
            ["M", _t("Match by hand: search the request; Enter takes it, Enter again matches")],
            ["S", _t("Set Aside")],
            ["R", _t("Propose a refund")],
            ["A", _t("Judge again")],
            [_t("Space"), _t("Select")],
            ["U", _t("Undo what was done last")],
        ];
        return this.props.canAct ? [...reading.slice(0, 2), ...acting, ...reading.slice(2)] : reading;
    }
}
