import { _t } from "@web/core/l10n/translation";
import { ListController } from "@web/views/list/list_controller";
import { MatchDialog, PlanDialog, ReportDialog, WhyDialog } from "./workbench_dialogs";

export const MODEL = "tthc.workbench";
/** As many as the server takes in one bulk action. */
const BULK_MOST = 500;

/** What is opened from the workbench and what is done in it; the state is the controller's. */
export class WorkbenchSteps extends ListController {
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
