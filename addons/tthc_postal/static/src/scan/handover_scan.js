import { _t } from "@web/core/l10n/translation";
import { Component, useRef, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const ADDED = ["added", "new"];
const GOOD = [...ADDED, "joined"];

/** One tone for what was added, a low one for what was not: nobody has to look at the screen. */
export function beep(good) {
    const Context = window.AudioContext || window.webkitAudioContext;
    if (!Context) {
        return;
    }
    const context = new Context();
    const tone = context.createOscillator();
    tone.frequency.value = good ? 1200 : 220;
    tone.connect(context.destination);
    tone.start();
    tone.stop(context.currentTime + (good ? 0.08 : 0.4));
    tone.onended = () => context.close();
}

/** The field of a hand-over record that takes one label after the other. */
export class HandoverScan extends Component {
    static template = "tthc_postal.HandoverScan";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.input = useRef("input");
        this.state = useState({ message: "", kind: "", count: 0 });
        this.queue = Promise.resolve();
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
            // a fast scanner does not wait for the answer: one code after the other
            this.queue = this.queue.then(() => this.scan(code));
        }
    }

    async scan(code) {
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        let answer;
        try {
            answer = await this.orm.call(record.resModel, "scan_in", [[record.resId], code]);
            await record.load();
        } catch (error) {
            answer = { kind: "refused", message: error.data?.message || _t("Not added.") };
        }
        const good = GOOD.includes(answer.kind);
        beep(good);
        this.state.kind = answer.kind;
        this.state.message = answer.message;
        this.state.count += ADDED.includes(answer.kind) ? 1 : 0;
        this.input.el?.focus();
    }

    get look() {
        const looks = { added: "success", joined: "success", new: "info", twice: "warning" };
        return looks[this.state.kind] || "danger";
    }
}

registry.category("view_widgets").add("tthc_handover_scan", { component: HandoverScan });
