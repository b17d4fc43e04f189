from odoo import api, models

# How a linked record is named in a cell: by what identifies it to people.
KEYS = {
    "tthc.level": "portal_name",
    "tthc.target.group": "portal_name",
    "tthc.legal.document": "number",
}
TYPES = (
    "char",
    "text",
    "integer",
    "float",
    "boolean",
    "selection",
    "date",
    "many2one",
    "many2many",
)
# Sheets of the catalogue's own models; those of other modules bear their models' names.
SHEETS = {
    "tthc.procedure.version": "Phiên bản",
    "tthc.procedure.case": "Trường hợp",
    "tthc.procedure.component": "Thành phần hồ sơ",
    "tthc.procedure.channel": "Cách thức",
    "tthc.procedure.fee": "Phí, lệ phí",
    "tthc.fee.tier": "Bậc phí",
    "tthc.procedure.result": "Kết quả",
    "tthc.procedure.step": "Các bước",
}
LEGAL_SHEET = "Căn cứ pháp lý"
LIST_SHEET = "Danh mục"
ID_HEADING = "Mã dòng"
NOT_EXPORTED = {
    *models.MAGIC_COLUMNS,
    "state",
    "editor_id",
    "publisher_id",
    "published_at",
    "legal_document_ids",
    "form_attachment_ids",
}
YES, NO = "Có", "Không"


class TthcWorkbook(models.AbstractModel):
    """Layout of the workbook: a sheet for versions and for each kind of row below them, in which
    the first column identifies the row and the second the row it belongs to.

    Columns follow the models' fields, those of other modules included.
    """

    _name = "tthc.workbook"
    _description = "Catalogue Workbook"

    @api.model
    def _models(self):
        """Models of the sheets, parents before children."""
        parts = self.env["tthc.version.part"]._part_models()
        ordered = ["tthc.procedure.version"]
        waiting = sorted(parts, key=lambda name: (list(SHEETS) + [name]).index(name))
        while waiting:
            ready = [name for name in waiting if self._parent(name)[1] in ordered]
            if not ready:
                break  # below a model that is no part of a version
            ordered.append(ready[0])
            waiting.remove(ready[0])
        return ordered

    @api.model
    def _parent(self, name):
        """Field and model of the row that a row of ``name`` belongs to."""
        if name == "tthc.procedure.version":
            return "procedure_id", "tthc.procedure"
        field = self.env[name]._version_field.partition(".")[0]
        return field, self.env[name]._fields[field].comodel_name

    @api.model
    def _sheet_name(self, name):
        return SHEETS.get(name) or self.env["ir.model"]._get(name).name[:31]

    @api.model
    def _columns(self, name):
        """Names of the fields of ``name`` that a workbook holds, in their order."""
        parent = self._parent(name)[0]
        return [
            key
            for key, field in self.env[name]._fields.items()
            if field.type in TYPES
            and field.store
            and not field.related
            and not field.readonly
            and key not in NOT_EXPORTED
            and key != parent
            and not key.startswith(("message_", "activity_"))
        ]

    @api.model
    def _key_field(self, comodel):
        if comodel in KEYS:
            return KEYS[comodel]
        fields = self.env[comodel]._fields
        return "code" if "code" in fields and fields["code"].store else self.env[comodel]._rec_name

    @api.model
    def _choices(self, name, column):
        """Labels of a selection or a yes/no field by value, None for the others."""
        field = self.env[name]._fields[column]
        if field.type == "boolean":
            return {True: YES, False: NO}
        if field.type == "selection":
            return dict(field._description_selection(self.env))
        return None

    @api.model
    def _cell(self, record, column):
        """Value of a cell: text, number, date, or None for nothing."""
        field, value = record._fields[column], record[column]
        choices = self._choices(record._name, column)
        if choices is not None:
            return choices.get(value)
        if field.type == "many2one":
            return value[self._key_field(field.comodel_name)] if value else None
        if field.type == "many2many":
            key = self._key_field(field.comodel_name)
            return "; ".join(sorted(str(row[key]) for row in value)) or None
        if field.type in ("integer", "float"):
            return value
        return value or None
