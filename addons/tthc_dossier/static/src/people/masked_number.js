import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { CharField, charField } from "@web/views/fields/char/char_field";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component, onWillUnmount, onWillUpdateProps, useState } from "@odoo/owl";
import { ReasonDialog } from "./reason_dialog";

/** How long a number stays readable on the screen: milliseconds. */
const SHOWN_FOR = 30000;

/**
 * Asks the server for a number in full, which keeps it on record; the number is hidden again after
 * a while, and whenever another record is shown.
 *
 * @param {() => {id: number, field: string, source: Array}} target
 */
export function useUnmask(target) {
    const orm = useService("orm");
    const dialog = useService("dialog");
    const state = useState({ number: "" });
    let timer = null;

    function hide() {
        clearTimeout(timer);
        state.number = "";
    }

    async function ask(reason) {
        const { id, field, source } = target();
        const answer = await orm.call("res.partner", "action_unmask_identity", [[id]], {
            field,
            reason,
            source,
        });
        if (answer.reason_needed) {
            dialog.add(ReasonDialog, { onReason: ask });
            return;
        }
        state.number = answer.number || _t("no number");
        clearTimeout(timer);
        timer = setTimeout(hide, SHOWN_FOR);
    }

    onWillUpdateProps(hide);
    onWillUnmount(hide);
    return { state, hide, toggle: () => (state.number ? hide() : ask("")) };
}

/** A number of a person, masked, with an eye to see it; typed over, it takes a new one. */
export class MaskedNumber extends CharField {
    static template = "tthc_dossier.MaskedNumber";
    static props = { ...CharField.props, partner: { type: String, optional: true } };

    setup() {
        super.setup();
        this.unmask = useUnmask(() => ({
            id: this.partnerId,
            field: this.props.partner
                ? this.props.record.fields[this.props.name].related?.split(".").at(-1) ||
                  "tthc_identity_masked"
                : this.props.name,
            source: [this.props.record.resModel, this.props.record.resId],
        }));
    }

    get partnerId() {
        const { record, partner } = this.props;
        return partner ? record.data[partner]?.id : record.resId;
    }

    get canShow() {
        const value = this.props.record.data[this.props.name];
        return Boolean(this.partnerId && value && value.includes("•"));
    }

    /** A masked number is replaced as a whole: the first key takes the place of all of it. */
    onFocus(ev) {
        if (ev.target.value.includes("•")) {
            ev.target.select();
        }
    }
}

export const maskedNumber = {
    ...charField,
    component: MaskedNumber,
    displayName: _t("Masked number"),
    supportedOptions: [
        ...(charField.supportedOptions || []),
        { label: _t("Field with the person"), name: "partner", type: "string" },
    ],
    extractProps: (info, dynamic) => ({
        ...charField.extractProps(info, dynamic),
        partner: info.options.partner,
    }),
};
registry.category("fields").add("tthc_masked", maskedNumber);

/** The personal number of somebody whom a record points to, read only when it is asked for. */
export class PersonNumber extends Component {
    static template = "tthc_dossier.PersonNumber";
    static props = { ...standardWidgetProps, partner: String };

    setup() {
        this.unmask = useUnmask(() => ({
            id: this.partnerId,
            field: "tthc_identity_masked",
            source: [this.props.record.resModel, this.props.record.resId],
        }));
    }

    get partnerId() {
        return this.props.record.data[this.props.partner]?.id;
    }
}

registry.category("view_widgets").add("tthc_person_number", {
    component: PersonNumber,
    extractProps: ({ attrs }) => ({ partner: attrs.partner }),
    supportedAttributes: [{ label: _t("Field with the person"), name: "partner", type: "string" }],
});
