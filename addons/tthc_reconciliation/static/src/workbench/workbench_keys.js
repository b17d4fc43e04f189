import { useExternalListener } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

/** What each key does, by the name of the controller's method. */
export const KEYS = {
    arrowdown: "next",
    j: "next",
    arrowup: "previous",
    k: "previous",
    enter: "matchChosen",
    m: "openSearch",
    s: "setAside",
    r: "proposeRefund",
    d: "openDossier",
    p: "openPayer",
    a: "judgeAgain",
    " ": "toggleSelected",
    u: "undoLast",
    "/": "focusSearch",
    "?": "showKeys",
};
/** Milliseconds between two keys below which a scanner types, not a person. */
const BURST = 35;
const TYPED_IN =
    "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]";
const PRESSED = "button, a[href], summary, [role=button], input[type=checkbox], .dropdown-item";

/** The key pressed, or nothing where it is meant for something else on the screen. */
export function keyOf(ev) {
    if (!ev.key || ev.isComposing || ev.ctrlKey || ev.altKey || ev.metaKey) {
        return;
    }
    // a Vietnamese keyboard that is switched on keeps letters to itself
    const letter = ["Process", "Unidentified"].includes(ev.key) && /^Key(.)$/.exec(ev.code || "");
    const key = (letter ? letter[1] : ev.key).toLowerCase();
    if (ev.shiftKey && key !== "?") {
        return;
    }
    if (ev.target.closest?.(TYPED_IN)) {
        return;
    }
    if ([" ", "enter"].includes(key) && ev.target.closest?.(PRESSED)) {
        return;
    }
    return key;
}

/**
 * Keys of the workbench: not while something is typed, a window or a menu is open, or a scanner
 * types a code.
 *
 * @param {(method: string, argument?: number) => void} act
 */
export function useWorkbenchKeys(act) {
    const ui = useService("ui");
    let last = 0;
    let waiting = null;

    function isElsewhere() {
        return (
            ui.activeElement !== document ||
            document.querySelector(".o-dropdown--menu, .o_popover, .o_command_palette")
        );
    }

    useExternalListener(
        window,
        "keydown",
        (ev) => {
            const key = isElsewhere() ? undefined : keyOf(ev);
            const quick = ev.timeStamp - last < BURST && !ev.repeat;
            if (ev.key?.length === 1) {
                last = ev.timeStamp;
            }
            if (quick) {
                clearTimeout(waiting);
                return;
            }
            const number = /^[1-9]$/.test(key || "") ? Number(key) : undefined;
            const method = number ? "choose" : Object.hasOwn(KEYS, key || "") && KEYS[key];
            if (!method) {
                return;
            }
            ev.preventDefault();
            ev.stopImmediatePropagation();
            clearTimeout(waiting);
            if (key.length > 1 || ev.repeat) {
                act(method, number);
            } else {
                waiting = setTimeout(() => act(method, number), BURST);
            }
        },
        { capture: true }
    );
}
