import { useEffect, useState } from "@odoo/owl";
import { ListRenderer } from "@web/views/list/list_renderer";

/** A row that is clicked is looked at in the panel instead of opened. */
export class WorkbenchRenderer extends ListRenderer {
    static recordRowTemplate = "tthc_reconciliation.WorkbenchRow";

    setup() {
        super.setup();
        this.bench = useState(this.env.tthcBench.state);
        useEffect(
            (asked) => asked && this.focusCurrent(),
            () => [this.bench.focusAsked, this.bench.resId]
        );
    }

    /** The keyboard's focus, and a screen reader with it, on the row that is looked at. */
    focusCurrent() {
        const row = this.rootRef.el.querySelector(".o_tthc_bench_current");
        if (row && this.uiService.activeElement === document) {
            row.scrollIntoView({ block: "nearest" });
            row.querySelector("td.o_data_cell")?.focus({ preventScroll: true });
        }
    }

    isCurrent(record) {
        return record.resId === this.bench.resId;
    }

    getRowClass(record) {
        const current = this.isCurrent(record) ? " o_tthc_bench_current" : "";
        return super.getRowClass(record) + current;
    }

    async onCellClicked(record, column, ev, newWindow) {
        if (newWindow) {
            return super.onCellClicked(record, column, ev, newWindow);
        }
        if (!ev.target.special_click) {
            this.env.tthcBench.look(record);
        }
    }
}
