import { Component, onWillStart, onWillUnmount, status, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const { DateTime } = luxon;
/** Milliseconds between two quiet refreshes of a desk that is looked at. */
const EVERY = 60000;
/** A desk that comes to the front is read again when it is older than this. */
const STALE = 10000;
const ICONS = {
    late: "fa-exclamation-triangle",
    today: "fa-bell-o",
    soon: "fa-clock-o",
    in_time: "fa-check",
};

/**
 * The first screen: what waits for this person in each of the roles, every number opening its
 * list (models/tthc_desk.py). Read again quietly while it is looked at.
 */
export class Desk extends Component {
    static template = "tthc_dossier.Desk";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.display = { controlPanel: {} };
        this.state = useState({ sections: [], at: "", busy: false, failed: false });
        useSetupAction({});
        const onFront = () => this.refresh(STALE);
        browser.addEventListener("focus", onFront);
        document.addEventListener("visibilitychange", onFront);
        const timer = browser.setInterval(() => this.refresh(EVERY / 2), EVERY);
        onWillStart(() => this.load(this.orm));
        onWillUnmount(() => {
            browser.clearInterval(timer);
            browser.removeEventListener("focus", onFront);
            document.removeEventListener("visibilitychange", onFront);
        });
    }

    async load(orm) {
        const { at, sections } = await orm.call("tthc.desk", "get_desk", []);
        this.loadedAt = Date.now();
        Object.assign(this.state, { at, sections, failed: false });
    }

    /** Quietly, when nobody waits for it: a server that does not answer is said, not thrown. */
    async refresh(age) {
        if (document.hidden || this.loading || Date.now() - this.loadedAt < age) {
            return;
        }
        this.loading = true;
        try {
            await this.load(this.orm.silent);
        } catch {
            this.state.failed = true;
        } finally {
            this.loading = false;
        }
    }

    get time() {
        return this.state.at && deserializeDateTime(this.state.at).toFormat("HH:mm");
    }

    when(text) {
        if (!text) {
            return "";
        }
        const value = deserializeDateTime(text);
        const thisYear = value.hasSame(DateTime.local(), "year");
        return value.toFormat(thisYear ? "dd/MM HH:mm" : "dd/MM/yyyy HH:mm");
    }

    icon(urgency) {
        return ICONS[urgency] || "fa-pause";
    }

    percent(share) {
        return share === null ? "" : `${share.toLocaleString("vi-VN")} %`;
    }

    /** What a screen reader says of a figure. */
    label(figure) {
        return `${figure.label}: ${figure.count}. ${figure.help || ""}`;
    }

    sequenceLabel(figure) {
        return _t("%s: one after another", figure.label);
    }

    takeLabel(row) {
        return _t("Take %s", row.title);
    }

    openButton(button) {
        return this.action.doAction(button.action);
    }

    async openFigure(section, figure, value = null) {
        const args = [section.key, figure, value];
        return this.action.doAction(await this.orm.call("tthc.desk", "open_figure", args));
    }

    /** The first of a figure's dossiers, with the others behind the arrows of its form. */
    async openInSequence(section, figure) {
        const action = await this.orm.call("tthc.desk", "open_figure", [section.key, figure, null]);
        const ids = await this.orm.search("tthc.dossier", action.domain, {
            order: "due_at, submitted_at, id",
            limit: 200,
        });
        if (!ids.length) {
            this.notification.add(_t("Somebody else has done the last one."), { type: "info" });
            return this.load(this.orm);
        }
        return this.openDossier(ids[0], ids);
    }

    openDossier(resId, resIds = [resId]) {
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                name: _t("Dossier"),
                res_model: "tthc.dossier",
                res_id: resId,
                views: [[false, "form"]],
            },
            { props: { resId, resIds } }
        );
    }

    openRow(block, row) {
        return this.openDossier(row.dossier, [...new Set(block.rows.map((one) => one.dossier))]);
    }

    /** Take a step of the agency: from now on it is this user's alone. */
    async take(row) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await this.orm.call("tthc.dossier", "action_take", [[row.dossier]], {
                mine: true,
                context: { tthc_task_id: row.id },
            });
            this.notification.add(_t("%s is yours now.", row.title), { type: "success" });
        } finally {
            if (status(this) !== "destroyed") {
                await this.load(this.orm);
                this.state.busy = false;
            }
        }
    }
}

registry.category("actions").add("tthc_desk", Desk);
