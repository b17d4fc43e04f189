import { useEffect } from "@odoo/owl";
import { areDatesEqual } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import {
    DateTimeField,
    dateTimeField,
} from "@web/views/fields/datetime/datetime_field";

const { DateTime } = luxon;
/** Pixels of a list column: an instant of another year, with its padding. */
const WIDTH = 115;

/**
 * An instant as it is said at the desk: day and month, hour and minute; the year only where it is
 * another one. The whole of it is in the tooltip.
 */
export class WhenField extends DateTimeField {
    static defaultProps = { ...DateTimeField.defaultProps, numeric: false };

    setup() {
        super.setup();
        // Odoo's picker takes the value back when it closes before the server has answered the
        // change: the field would go on showing what it was before.
        useEffect(
            (value) => {
                if (!this.picker.activeInput && !areDatesEqual(value, this.state.value)) {
                    this.state.value = value;
                }
            },
            () => [this.getRecordValue()]
        );
    }

    getFormattedValue(valueIndex, whole = false) {
        const value = this.values[valueIndex];
        if (!value || whole) {
            return super.getFormattedValue(valueIndex, true);
        }
        const ofThisYear = value.hasSame(DateTime.local(), "year");
        return value.toFormat(ofThisYear ? "dd/MM HH:mm" : "dd/MM/yyyy HH:mm");
    }
}

export const whenField = {
    ...dateTimeField,
    component: WhenField,
    listViewWidth: () => WIDTH,
};

registry.category("fields").add("tthc_when", whenField);
