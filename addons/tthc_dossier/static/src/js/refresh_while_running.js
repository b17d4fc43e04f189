import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component, onMounted, onWillUnmount, xml } from "@odoo/owl";

const EVERY = 2000;

/** Reads the record again every two seconds while its state is "running". */
export class RefreshWhileRunning extends Component {
    static template = xml`<span class="o_tthc_refresh"/>`;
    static props = { ...standardWidgetProps };

    setup() {
        onMounted(() => {
            this.timer = setInterval(() => this.refresh(), EVERY);
        });
        onWillUnmount(() => clearInterval(this.timer));
    }

    async refresh() {
        const { record } = this.props;
        if (this.loading || record.data.state !== "running" || document.hidden) {
            return;
        }
        this.loading = true;
        try {
            await record.load();
        } finally {
            this.loading = false;
        }
    }
}

registry.category("view_widgets").add("tthc_refresh_while_running", {
    component: RefreshWhileRunning,
});
