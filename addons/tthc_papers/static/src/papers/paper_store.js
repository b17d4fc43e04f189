import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** The papers on file of a person; every opening is logged by the server. */
export class PaperStore extends Component {
    static template = "tthc_papers.PaperStore";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        const orm = useService("orm");
        this.state = useState({ rows: [] });
        onWillStart(async () => {
            const id = this.props.action.params.partner_id;
            this.state.rows = await orm.call("res.partner", "get_paper_store", [[id]]);
        });
    }
}

registry.category("actions").add("tthc_paper_store", PaperStore);
