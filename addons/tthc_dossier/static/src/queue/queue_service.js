import { reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { session } from "@web/session";

/** Milliseconds after which a key or click is meant for the dossier that an action led to. */
const SETTLE = 600;

/** The one after `current` in `order` that is still to be done, else the first to be done. */
export function following(order, current, todo, step = 1) {
    const open = new Set(todo);
    open.delete(current);
    const place = order.indexOf(current);
    const after = step > 0 ? order.slice(place + 1) : order.slice(0, Math.max(place, 0)).reverse();
    const first = step > 0 ? todo[0] : todo.at(-1);
    return after.find((id) => open.has(id)) || (open.has(first) ? first : [...open][0]);
}

/**
 * The steps of this person, one after another. The server says which they are each time one is
 * looked for: nobody is led to what somebody else has taken meanwhile.
 */
export const queueService = {
    dependencies: ["action", "notification", "orm"],
    start(env, { action, notification, orm }) {
        const state = reactive({ ids: [], loaded: false });
        let settled = 0;

        async function load() {
            state.ids = await orm.silent.call("tthc.my.work", "get_queue", []);
            state.loaded = true;
            return state.ids;
        }

        /** In the order of the list from which the form was opened, else by urgency. */
        async function open(record, order, step) {
            const before = order.length > 1 ? order : state.ids;
            const todo = await load();
            const inOrder = before.filter((id) => todo.includes(id));
            const next = following(before, record.resId, inOrder.length ? inOrder : todo, step);
            if (!next) {
                notification.add(_t("Nothing else waits for you."), { type: "info" });
                return false;
            }
            const resIds = order.includes(next) ? order : todo;
            await record.model.load({ resId: next, resIds });
            return true;
        }

        return {
            state,
            load,
            /** Whether what is pressed now was meant for the dossier that is on the screen. */
            isSettled: () => Date.now() >= settled,
            async step(record, step) {
                if (await record.save()) {
                    await open(record, record.resIds, step);
                }
            },
            /**
             * After an action: go on if it handed the dossier on.
             *
             * @param {object} record the form's record, as it was before the action
             * @param {boolean} wasMine whether the user had a step of it
             * @param {object} config of the form's environment
             * @returns {Promise<boolean>} whether the form shows something else now
             */
            async afterAction(record, wasMine, config) {
                const way = session.tthc_after_step;
                if (!wasMine || way === "stay") {
                    return false;
                }
                const { resId } = record;
                const label = record.data.display_name || record.data.name;
                const known = state.ids.length ? [...state.ids] : await load();
                if ((await orm.silent.call("tthc.my.work", "get_queue", [])).includes(resId)) {
                    return false;
                }
                state.ids = known;
                notification.add(_t("%s was handed on.", label), { type: "success" });
                if (way === "list") {
                    if (config.breadcrumbs?.length > 1) {
                        config.historyBack();
                    } else {
                        action.doAction("tthc_dossier.action_my_steps", { clearBreadcrumbs: true });
                    }
                    return true;
                }
                try {
                    settled = Infinity;
                    return await open(record, record.resIds, 1);
                } finally {
                    settled = Date.now() + SETTLE;
                }
            },
        };
    },
};

registry.category("services").add("tthc_queue", queueService);
