import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

/** Other addons add theirs: `{ keys, label, roles }`, `roles` empty for everybody. */
const hotkeys = registry.category("tthc_hotkeys");

for (const [name, keys, label, roles, sequence] of [
    ["intake", "Alt+I", _t("New intake, from any screen"), ["receptionist"], 10],
    ["card", _t("Scan a card"), _t("New intake with this person"), ["receptionist"], 11],
    ["enter", "Enter", _t("Intake: on to the next field of the work; ticks all required papers"), ["receptionist"], 12],
    ["favourite", "Alt+Shift+1…5", _t("Intake: the procedures this desk is asked for most"), ["receptionist"], 13],
    ["papers", "Alt+Shift+A", _t("Intake: all required papers received"), ["receptionist"], 14],
    ["accept", "Alt+Q", _t("Intake: accept. Dossier: the most usual action"), ["receptionist", "officer"], 15],
    ["save", "Alt+W", _t("Intake: register without a number"), ["receptionist"], 16],
    ["unfinished", "Alt+Shift+C", _t("Intake: continue the sheet that was left unfinished"), ["receptionist"], 17],
    ["same", "Alt+Shift+I", _t("After acceptance: the same applicant again"), ["receptionist"], 18],
    ["scan", _t("Scan a receipt"), _t("Opens the dossier, from any screen"), [], 30],
    ["find", "Ctrl+K", _t("Then the last digits of a number: finds the dossier"), [], 31],
    ["next", "Alt+Shift+N", _t("My next step"), ["receptionist", "officer"], 40],
    ["previous", "Alt+Shift+P", _t("My previous step"), ["receptionist", "officer"], 41],
    ["pager", "Alt+N / Alt+P", _t("The next or previous one of the list"), [], 42],
    ["more", "Alt+M", _t("Other actions of a dossier"), ["receptionist", "officer"], 43],
    ["alt", "Alt", _t("Hold it: shows the keys of everything on the screen"), [], 50],
    ["this", "Alt+Shift+K", _t("This overview"), [], 51],
]) {
    hotkeys.add(name, { keys, label, roles }, { sequence });
}

/** All keys of this user's roles, on a page. */
export class HotkeysDialog extends Component {
    static template = "tthc_dossier.HotkeysDialog";
    static components = { Dialog };
    static props = { rows: Array, close: Function };

    get title() {
        return _t("Keys");
    }
}

export const hotkeysService = {
    dependencies: ["command", "dialog"],
    start(env, { command, dialog }) {
        async function open() {
            const held = async ({ roles }) =>
                !roles.length ||
                (
                    await Promise.all(
                        roles.map((role) => user.hasGroup(`tthc_dossier.group_${role}`))
                    )
                ).includes(true);
            const all = hotkeys.getAll();
            const mine = await Promise.all(all.map(held));
            dialog.add(HotkeysDialog, { rows: all.filter((_row, index) => mine[index]) });
        }
        command.add(_t("Keys of the one-stop centre"), () => void open(), {
            hotkey: "alt+shift+k",
            global: true,
            hotkeyOptions: { bypassEditableProtection: true, global: true },
        });
        return { open };
    },
};

registry.category("services").add("tthc_hotkeys", hotkeysService);

registry.category("user_menuitems").add("tthc_hotkeys", (env) => ({
    type: "item",
    id: "tthc_hotkeys",
    hide: env.isSmall,
    description: _t("Keys of the one-stop centre"),
    callback: () => env.services.tthc_hotkeys.open(),
    sequence: 26,
}));
