import { reactive, useEffect, useState, useSubEnv } from "@odoo/owl";
import { KeepLast } from "@web/core/utils/concurrency";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { useSetupAction } from "@web/search/action_hook";
import { listView } from "@web/views/list/list_view";
import { KeysDialog } from "./workbench_dialogs";
import { WorkbenchFilters } from "./workbench_filters";
import { useWorkbenchKeys } from "./workbench_keys";
import { WorkbenchPanel } from "./workbench_panel";
import { WorkbenchRenderer } from "./workbench_renderer";
import { MODEL, WorkbenchSteps } from "./workbench_steps";

/** Milliseconds that a key may be held down before the panel follows. */
const FOLLOW = 60;

/** The rows of a list, those of open groups included. */
function rowsOf(list) {
    if (!list.isGrouped) {
        return list.records;
    }
    return list.groups.filter((group) => !group.isFolded).flatMap((group) => rowsOf(group.list));
}

/**
 * Odoo's list with a panel beside it, cleared by the keyboard: search, filters, groups, favourites,
 * paging, selection and export stay Odoo's.
 */
export class WorkbenchController extends WorkbenchSteps {
    static template = "tthc_reconciliation.WorkbenchView";
    static components = { ...WorkbenchSteps.components, WorkbenchFilters, WorkbenchPanel };

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
}

registry.category("views").add("tthc_workbench", {
    ...listView,
    Controller: WorkbenchController,
    Renderer: WorkbenchRenderer,
});
