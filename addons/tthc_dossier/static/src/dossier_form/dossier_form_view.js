import { onMounted, onWillStart, onWillUnmount, status, useEffect, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

import { StepQueue } from "../queue/step_queue";
import { DossierModel } from "./dossier_model";

const NOTICE = "tthc_dossier_changed";
/** Milliseconds after which what this user did here is on this form. */
const OWN_DELAY = 2000;

/**
 * The form of a dossier that several people have open: what another does is shown at once, or is
 * announced while this user has entries that are not saved.
 */
export class DossierFormController extends FormController {
    static template = "tthc_dossier.DossierFormView";
    static components = { ...FormController.components, StepQueue };

    setup() {
        super.setup();
        onWillStart(async () => {
            const roles = ["receptionist", "officer"];
            const held = await Promise.all(
                roles.map((role) => user.hasGroup(`tthc_dossier.group_${role}`))
            );
            this.hasSteps = held.includes(true);
        });
        this.busService = useService("bus_service");
        this.news = useState({ text: "", stale: false });
        this.setupTakenIn();
        const onNotice = (notice) => this.onNotice(notice);
        onWillStart(() => this.busService.subscribe(NOTICE, onNotice));
        onWillUnmount(() => this.busService.unsubscribe(NOTICE, onNotice));
        useEffect(
            (resId) => {
                if (!resId) {
                    return;
                }
                const channel = `tthc.dossier_${resId}`;
                this.busService.addChannel(channel);
                return () => this.busService.deleteChannel(channel);
            },
            () => [this.model.root.resId]
        );
    }

    /** Just taken in at the counter: the receipt and the next intake are one key away. */
    setupTakenIn() {
        this.counter = useService("tthc_counter");
        const takenIn = this.props.context.tthc_taken_in ? this.props.resId : false;
        this.takenIn = useState({ resId: takenIn });
        onMounted(() => this.focusTakenIn("print_receipt"));
    }

    focusTakenIn(name) {
        this.rootRef.el?.querySelector(`.o_tthc_taken_in button[name=${name}]`)?.focus();
    }

    async printReceipt() {
        const { resModel, resId } = this.model.root;
        await this.actionService.doActionButton({
            type: "object",
            name: "action_print_receipt",
            resModel,
            resId,
            resIds: [resId],
            context: this.props.context,
        });
        this.focusTakenIn("next_intake");
    }

    nextIntake() {
        return this.counter.openIntake();
    }

    sameApplicant() {
        return this.counter.openIntake({ applicant: this.model.root.data.owner_id.id });
    }

    onWillLoadRoot() {
        super.onWillLoadRoot(...arguments);
        if (this.news) {
            this.news.text = "";
        }
    }

    async onNotice({ id, what, user: name, user_id, event_count }) {
        if (user_id === user.userId) {
            // what was done in this very form is being loaded by it
            await new Promise((resolve) => browser.setTimeout(resolve, OWN_DELAY));
        }
        if (status(this) === "destroyed" || id !== this.model.root.resId) {
            return;
        }
        const root = this.model.root;
        const entering = this.formInDialog > 0 || (await root.isDirty());
        const known = root.data.event_count >= event_count;
        if (user_id === user.userId && (known || entering)) {
            return;
        }
        const text = `${what} – ${name}`;
        if (!entering) {
            await this.model.load();
        }
        Object.assign(this.news, { text, stale: entering });
    }

    async reloadNews() {
        await this.model.load();
    }
}

registry.category("views").add("tthc_dossier_form", {
    ...formView,
    Controller: DossierFormController,
    Model: DossierModel,
});
