from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import form_text

#: Columns that a table block can have: key → heading as a rule.
COLUMNS = {
    "components": {
        "index": "STT", "name": "Tên giấy tờ", "originals": "Bản chính",
        "certified_copies": "Bản chứng thực", "copies": "Bản sao", "kind": "Loại giấy tờ",
        "total": "Số lượng", "problem": "Nội dung cần bổ sung, sửa đổi", "empty": "Ghi chú",
    },
    "steps": {
        "index": "STT", "agency": "TÊN CƠ QUAN", "handover": "THỜI GIAN GIAO, NHẬN HỒ SƠ",
        "result": "KẾT QUẢ GIẢI QUYẾT HỒ SƠ", "remark": "GHI CHÚ", "empty": "KÝ NHẬN",
    },
    "ledger": {
        "number": "STT", "name": "Mã hồ sơ", "procedure": "Tên TTHC",
        "owner": "Tên cá nhân, tổ chức", "address": "Địa chỉ, số điện thoại",
        "agency": "Cơ quan chủ trì giải quyết", "received": "Nhận hồ sơ",
        "due": "Hẹn trả kết quả", "returned": "Trả kết quả",
        "method": "Phương thức nhận kết quả", "empty": "Ký nhận", "remark": "Ghi chú",
        "quantity": "Số lượng hồ sơ",
    },
    "dossiers": {
        "index": "TT", "name": "Mã hồ sơ", "procedure": "Nội dung hồ sơ",
        "quantity": "Số lượng (bộ)", "owner": "Họ tên, địa chỉ, số điện thoại chủ hồ sơ",
        "received": "Nhận hồ sơ", "due": "Hẹn trả", "returned": "Ngày nhận kết quả",
        "papers": "Số giấy tờ", "giver": "Bên giao", "taker": "Bên nhận", "remark": "Ghi chú",
        "empty": "Ký nhận",
    },
}  # fmt: skip
#: Columns whose content stands in the middle.
CENTRED = frozenset(
    {"index", "number", "originals", "certified_copies", "copies", "total", "quantity", "received",
     "due", "returned", "papers", "result", "kind", "method"}
)  # fmt: skip
NO_BREAK = "\N{NO-BREAK SPACE}"
#: Texts in which placeholders are replaced.
TEXTS = ("label", "text", "hint")


class TthcFormBlock(models.Model):
    """A block of a layout: a header, a title, labelled fields, a table, signatures …"""

    _name = "tthc.form.block"
    _description = "Block of a Form"
    _order = "layout_id, sequence, id"
    _rec_name = "label"

    layout_id = fields.Many2one("tthc.form.layout", required=True, index=True, ondelete="cascade")
    form_key = fields.Selection(related="layout_id.form_id.key")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("header", "Header with the National Motto"),
            ("title", "Title"),
            ("fields", "Labelled Fields"),
            ("paragraph", "Paragraph"),
            ("components", "Table of Papers"),
            ("fees", "Fees"),
            ("steps", "Table of Hand-overs between Agencies"),
            ("ledger", "Table of the Ledger Book"),
            ("dossiers", "Table of Dossiers Handed Over"),
            ("signatures", "Signatures"),
            ("recipients", "Recipients"),
            ("notes", "Notes in Small Letters"),
        ],
        required=True,
        default="paragraph",
    )
    label = fields.Text(
        help="Title, or the bold beginning of a paragraph; of a header: the line with the number."
    )
    text = fields.Text(
        help="May contain placeholders in square brackets, such as [mã hồ sơ]; **words** between "
        "two pairs of asterisks are printed bold. Of a header: the lines on the left."
    )
    hint = fields.Char(help="Printed below a title in italics.")
    style = fields.Selection(
        [
            ("plain", "Plain"),
            ("indent", "First Line Indented"),
            ("center", "Centred"),
            ("list", "Indented as a Whole"),
        ],
        required=True,
        default="plain",
    )
    optional = fields.Boolean(
        "Leave Out when Empty",
        help="Not printed where none of its placeholders has a value, or the table has no row.",
    )
    visible = fields.Boolean("On the Paper", default=True)
    item_ids = fields.One2many(
        "tthc.form.item",
        "block_id",
        "Rows",
        copy=True,
        help="Fields of the block, columns of the table, or people who sign.",
    )
    numbered = fields.Boolean(
        "Columns Numbered", help="A row with the numbers of the columns below their headings."
    )
    placeholders = fields.Char(compute="_compute_placeholders")

    @api.depends("layout_id.form_id.key")
    def _compute_placeholders(self):
        for block in self:
            names = form_text.known(block.form_key) if block.form_key else ()
            block.placeholders = " ".join(f"[{name}]" for name in names)

    @api.constrains("label", "text", "hint", "layout_id")
    def _check_texts(self):
        for block in self:
            for name in TEXTS:
                block._check_text(block[name])

    def _check_text(self, text):
        """:raise ValidationError: a placeholder that the form does not know"""
        try:
            form_text.check(text, self.form_key)
        except form_text.UnknownPlaceholder as error:
            raise ValidationError(
                self.env._(
                    "The form “%(form)s” knows no placeholder %(unknown)s. It knows: %(known)s",
                    form=self.layout_id.form_id.name,
                    unknown=", ".join(f"[{name}]" for name in error.names),
                    known=" ".join(f"[{name}]" for name in form_text.known(self.form_key)),
                )
            ) from error

    # Published layouts stay as they are ----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not (self.env.context.get("install_mode") and self.env.su):
            layouts = self.env["tthc.form.layout"]
            layouts.browse({vals.get("layout_id") for vals in vals_list} - {None})._check_draft()
        return super().create(vals_list)

    def write(self, vals):
        self.layout_id._check_draft()
        result = super().write(vals)
        self.layout_id._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_of_draft(self):
        self.layout_id._check_draft()

    # For the printing ---------------------------------------------------------------------------

    @api.private
    def _drawn(self, values):
        """What the template draws of this block: a dict of its ``kind``, its texts as pieces of
        words, and the ``rows`` of a table, the ``groups`` of fields that share a line, or other
        ``items``; ``None`` where there is nothing to print.

        :param values: ``texts`` (placeholder → text), ``components``, ``fees``, ``steps``,
            ``ledger`` and ``dossiers`` (rows as dicts), ``images`` (side → address of a picture)
        """
        texts = values["texts"]
        if self.optional and form_text.is_empty(f"{self.label or ''}{self.text or ''}", texts):
            return None
        if self.optional and self.kind in COLUMNS and not values.get(self.kind):
            return None
        drawn = {
            "kind": self.kind,
            "style": self.style,
            "label": self._lines(self.label, texts),
            "lines": self._lines(self.text, texts),
            "hint": self._lines(self.hint, texts),
        }
        if self.kind == "header":
            drawn["hint"] = self._whole_ends(drawn["hint"])
        if self.kind in COLUMNS:
            drawn.update(self._drawn_table(values.get(self.kind) or []))
        elif self.kind == "fees":
            drawn.update(fees=values.get("fees") or [], payment_qr=values.get("payment_qr"))
        elif self.kind == "fields":
            drawn["groups"] = self._grouped(self._drawn_items(values))
            return drawn if drawn["groups"] else None
        else:
            drawn["items"] = self._drawn_items(values)
        return drawn

    @staticmethod
    def _grouped(items):
        """Items by the line that they share."""
        groups = []
        for item in items:
            if item["same_line"] and groups:
                groups[-1].append(item)
            else:
                groups.append([item])
        return groups

    @staticmethod
    def _lines(text, texts):
        """Lines of ``(words, bold)`` pieces. Asterisks are looked for before the values come in:
        those of a name are its own."""
        return [
            [(form_text.fill(words, texts), bold) for words, bold in form_text.runs(line)]
            for line in (text or "").strip().split("\n")
            if text
        ]

    @staticmethod
    def _whole_ends(lines):
        """Lines of which the part after the last comma is not divided: place and date go on two
        lines where they have no room on one, and no page is made smaller for them."""

        def whole_end(words):
            place, comma, day = words.rpartition(", ")
            return place + comma + day.replace(" ", NO_BREAK) if comma else words

        return [[(whole_end(words), bold) for words, bold in line] for line in lines]

    def _drawn_items(self, values):
        texts = values["texts"]
        return [
            {
                "label": self._lines(item.label, texts),
                "lines": self._lines(item.text, texts),
                "hint": item.hint or "",
                "same_line": item.same_line,
                "role": item.role,
                "image": (values.get("images") or {}).get(item.role),
            }
            for item in self.item_ids.filtered("visible")
            if not (item.optional and form_text.is_empty(item.text, texts))
        ]

    def _drawn_table(self, rows):
        columns = [
            {
                "key": item.column,
                "heading": item.label or COLUMNS[self.kind].get(item.column, ""),
                "width": item.width,
                "centred": item.column in CENTRED,
                "group": item.hint or "",
            }
            for item in self.item_ids.filtered("visible")
        ]
        return {
            "columns": columns,
            "headings": self._headings(columns),
            "numbered": self.numbered,
            "rows": rows,
        }

    @staticmethod
    def _headings(columns):
        """The upper line of headings: ``(heading, columns below it)``; of a column without a
        common heading its own, with none below."""
        headings = []
        for column in columns:
            group = column["group"]
            if group and headings and headings[-1][0] == group and headings[-1][1]:
                headings[-1] = (group, headings[-1][1] + 1)
            else:
                headings.append((group or column["heading"], 1 if group else 0))
        return headings


class TthcFormItem(models.Model):
    """A row of a block: a labelled field, a column of a table, or one who signs."""

    _name = "tthc.form.item"
    _description = "Row of a Form's Block"
    _order = "block_id, sequence, id"
    _rec_name = "label"

    block_id = fields.Many2one("tthc.form.block", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(related="block_id.kind")
    sequence = fields.Integer(default=10)
    label = fields.Text(help="Label, heading of the column, or title of who signs.")
    text = fields.Text(help="Value with placeholders; of a signature: the name below it.")
    hint = fields.Char(
        "Second Line",
        help="In italics below the title of who signs; of columns: the heading that they share.",
    )
    column = fields.Selection(
        [
            ("index", "Running Number"),
            ("number", "Number in the Book"),
            ("name", "Name of the Paper or Number of the Dossier"),
            ("originals", "Originals"),
            ("certified_copies", "Certified Copies"),
            ("copies", "Copies"),
            ("kind", "Kind of Paper"),
            ("total", "How Many"),
            ("problem", "What Is Wrong or Missing"),
            ("agency", "Agency"),
            ("handover", "Given and Received"),
            ("result", "Result"),
            ("procedure", "Procedure"),
            ("owner", "Person or Organisation"),
            ("address", "Address, Phone"),
            ("received", "Dossier Received"),
            ("due", "Appointment"),
            ("returned", "Result Returned"),
            ("method", "Way of Receiving"),
            ("quantity", "Number of Dossiers"),
            ("papers", "Number of Papers"),
            ("giver", "Giver"),
            ("taker", "Receiver"),
            ("remark", "Remark"),
            ("empty", "Empty, to Be Written by Hand"),
        ],
        help="Which column of the table: one of those that its kind has.",
    )
    width = fields.Integer("Width (%)", help="0: what is left.")
    role = fields.Selection(
        [
            ("sign", "Signature"),
            ("giver", "Signature of the Giver"),
            ("taker", "Signature of the Receiver"),
            ("centre", "Signature of the Centre"),
            ("recipients", "List of Recipients"),
        ],
        default="sign",
    )
    same_line = fields.Boolean("On the Line Before")
    optional = fields.Boolean("Leave Out when Empty")
    visible = fields.Boolean("On the Paper", default=True)

    _width_sensible = models.Constraint(
        "CHECK (width BETWEEN 0 AND 100)", "A width is between 0 and 100 %."
    )

    @api.constrains("label", "text", "column", "block_id")
    def _check_item(self):
        for item in self:
            block = item.block_id
            if block.kind in COLUMNS:
                item._check_column(COLUMNS[block.kind])
            else:
                block._check_text(item.label)
                block._check_text(item.text)

    def _check_column(self, columns):
        """:raise ValidationError: the table has no such column"""
        if self.column not in columns:
            raise ValidationError(
                self.env._(
                    "This table has no column “%(column)s”. It has: %(columns)s",
                    column=self.column or "",
                    columns=", ".join(f"{key} ({name})" for key, name in columns.items()),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        if not (self.env.context.get("install_mode") and self.env.su):
            blocks = self.env["tthc.form.block"]
            blocks.browse({v.get("block_id") for v in vals_list} - {None}).layout_id._check_draft()
        return super().create(vals_list)

    def write(self, vals):
        self.block_id.layout_id._check_draft()
        result = super().write(vals)
        self.block_id.layout_id._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_of_draft(self):
        self.block_id.layout_id._check_draft()
