import { onMounted, onWillStart, useExternalListener, useState } from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

/** Buttons that end the sheet. */
const ENDINGS = ["action_accept", "action_save", "action_answer_at_once"];
/** What is scanned or typed into the field for cards but is no person: a dossier's number, the
 * address in a receipt's QR code. */
const NO_PERSON = /:\/\/|^[A-Z]{1,3}[\w.]*-\d|^\d[\d.]*\.[A-Z]\d\d[\w.]*-\d/i;
/** Where Enter leads from each field of the quick way; from others to the next field. */
const WAY = {
    scan: (data) => (data.name ? "procedure_id" : "name"),
    partner_id: () => "procedure_id",
    procedure_id: (data) => (data.several_cases ? "case_id" : "all_received"),
    group_id: () => "all_received",
    case_id: () => "all_received",
};
/** Once what changed can be seen: a field that appears is there to go to. */
const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
const FOCUSABLE = "input:not([type=radio]):not([disabled]), textarea, select";

/**
 * The intake sheet by keyboard alone: Enter follows the work, from the card to "Accept". What is
 * refused stays on the sheet, is said in words above it, and the cursor goes to the field concerned.
 */
export class IntakeFormController extends FormController {
    static template = "tthc_dossier.IntakeFormView";

    setup() {
        super.setup();
        this.counter = useService("tthc_counter");
        this.scanner = useService("tthc_scan");
        this.refusal = useState({ text: "" });
        this.unfinished = useState({ sheets: [] });
        useExternalListener(window, "keydown", (ev) => this.onKeydown(ev), { capture: true });
        useHotkey("alt+shift+a", () => this.tickAll(), { bypassEditableProtection: true });
        onWillStart(() => this.loadUnfinished());
        onMounted(() => {
            this.counter.openSheet(this);
            const text = this.counter.takePending();
            if (text) {
                this.fillFromScan(text);
            } else if (!this.props.resId && this.root.data.partner_id) {
                // the same applicant again
                this.goOn("partner_id");
            }
        });
    }

    get modelParams() {
        const params = super.modelParams;
        params.hooks.onRecordChanged = (record, changes) => this.onRecordChanged(changes);
        return params;
    }

    get root() {
        return this.model.root;
    }

    // The way through the sheet ------------------------------------------------------------------

    fieldOf(element) {
        const widget = element.closest?.(".o_field_widget[name]");
        return widget && this.rootRef.el?.contains(widget) ? widget.getAttribute("name") : null;
    }

    onKeydown(ev) {
        if (ev.key !== "Enter" || ev.isComposing || ev.altKey || ev.ctrlKey || ev.shiftKey) {
            return;
        }
        const name = this.fieldOf(ev.target);
        if (!name || ev.target.matches("textarea") || ev.target.closest(".o_list_renderer")) {
            return;
        }
        if (ev.target.matches(".o-autocomplete--input")) {
            // the list of proposals takes Enter; the record then says that something was chosen
            this.leaving = ev.target.value.trim() ? name : null;
            if (!ev.target.value.trim() || ev.target.getAttribute("aria-expanded") !== "true") {
                this.leaving = name;
                this.leaveIfUnchanged(ev, name);
            }
            return;
        }
        ev.preventDefault();
        if (name === "scan" && NO_PERSON.test(ev.target.value.trim())) {
            ev.stopImmediatePropagation();
            this.openScanned(ev.target);
            return;
        }
        this.goOn(name);
    }

    /** Somebody comes for a result while the sheet is open: the receipt opens its dossier; what was
     * entered so far can be continued. */
    async openScanned(input) {
        const text = input.value.trim();
        input.value = "";
        input.dispatchEvent(new InputEvent("input", { bubbles: true }));
        await this.scanner.handle(text);
    }

    /** Enter in a field whose proposals are closed and whose value stands: simply go on. */
    async leaveIfUnchanged(ev, name) {
        const value = this.root.data[name];
        if (!value && !ev.target.value) {
            this.focusAfter(name);
        } else if (value && ev.target.value === value.display_name) {
            await this.goOn(name);
        }
    }

    async onRecordChanged(changes) {
        const name = this.leaving;
        if (name && name in changes) {
            this.leaving = null;
            // after the change is the record's
            setTimeout(() => this.goOn(name));
        }
    }

    async goOn(name) {
        if (name === "all_received" && !this.root.data.all_received) {
            await this.root.update({ all_received: true });
        }
        await this.root.isDirty();
        await drawn();
        if (name === "scan" && this.root.data.scan) {
            this.focusField("scan", { select: true });
            return;
        }
        if (name === "all_received") {
            this.focusAccept();
            return;
        }
        const target = WAY[name]?.(this.root.data);
        if (!target || !this.focusField(target, { select: true })) {
            if (target === "all_received") {
                this.focusAccept();
            } else {
                this.focusAfter(name);
            }
        }
    }

    focusField(name, { select = false } = {}) {
        const element = [
            ...this.rootRef.el.querySelectorAll(`.o_field_widget[name=${name}] :is(${FOCUSABLE})`),
        ].find((one) => one.offsetParent);
        element?.focus();
        if (select && element?.select) {
            element.select();
        }
        return Boolean(element);
    }

    focusAfter(name) {
        const all = [...this.rootRef.el.querySelectorAll(`.o_field_widget :is(${FOCUSABLE})`)].filter(
            (one) => one.offsetParent
        );
        const last = all.findLastIndex((one) => this.fieldOf(one) === name);
        (all[last + 1] || all[0])?.focus();
    }

    focusAccept() {
        this.rootRef.el.querySelector("button[name=action_accept]")?.focus();
    }

    async tickAll() {
        if (this.root.data.required_count) {
            await this.root.update({ all_received: true });
        }
        this.focusAccept();
    }

    // A card that was scanned elsewhere ----------------------------------------------------------

    /** @returns {boolean} whether the sheet has nobody yet and takes the card */
    takesCard() {
        return !this.root.data.name;
    }

    async fillFromScan(text) {
        await this.root.update({ scan: text });
        await this.goOn("scan");
    }

    // Taking in ------------------------------------------------------------------------------------

    async beforeExecuteActionButton(clickParams) {
        if (clickParams.type !== "object" || !ENDINGS.includes(clickParams.name)) {
            return super.beforeExecuteActionButton(clickParams);
        }
        this.refusal.text = "";
        try {
            if (!(await this.root.save())) {
                this.rootRef.el
                    .querySelector(`.o_field_widget.o_field_invalid :is(${FOCUSABLE})`)
                    ?.focus();
                return false;
            }
            const action = await this.orm.call(
                this.root.resModel,
                clickParams.name,
                [[this.root.resId]],
                { context: this.root.context }
            );
            await this.actionService.doAction(action);
        } catch (error) {
            this.showRefusal(error);
        }
        return false;
    }

    showRefusal(error) {
        const known = ["UserError", "ValidationError", "AccessError", "MissingError"];
        if (!(error instanceof RPCError) || !known.some((one) => error.exceptionName?.endsWith(one))) {
            throw error;
        }
        this.refusal.text = error.data.message;
        // the buttons were disabled until now, and the focus with them
        setTimeout(() => this.focusField(error.data.context?.tthc_field || "scan"));
    }

    // Sheets left unfinished -----------------------------------------------------------------------

    async loadUnfinished() {
        if (!this.props.resId) {
            const sheets = await this.orm.call("tthc.my.work", "get_unfinished", []);
            // a sheet of linked procedures is taken up again where those are taken in
            const grouped = Boolean(this.props.fields.group_id && this.archInfo.fieldNodes.group_id_0);
            this.unfinished.sheets = sheets.filter((sheet) => sheet.group === grouped);
        }
    }

    async continueSheet(sheet) {
        this.unfinished.sheets = [];
        await this.model.load({ resId: sheet.id });
        this.focusField(this.root.data.procedure_id ? "all_received" : "procedure_id");
    }

    async discardSheet(sheet) {
        await this.orm.call(this.props.resModel, "action_discard", [[sheet.id]]);
        this.unfinished.sheets = this.unfinished.sheets.filter((one) => one.id !== sheet.id);
    }
}

registry.category("views").add("tthc_intake_form", {
    ...formView,
    Controller: IntakeFormController,
});
