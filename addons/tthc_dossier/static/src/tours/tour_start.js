import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Begins a guided tour in which the person clicks and a pointer says where. */
export class TourStart extends Component {
    static template = "tthc_dossier.TourStart";
    static props = { ...standardWidgetProps };

    setup() {
        this.tour = useService("tour_service");
    }

    start() {
        const { name, url, custom, rainbow_man_message } = this.props.record.data;
        return this.tour.startTour(name, {
            mode: "manual",
            url,
            fromDB: custom,
            rainbowManMessage: rainbow_man_message,
        });
    }
}

registry.category("view_widgets").add("tthc_tour_start", { component: TourStart });

registry.category("user_menuitems").add("tthc_tours", (env) => ({
    type: "item",
    id: "tthc_tours",
    description: _t("Guided Tours"),
    callback: () => env.services.action.doAction("tthc_dossier.action_guided_tours"),
    sequence: 25,
}));
