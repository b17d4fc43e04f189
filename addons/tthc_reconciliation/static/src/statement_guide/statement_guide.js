import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

/**
 * The rows of a sample statement, what each column means, and the movements as they would be read.
 *
 * Every choice goes to the server, which reads the sample again and answers with the preview.
 * Cells come from a file of anybody: they are only ever written as text.
 */
export class StatementGuide extends Component {
    static template = "tthc_reconciliation.StatementGuide";
    static props = { ...standardFieldProps };

    get preview() {
        return this.props.record.data.preview || {};
    }

    get shown() {
        return Boolean(this.preview.rows);
    }

    /** Rows to show: a few above the titles and the first movements below. */
    get rows() {
        const { rows, header } = this.preview;
        const first = Math.max(0, header - 3);
        return rows
            .slice(first, first + 12)
            .map((cells, index) => ({ index: first + index, cells }));
    }

    get headerRows() {
        return this.preview.rows.map((_cells, index) => index);
    }

    /** Names of the fields that read a column. */
    meaning(index) {
        const { fields, columns } = this.preview;
        return fields
            .filter(({ key }) => columns[key] === index)
            .map(({ label }) => label)
            .join(", ");
    }

    columnLabel(index) {
        const title = (this.preview.titles[index] || "").replace(/\s+/g, " ");
        return `${this.preview.letters[index]}: ${title}`;
    }

    isTitle(index) {
        const { header, two_rows } = this.preview;
        return index === header || (two_rows && index === header - 1);
    }

    errorAt(index) {
        const error = (this.preview.errors || []).find(({ row }) => row === index + 1);
        return error ? error.text : "";
    }

    /** The columns as chosen last, also while the server still reads with the choice before. */
    get columns() {
        return this.chosen || this.preview.columns;
    }

    async choose(values) {
        this.chosen = values.columns;
        await this.props.record.update({ [this.props.name]: values });
        if (this.chosen === values.columns) {
            this.chosen = undefined;
        }
    }

    onSheet(ev) {
        return this.choose({ sheet: parseInt(ev.target.value) });
    }

    onHeader(header) {
        const { sheet, two_rows } = this.preview;
        return this.choose({ sheet, header, two_rows });
    }

    onTwoRows(ev) {
        const { sheet, header } = this.preview;
        return this.choose({ sheet, header, two_rows: ev.target.checked });
    }

    onColumn(key, ev) {
        const { sheet, header, two_rows } = this.preview;
        const columns = { ...this.columns };
        delete columns[key];
        if (ev.target.value !== "") {
            columns[key] = parseInt(ev.target.value);
        }
        return this.choose({ sheet, header, two_rows, columns });
    }
}

registry.category("fields").add("tthc_statement_guide", {
    component: StatementGuide,
    supportedTypes: ["json", "jsonb"],
});
