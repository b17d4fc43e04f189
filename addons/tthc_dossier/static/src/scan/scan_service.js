import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { ScanBurst } from "./scan_burst";

/** Fields that are no text fields although they are inputs. */
const TICKS = "input[type=checkbox], input[type=radio], input[type=button], input[type=submit]";
const SEARCH = ".o_searchview_input";
const OURS = "tthc_catalogue.menu_root";

/**
 * A code scanned anywhere in the backend opens what it stands for. Odoo's barcode service collects
 * the keys; here a person's typing is told from a scanner's by its speed, the search box of a list
 * (which has the focus when a list is opened) counts as "anywhere", and the server is asked.
 */
export const scanService = {
    dependencies: ["action", "barcode", "menu", "notification", "orm", "tthc_counter", "ui"],
    start(env, { action, barcode, menu, notification, orm, tthc_counter: counter, ui }) {
        if (!user.isInternalUser) {
            return { handle: () => Promise.resolve(false) };
        }
        const burst = new ScanBurst();
        let scanned = false;

        function onKeydown(ev) {
            if (!ev.key || ev.isComposing) {
                return;
            }
            const now = ev.timeStamp;
            const { target } = ev;
            if (target.matches?.(`${TICKS}, ${SEARCH}`)) {
                // the barcode service listens there too
                target.dataset.enableBarcode = "true";
            }
            const isEnd = ev.key === "Enter" || ev.key === "Tab";
            if (isEnd) {
                scanned = burst.isScan(now);
                burst.reset();
                if (scanned && target.matches?.(SEARCH)) {
                    // not the search's: the barcode service tells what was scanned
                    ev.preventDefault();
                    ev.stopImmediatePropagation();
                }
            } else if (ev.key.length === 1) {
                burst.key(now);
                scanned = burst.isScan(now);
                if (ev.key === " " && scanned && !target.matches?.("input, textarea")) {
                    // a blank of the code does not press the button that has the focus
                    ev.preventDefault();
                }
            }
        }
        window.addEventListener("keydown", onKeydown, { capture: true });

        function clearSearch() {
            const input = document.activeElement;
            if (input?.matches(SEARCH)) {
                input.value = "";
                input.dispatchEvent(new InputEvent("input", { bubbles: true }));
            }
        }

        barcode.bus.addEventListener("barcode_scanned", ({ detail }) => {
            const text = detail.barcode;
            if (!scanned || /^O(BT|CD)/.test(text)) {
                return;
            }
            scanned = false;
            clearSearch();
            handle(text);
        });

        /** A card goes to the counter; whoever has no counter sees the person's dossiers. */
        async function onCard(text, answer) {
            if (await counter.isReceptionist()) {
                const { sheet } = counter;
                if (sheet?.takesCard()) {
                    await sheet.fillFromScan(text);
                } else {
                    await counter.openIntake({ text });
                }
            } else if (answer.known) {
                await action.doAction(answer.action);
            } else {
                notification.add(answer.message, { type: "warning" });
            }
        }

        /**
         * @param {string} text what was scanned
         * @returns {Promise<boolean>} whether it was something of ours
         */
        async function handle(text) {
            if (ui.activeElement !== document) {
                notification.add(_t("Finish or close the open window first, then scan again."), {
                    type: "warning",
                });
                return false;
            }
            const answer = await orm.silent.call("tthc.scan", "resolve", [text]);
            if (answer.kind === "open") {
                await action.doAction(answer.action);
            } else if (answer.kind === "card") {
                await onCard(text, answer);
            } else if (answer.kind === "refused") {
                notification.add(answer.message, { type: "danger", sticky: true });
            } else {
                const app = menu.getCurrentApp();
                if (!app || app.xmlid === OURS) {
                    notification.add(answer.message, { type: "warning", sticky: true });
                }
                return false;
            }
            return true;
        }

        return { handle };
    },
};

registry.category("services").add("tthc_scan", scanService);
