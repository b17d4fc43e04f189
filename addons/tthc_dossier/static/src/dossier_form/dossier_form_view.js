import { onWillStart, onWillUnmount, useEffect, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

import { DossierModel } from "./dossier_model";

const NOTICE = "tthc_dossier_changed";

/**
 * The form of a dossier that several people have open: what another does is shown at once, or is
 * announced while this user has entries that are not saved.
 */
export class DossierFormController extends FormController {
    static template = "tthc_dossier.DossierFormView";

    setup() {
        super.setup();
        this.busService = useService("bus_service");
        this.news = useState({ text: "" });
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

    onWillLoadRoot() {
        super.onWillLoadRoot(...arguments);
        if (this.news) {
            this.news.text = "";
        }
    }

    async onNotice({ id, what, user: name, user_id, event_count }) {
        const record = this.model.root;
        // what this user does in this very form is loaded by the form itself
        const known = record.data.event_count >= event_count;
        if (id !== record.resId || (user_id === user.userId && known)) {
            return;
        }
        if (this.formInDialog === 0 && !(await record.isDirty())) {
            await this.model.load();
        }
        this.news.text = `${what} – ${name}`;
        this.news.stale = !(this.model.root.data.event_count >= event_count) || (await record.isDirty());
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
