import { reactive, useEffect, useState, useSubEnv } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { useSetupAction } from "@web/search/action_hook";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";
import { KeysDialog, MatchDialog, PlanDialog, ReportDialog, WhyDialog } from "./workbench_dialogs";
import { WorkbenchFilters } from "./workbench_filters";
import { useWorkbenchKeys } from "./workbench_keys";
import { WorkbenchPanel } from "./workbench_panel";

const MODEL = "tthc.workbench";
/** As many as the server takes in one bulk action. */
const BULK_MOST = 500;
/** Milliseconds that a key may be held down before the panel follows. */
const FOLLOW = 60;

/** The rows of a list, those of open groups included. */
function rowsOf(list) {
    if (!list.isGrouped) {
        return list.records;
    }
    return list.groups.filter((group) => !group.isFolded).flatMap((group) => rowsOf(group.list));
}

/** A row that is clicked is looked at in the panel instead of opened. */
export class WorkbenchRenderer extends ListRenderer {
    static recordRowTemplate = "tthc_reconciliation.WorkbenchRow";

    setup() {
        super.setup();
        this.bench = useState(this.env.tthcBench.state);
        useEffect(
            (asked) => asked && this.focusCurrent(),
            () => [this.bench.focusAsked, this.bench.resId]
        );
    }

    /** The keyboard's focus, and a screen reader with it, on the row that is looked at. */
    focusCurrent() {
        const row = this.rootRef.el.querySelector(".o_tthc_bench_current");
        if (row && this.uiService.activeElement === document) {
            row.scrollIntoView({ block: "nearest" });
            row.querySelector("td.o_data_cell")?.focus({ preventScroll: true });
        }
    }

    isCurrent(record) {
        return record.resId === this.bench.resId;
    }

    getRowClass(record) {
        const current = this.isCurrent(record) ? " o_tthc_bench_current" : "";
        return super.getRowClass(record) + current;
    }

    async onCellClicked(record, column, ev, newWindow) {
        if (newWindow) {
            return super.onCellClicked(record, column, ev, newWindow);
        }
        if (!ev.target.special_click) {
            this.env.tthcBench.look(record);
        }
    }
}

/**
 * Odoo's list with a panel beside it, cleared by the keyboard: search, filters, groups, favourites,
 * paging, selection and export stay Odoo's.
 */
export class WorkbenchController extends ListController {
    static template = "tthc_reconciliation.WorkbenchView";
    static components = { ...ListController.components, WorkbenchFilters, WorkbenchPanel };

    setup() {
        super.setup();
        this.notification = useService("notification");
        this.bench = useState(
            reactive({
                resId: this.props.state?.tthcBench || false,
                panel: null,
                loading: false,
                overview: null,
                chosen: 0,
                picks: [],
                undo: [],
                searchAsked: 0,
                focusAsked: 0,
            })
        );
        this.place = 0;
        this.keepLast = new KeepLast();
        this.follow = useDebounced(() => this.loadPanel(), FOLLOW);
        useSubEnv({ tthcBench: { state: this.bench, look: (record) => this.look(record) } });
        useSetupAction({ getLocalState: () => ({ tthcBench: this.bench.resId }) });
        useWorkbenchKeys((method, argument) => this[method](argument));
        useEffect(
            () => void this.loadOverview(),
            () => []
        );
        useEffect(
            () => this.onRowsChanged(),
            () => [this.model.isReady, this.rows.map((row) => row.resId).join()]
        );
        this.actions = Object.fromEntries(
            [
                "choose", "clearSelection", "exportSelected", "focusRow", "judgeAgain", "judgeOne",
                "matchChosen", "matchOne", "openDossier", "openPayer", "openSearch", "openStatement",
                "proposeRefund", "setAside", "setAsideOne", "showKeys", "undoKeys", "undoLast",
            ].map((name) => [name, (argument) => this[name](argument)])
        );
        this.actions.canExport = () => this.isExportEnable;
    }

    // Where one is ---------------------------------------------------------------------------------

    get rows() {
        return this.model.isReady && !this.model.useSampleModel ? rowsOf(this.model.root) : [];
    }

    get row() {
        return this.rows.find((row) => row.resId === this.bench.resId);
    }

    get canAct() {
        return Boolean(this.bench.overview?.can_act);
    }

    get isOpen() {
        return this.bench.panel?.state === "exception";
    }

    /** The row that was looked at, else the one that took its place. */
    onRowsChanged() {
        const { rows } = this;
        if (!rows.length) {
            this.bench.resId = false;
            this.bench.panel = null;
            return;
        }
        const row = this.row || rows[Math.min(this.place, rows.length - 1)];
        this.look(row, { always: !this.bench.panel || this.bench.panel.id !== row.resId });
    }

    look(row, { always = false } = {}) {
        const changed = this.bench.resId !== row.resId;
        this.place = this.rows.indexOf(row);
        if (changed || always) {
            this.bench.resId = row.resId;
            this.bench.loading = true;
            this.follow();
        }
        this.focusRow();
    }

    focusRow() {
        this.bench.focusAsked += 1;
    }

    async loadPanel() {
        const { resId } = this.bench;
        if (!resId) {
            return;
        }
        const panel = await this.keepLast.add(this.orm.silent.call(MODEL, "panel", [resId]));
        Object.assign(this.bench, { panel: panel || null, loading: false, chosen: 0, picks: [] });
    }

    async loadOverview() {
        const domain = this.env.searchModel.globalDomain;
        this.bench.overview = await this.orm.silent.call(MODEL, "overview", [domain]);
    }

    async reload() {
        await Promise.all([this.model.load(), this.loadOverview()]);
        await this.loadPanel();
        this.focusRow();
    }

    async step(way) {
        const { rows } = this;
        const place = rows.indexOf(this.row) + way;
        if (rows[place]) {
            this.look(rows[place]);
            return;
        }
        const { isGrouped, offset, limit, count } = this.model.root;
        const beyond = offset + way * limit;
        if (!isGrouped && beyond >= 0 && beyond < count) {
            this.place = way > 0 ? 0 : limit - 1;
            this.bench.resId = false;
            await this.model.root.load({ offset: beyond, limit });
        }
    }

    next() {
        return this.step(1);
    }

    previous() {
        return this.step(-1);
    }

    choose(number) {
        if (this.bench.panel?.suggestions[number - 1]) {
            this.bench.chosen = number - 1;
            this.bench.picks = [];
        }
    }

    toggleSelected() {
        this.row?.toggleSelection();
    }

    clearSelection() {
        for (const row of [...this.model.root.selection]) {
            row.toggleSelection(false);
        }
        this.model.root.selectDomain?.(false);
        this.focusRow();
    }

    focusSearch() {
        this.env.searchModel.trigger("focus-search");
    }

    openSearch() {
        if (this.canAct && this.isOpen) {
            this.bench.searchAsked += 1;
        }
    }

    showKeys() {
        this.dialogService.add(KeysDialog, { canAct: this.canAct });
    }

    // What is opened -------------------------------------------------------------------------------

    get compared() {
        const { panel, picks, chosen } = this.bench;
        return picks[0] || panel?.suggestions[chosen]?.requests[0] || panel?.named[0];
    }

    open(resModel, resId, nothing) {
        if (!resId) {
            this.notification.add(nothing, { type: "info" });
            return;
        }
        return this.actionService.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
        });
    }

    openDossier() {
        const nothing = _t("No dossier is suggested for this payment.");
        return this.open("tthc.dossier", this.compared?.dossier_id, nothing);
    }

    openPayer() {
        const nothing = _t("No payer is known of this payment.");
        return this.open("res.partner", this.compared?.partner_id, nothing);
    }

    openStatement() {
        return this.open("tthc.statement", this.bench.panel.statement_id, "");
    }

    exportSelected() {
        return this.exportRecords();
    }

    // What is done -----------------------------------------------------------------------------------

    ready(step) {
        return this.bench.overview.reasons[step];
    }

    /** The ids that a step is about: the selected, else the row that is looked at. */
    async chosenIds(one) {
        const { root } = this.model;
        const ids = !one && this.hasSelectedRecords ? await root.getResIds(true) : [];
        if (ids.length > BULK_MOST) {
            this.notification.add(
                _t("Select at most %s payments for one step.", BULK_MOST),
                { type: "warning" }
            );
            return [];
        }
        const { resId, loading } = this.bench;
        return ids.length || loading || !resId || !this.isOpen ? ids : [resId];
    }

    async act(method, args) {
        const report = await this.orm.call(MODEL, method, args);
        if (report.undo.length) {
            this.bench.undo = [...this.bench.undo, report.undo];
        }
        if (report.left.length && method !== "judge") {
            this.dialogService.add(ReportDialog, { report, currency: this.currency });
        } else {
            const type = report.proposed || (!report.done && method === "judge") ? "warning" : "success";
            this.notification.add(report.message, { type });
        }
        this.bench.resId = report.money?.[0] || this.bench.resId;
        this.bench.loading = true;
        // the dialog closes meanwhile
        void this.reload();
        return report;
    }

    get currency() {
        return this.bench.panel?.currency || this.bench.overview.currency;
    }

    async matchChosen() {
        if (!this.canAct) {
            return;
        }
        return this.hasSelectedRecords && !this.bench.picks.length
            ? this.matchSelected()
            : this.matchOne();
    }

    async matchOne() {
        const { panel, picks, chosen } = this.bench;
        if (!this.canAct || !this.isOpen || this.bench.loading) {
            return;
        }
        const suggestion = picks.length ? undefined : panel.suggestions[chosen];
        const requests = picks.length ? picks : suggestion?.requests || [];
        if (!requests.length) {
            this.notification.add(_t("Nothing is suggested: search the request by hand (M)."), {
                type: "info",
            });
            return;
        }
        const money = suggestion?.money || this.selectedMoney;
        const free = panel.open - panel.proposed_match;
        this.dialogService.add(
            MatchDialog,
            {
                money,
                requests,
                left: free,
                currency: panel.currency,
                reason: suggestion?.reason || "",
                ready: this.ready("match"),
                onConfirm: ({ parts, note }) =>
                    this.act("match", [money.map((row) => row.id), parts, note]),
            },
            { onClose: () => this.focusRow() }
        );
    }

    /** By hand: for the selected together where the focused one is among them. */
    get selectedMoney() {
        const { panel } = this.bench;
        const selected = this.model.root.selection;
        const rows = selected.some((row) => row.resId === panel.id) ? selected : [];
        const told = panel.memo.map(([text]) => text).join("");
        return rows.length
            ? rows.map((row) => ({ id: row.resId, memo: row.data.memo || "", amount: row.data.amount }))
            : [{ id: panel.id, memo: told, amount: panel.open }];
    }

    async matchSelected() {
        const ids = await this.chosenIds();
        if (!ids.length) {
            return;
        }
        const plan = await this.orm.call(MODEL, "plan", [ids]);
        this.dialogService.add(
            PlanDialog,
            {
                ...plan,
                currency: this.currency,
                onConfirm: (choices) => this.act("match_planned", [choices]),
            },
            { onClose: () => this.focusRow() }
        );
    }

    setAside() {
        return this.askSetAside();
    }

    setAsideOne() {
        return this.askSetAside(true);
    }

    async askSetAside(one = false) {
        const ids = this.canAct ? await this.chosenIds(one) : [];
        if (!ids.length) {
            return;
        }
        this.why({
            title: _t("Set Aside"),
            text: _t("%s payments leave the exceptions; they can be put back.", ids.length),
            label: _t("Set Aside"),
            step: "set_aside",
            onConfirm: (reason) => this.act("set_aside", [ids, reason]),
        });
    }

    judgeAgain() {
        return this.judge(false);
    }

    judgeOne() {
        return this.judge(true);
    }

    async judge(one) {
        const ids = this.canAct ? await this.chosenIds(one) : [];
        if (ids.length) {
            await this.act("judge", [ids]);
        }
    }

    async proposeRefund() {
        if (!this.canAct || !this.isOpen || this.bench.loading) {
            return;
        }
        const action = await this.orm.call("tthc.incoming.money", "action_propose_refund", [
            [this.bench.resId],
        ]);
        await this.actionService.doAction(
            { ...action, context: { ...action.context, tthc_workbench: true } },
            { onClose: () => this.reload() }
        );
    }

    undoLast() {
        const last = this.bench.undo.at(-1);
        if (!last) {
            this.notification.add(
                _t("Nothing was done since the workbench was opened. What you did today stands below the payment."),
                { type: "info" }
            );
            return;
        }
        this.undoKeys(last);
    }

    undoKeys(keys) {
        const text = keys.map(String);
        this.why({
            title: _t("Undo"),
            text: _t("What was done is taken back and stays on record."),
            label: _t("Undo"),
            step: "undo",
            reason: this.ready("undo")[0],
            onConfirm: async (reason) => {
                await this.act("undo", [keys, reason]);
                this.bench.undo = this.bench.undo
                    .map((done) => done.filter((key) => !text.includes(String(key))))
                    .filter((done) => done.length);
            },
        });
    }

    why({ step, ...props }) {
        this.dialogService.add(
            WhyDialog,
            { ready: this.ready(step), ...props },
            { onClose: () => this.focusRow() }
        );
    }
}

registry.category("views").add("tthc_workbench", {
    ...listView,
    Controller: WorkbenchController,
    Renderer: WorkbenchRenderer,
});
