import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

const WAIT = 200;

/** The focused payment: what the bank told, what it may be for, and what can be done with it. */
export class WorkbenchPanel extends Component {
    static template = "tthc_reconciliation.WorkbenchPanel";
    static props = { bench: Object, actions: Object, selected: Number };

    setup() {
        this.orm = useService("orm");
        this.bench = useState(this.props.bench);
        this.search = useState({ text: "", found: [], cursor: 0, none: false });
        this.inputRef = useRef("request");
        this.keepLast = new KeepLast();
        this.find = useDebounced(() => this.load(), WAIT);
        // another payment: the search starts anew
        useEffect(
            () => this.clearSearch(),
            () => [this.bench.resId]
        );
        useEffect(
            (asked) => asked && this.inputRef.el?.focus(),
            () => [this.bench.searchAsked]
        );
    }

    get panel() {
        return this.bench.panel;
    }

    get canAct() {
        return Boolean(this.bench.overview?.can_act);
    }

    get isOpen() {
        return this.panel.state === "exception";
    }

    money(amount) {
        return formatCurrency(amount, this.panel?.currency || this.bench.overview.currency);
    }

    get texts() {
        const { panel, bench } = this;
        return {
            age: panel && _t("%s days", panel.age),
            row: panel && _t("row %s", panel.row),
            today: _t("Done by me today (%s)", bench.overview?.today.length),
            selected: _t("%s selected:", this.props.selected),
            broken: _t("Its check digit is wrong"),
        };
    }

    signed(amount) {
        return (amount > 0 ? "+" : "") + this.money(amount);
    }

    when(text, format = "dd/MM/yyyy HH:mm") {
        return text ? deserializeDateTime(text).toFormat(format) : "";
    }

    /** What is compared: what was picked by hand, else the suggestion, else what the memo names. */
    get compared() {
        if (this.bench.picks.length) {
            return this.bench.picks;
        }
        return this.panel.suggestions[this.bench.chosen]?.requests || this.panel.named;
    }

    /** What the comparison adds up to. */
    get difference() {
        const due = this.compared.reduce((sum, request) => sum + request.due, 0);
        const credits = this.bench.picks.length
            ? undefined
            : this.panel.suggestions[this.bench.chosen]?.credit;
        return (credits ?? this.panel.open) - due;
    }

    get references() {
        const found = this.panel.memo.filter(([, kind]) => kind).map(([text]) => text);
        return found.join(" ") || "–";
    }

    get doneKinds() {
        return {
            match: _t("Matched"),
            proposal: _t("Proposed"),
            set_aside: _t("Set aside"),
        };
    }

    // Search of requests -------------------------------------------------------------------------

    clearSearch() {
        Object.assign(this.search, { text: "", found: [], cursor: 0, none: false });
    }

    async load() {
        const { text } = this.search;
        if (text.trim().length < 3) {
            Object.assign(this.search, { found: [], none: false });
            return;
        }
        const found = await this.keepLast.add(
            this.orm.silent.call("tthc.workbench", "find_requests", [text, this.panel.id])
        );
        Object.assign(this.search, { found, cursor: 0, none: !found.length, loaded: text });
    }

    async onSearchKeydown(ev) {
        if (ev.isComposing) {
            return;
        }
        const { search } = this;
        const step = { ArrowDown: 1, ArrowUp: -1 }[ev.key];
        if (step && search.found.length) {
            search.cursor = (search.cursor + step + search.found.length) % search.found.length;
        } else if (ev.key === "Enter") {
            if (search.text.trim() && search.loaded !== search.text) {
                this.find.cancel?.();
                await this.load();
            }
            if (search.found.length) {
                this.pick(search.found[search.cursor]);
            } else if (!search.text.trim() && this.bench.picks.length) {
                this.props.actions.matchChosen();
            }
        } else if (ev.key === "Escape") {
            if (search.text) {
                this.clearSearch();
            } else {
                this.bench.picks = [];
                this.props.actions.focusRow();
            }
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    pick(request) {
        if (!this.bench.picks.some((one) => one.id === request.id)) {
            this.bench.picks = [...this.bench.picks, request];
        }
        this.clearSearch();
        this.inputRef.el?.focus();
    }

    drop(request) {
        this.bench.picks = this.bench.picks.filter((one) => one.id !== request.id);
    }
}
