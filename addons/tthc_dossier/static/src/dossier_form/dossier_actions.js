import { Component, onWillUpdateProps, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Keys of the primary actions, in their order. */
const HOTKEYS = ["q", "w", "e", "r"];

/**
 * What this user may do with this dossier now: the primary actions as buttons, the others in a
 * menu. The server decides what is offered (`available_actions`) and checks it again.
 */
export class DossierActions extends Component {
    static template = "tthc_dossier.DossierActions";
    static components = { Dropdown, DropdownItem };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.queue = useService("tthc_queue");
        this.state = useState({ busy: false });
        onWillUpdateProps((next) => {
            // loaded anew, by this widget or by anything else
            if (next.record !== this.props.record) {
                this.state.busy = false;
            }
        });
    }

    get offered() {
        const offered = this.props.record.data.available_actions || [];
        const steps = new Set(offered.map((one) => one.task_id).filter(Boolean));
        let key = 0;
        return offered.map((one, index) => ({
            ...one,
            key: `${one.name}/${one.task_id || 0}/${index}`,
            label: one.step && steps.size > 1 ? `${one.label} (${one.step})` : one.label,
            hotkey: one.primary ? HOTKEYS[key++] : undefined,
        }));
    }

    get primary() {
        return this.offered.filter((one) => one.primary);
    }

    get others() {
        return this.offered.filter((one) => !one.primary);
    }

    get moreLabel() {
        return this.primary.length ? _t("Other Actions") : _t("Actions");
    }

    /** One call at a time: a second click finds the buttons disabled. */
    async perform(offered) {
        const { record } = this.props;
        // nor does the second click of a double one act upon the dossier that comes next
        if (this.state.busy || !this.queue.isSettled()) {
            return;
        }
        const wasMine = record.data.is_mine;
        this.state.busy = true;
        let loading = false;
        try {
            if (!(await record.save())) {
                return;
            }
            const context = {
                tthc_seen: record.data.event_count,
                tthc_task_id: offered.task_id || false,
            };
            if (offered.dialog) {
                await this.openDialog(offered, context, wasMine);
                // what this dialog did must be known here before the next one is opened
                loading = true;
                return;
            }
            const result = await this.orm.call(
                record.resModel,
                `action_${offered.name}`,
                [[record.resId]],
                { context: { ...record.context, ...context } }
            );
            if (result && result.type) {
                await this.action.doAction(result, { onClose: () => this.goOn(wasMine) });
            } else {
                loading = true;
                this.goOn(wasMine);
            }
        } finally {
            // the buttons stay disabled until what is offered next is known
            if (!loading) {
                this.state.busy = false;
            }
        }
    }

    openDialog(offered, context, wasMine) {
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                name: offered.label,
                res_model: "tthc.dossier.decision",
                views: [[false, "form"]],
                target: "new",
                context: {
                    ...context,
                    default_dossier_id: this.props.record.resId,
                    default_action: offered.name,
                },
            },
            { onClose: () => this.goOn(wasMine) }
        );
    }

    /** The next step of this user, where the action handed the dossier on, or this dossier anew. */
    async goOn(wasMine) {
        try {
            if (!(await this.queue.afterAction(this.props.record, wasMine, this.env.config))) {
                this.reload();
            }
        } catch (error) {
            this.state.busy = false;
            throw error;
        }
    }

    /** Not to be waited for: a second load on the way takes the place of the first one. */
    reload() {
        return this.props.record.model.load();
    }
}

registry.category("view_widgets").add("tthc_dossier_actions", {
    component: DossierActions,
    additionalClasses: ["o_tthc_actions", "d-flex", "gap-1"],
    fieldDependencies: [
        { name: "available_actions", type: "json", readonly: true },
        { name: "event_count", type: "integer", readonly: true },
        { name: "is_mine", type: "boolean", readonly: true },
    ],
});
