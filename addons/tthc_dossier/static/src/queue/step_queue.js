import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

/** "3 of 17": where this dossier stands among the steps of the user, with the ways to the others. */
export class StepQueue extends Component {
    static template = "tthc_dossier.StepQueue";
    static props = { record: Object };

    setup() {
        this.queue = useService("tthc_queue");
        this.state = useState(this.queue.state);
        onWillStart(() => void this.refresh(this.props));
        onWillUpdateProps((next) => void this.refresh(next));
    }

    /** Again when another dossier is shown, or this one has changed. */
    async refresh({ record }) {
        const shown = `${record.resId}/${record.data.event_count}`;
        if (record.resId && shown !== this.shown) {
            this.shown = shown;
            await this.queue.load();
        }
    }

    get place() {
        return this.state.ids.indexOf(this.props.record.resId) + 1;
    }

    get others() {
        return this.state.ids.length - (this.place ? 1 : 0);
    }

    step(way) {
        return this.queue.step(this.props.record, way);
    }
}
