import { registry } from "@web/core/registry";
import { useFileUploader } from "@web/core/utils/files";
import { Many2ManyBinaryField, many2ManyBinaryField } from "@web/views/fields/many2many_binary/many2many_binary_field";
import { useState } from "@odoo/owl";

/** Files chosen by the button or dropped onto the field, many at once. */
export class StatementFiles extends Many2ManyBinaryField {
    static template = "tthc_payment.StatementFiles";

    setup() {
        super.setup();
        this.sendFiles = useFileUploader();
        this.state = useState({ over: false });
    }

    async onDrop(ev) {
        this.state.over = false;
        const files = [...ev.dataTransfer.files];
        if (!files.length) {
            return;
        }
        const uploaded = await this.sendFiles("/web/binary/upload_attachment", {
            csrf_token: odoo.csrf_token,
            ufile: files,
            model: this.props.record.resModel,
            id: this.props.record.resId || 0,
        });
        if (uploaded) {
            await this.onFileUploaded(uploaded);
        }
    }
}

registry.category("fields").add("tthc_statement_files", {
    ...many2ManyBinaryField,
    component: StatementFiles,
});
