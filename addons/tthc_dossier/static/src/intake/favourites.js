import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** The procedures that this desk is asked for most, each with a key of its own. */
export class Favourites extends Component {
    static template = "tthc_dossier.Favourites";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.counter = useService("tthc_counter");
        this.state = useState({ procedures: [] });
        onWillStart(() => this.load());
    }

    async load() {
        const company = this.props.record.data.company_id;
        if (company) {
            this.state.procedures = await this.orm.call(
                "tthc.my.work",
                "get_favourites",
                [company.id]
            );
        }
    }

    async choose(procedure) {
        await this.props.record.update({ procedure_id: procedure });
        await this.counter.sheet?.goOn("procedure_id");
    }
}

registry.category("view_widgets").add("tthc_favourites", {
    component: Favourites,
    fieldDependencies: [{ name: "company_id", type: "many2one", relation: "res.company" }],
});
