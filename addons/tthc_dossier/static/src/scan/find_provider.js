import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const NAMESPACE = "#";
const ENOUGH = 3;

registry.category("command_setup").add(NAMESPACE, {
    debounceDelay: 200,
    emptyMessage: _t("No dossier has these digits in its number"),
    name: _t("dossiers by number"),
    placeholder: _t("Last digits of a dossier's number…"),
});

async function find(env, text) {
    const found = await env.services.orm.silent.call("tthc.scan", "find", [text]);
    return found.map((dossier) => ({
        name: dossier.label,
        category: "default",
        action() {
            env.services.action.doAction({
                type: "ir.actions.act_window",
                res_model: "tthc.dossier",
                res_id: dossier.id,
                views: [[false, "form"]],
                target: "current",
            });
        },
    }));
}

registry.category("command_provider").add("tthc_dossier_number", {
    namespace: NAMESPACE,
    provide: (env, { searchValue }) =>
        (searchValue || "").trim().length < ENOUGH ? [] : find(env, searchValue),
});

/** Also without the sign, for whoever types digits right after Ctrl+K. */
registry.category("command_provider").add("tthc_dossier_digits", {
    provide: (env, { searchValue }) =>
        /\d{3}$/.test((searchValue || "").trim()) ? find(env, searchValue.trim()) : [],
});
