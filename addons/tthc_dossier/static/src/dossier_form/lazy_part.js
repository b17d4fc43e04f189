import { Component, markup, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * A part of the form that the server draws when its page is opened, and again whenever the
 * dossier is loaded anew. What the server returns is escaped there (QWeb and tools/process_svg).
 */
export class LazyPart extends Component {
    static template = "tthc_dossier.LazyPart";
    static props = { ...standardWidgetProps, method: String };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ html: "" });
        onWillStart(() => this.load(this.props));
        onWillUpdateProps((next) => this.load(next));
    }

    async load({ record, method }) {
        const drawn = `${record.resId}/${record.data.event_count}`;
        if (!record.resId || drawn === this.drawn) {
            return;
        }
        this.drawn = drawn;
        const html = await this.orm.silent.call(record.resModel, method, [[record.resId]]);
        this.state.html = markup(html || "");
    }
}

registry.category("view_widgets").add("tthc_lazy_part", {
    component: LazyPart,
    extractProps: ({ attrs }) => ({ method: attrs.method }),
    supportedAttributes: [{ label: "Method", name: "method", type: "string" }],
    fieldDependencies: [{ name: "event_count", type: "integer", readonly: true }],
});
