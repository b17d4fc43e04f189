import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

/** A dialog of a few words to enter, all of them needed. */
export class AskDialog extends Component {
    static template = "tthc_papers.AskDialog";
    static components = { Dialog };
    static props = {
        title: String,
        help: String,
        fields: Array,
        onDone: Function,
        close: Function,
    };

    setup() {
        this.state = useState(
            Object.fromEntries(this.props.fields.map((field) => [field.name, field.value]))
        );
    }

    get complete() {
        return this.props.fields.every((field) => this.state[field.name].trim());
    }

    async done() {
        await this.props.onDone({ ...this.state });
        this.props.close();
    }
}
