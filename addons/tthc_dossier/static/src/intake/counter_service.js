import { status } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

const RECEPTIONIST = "tthc_dossier.group_receptionist";

/**
 * The counter from anywhere: the key that opens the intake, and the sheet that is open. A card that
 * was scanned is kept in memory only until the sheet has it: it is nobody's to find in the browser.
 */
export const counterService = {
    dependencies: ["action", "command", "orm"],
    start(env, { action, command }) {
        let sheet = null;
        let pending = "";

        function openIntake({ text = "", applicant = false } = {}) {
            pending = text;
            return action.doAction("tthc_dossier.action_intake", {
                clearBreadcrumbs: true,
                additionalContext: applicant ? { tthc_applicant_id: applicant } : {},
            });
        }

        user.hasGroup(RECEPTIONIST).then((receptionist) => {
            if (receptionist) {
                command.add(_t("New Intake"), () => void openIntake(), {
                    hotkey: "alt+i",
                    global: true,
                    hotkeyOptions: { bypassEditableProtection: true, global: true },
                });
            }
        });

        return {
            openIntake,
            isReceptionist: () => user.hasGroup(RECEPTIONIST),
            openSheet(controller) {
                sheet = controller;
            },
            get sheet() {
                return sheet && status(sheet) === "mounted" ? sheet : null;
            },
            takePending() {
                const text = pending;
                pending = "";
                return text;
            },
        };
    },
};

registry.category("services").add("tthc_counter", counterService);
