import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { beep } from "./handover_scan";

/**
 * A line into which envelopes are scanned one after the other. The record's model answers each code
 * by its method scan_item(code): {ok, message}.
 */
export class PostalScan extends Component {
    static template = "tthc_postal.Scan";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.input = useRef("input");
        this.state = useState({ ok: true, message: "" });
        this.queue = Promise.resolve();
        onMounted(() => this.input.el?.focus());
    }

    get hint() {
        return _t("Scan the label of each envelope as you put it into the bag");
    }

    onKeydown(ev) {
        if (ev.key !== "Enter") {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const code = ev.target.value.trim();
        ev.target.value = "";
        if (code) {
            // one after the other: a scanner is faster than the server
            this.queue = this.queue.then(() => this.scan(code));
        }
    }

    async scan(code) {
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        try {
            const answer = await this.orm.call(record.resModel, "scan_item", [
                [record.resId],
                code,
            ]);
            Object.assign(this.state, answer);
        } catch (error) {
            Object.assign(this.state, { ok: false, message: error.data?.message || String(error) });
        }
        beep(this.state.ok);
        await record.load();
        this.input.el?.focus();
    }
}

registry.category("view_widgets").add("tthc_postal_scan", { component: PostalScan });
