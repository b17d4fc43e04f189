from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import form_pages

#: What may be written on a published layout: when it ends, and the remark about its sources.
STAYS_OPEN = frozenset({"date_to", "remark", "verified", "legal_document_id"})


class TthcFormLayout(models.Model):
    """What a form looks like in a period: paper, size of the letters and an order of blocks, put
    together by an administrator without any code.

    A draft may be changed and previewed. A published layout is what papers were or will be issued
    by: it stays as it is, and a change is a copy with a period of its own.
    """

    _name = "tthc.form.layout"
    _description = "Layout of a Form"
    _order = "form_id, date_from desc, id"

    form_id = fields.Many2one("tthc.form", required=True, index=True, ondelete="restrict")
    form_key = fields.Selection(related="form_id.key")
    name = fields.Char(required=True, help="Which set it belongs to, such as TT 03/2025/TT-VPCP.")
    number = fields.Char("No. in the Set", help="The form's number in this circular, such as 01.")
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    date_from = fields.Date(
        "Valid from", required=True, default=lambda self: fields.Date.context_today(self)
    )
    date_to = fields.Date("Valid until", copy=False, help="Last day, included.")
    company_id = fields.Many2one(
        "res.company",
        "Only for",
        help="A centre's own layout goes before the one of all centres.",
    )
    legal_document_id = fields.Many2one("tthc.legal.document", "Legal Basis", ondelete="restrict")
    verified = fields.Boolean(
        "Compared with the Official Annex",
        copy=False,
        help="Off: the fields come from papers in use, see the remark.",
    )
    remark = fields.Text(help="Where the fields come from and what is not certain.")
    paper = fields.Selection([("A5", "A5"), ("A4", "A4")], required=True, default="A5")
    orientation = fields.Selection(
        [("portrait", "Portrait"), ("landscape", "Landscape")], required=True, default="portrait"
    )
    font_size = fields.Float("Size of the Letters (pt)", required=True, default=10.5, digits=(3, 1))
    block_ids = fields.One2many("tthc.form.block", "layout_id", "Blocks", copy=True)
    is_used = fields.Boolean("Used", compute="_compute_is_used")

    # Ranges give the = operator to GiST without an extension of PostgreSQL.
    _no_overlap = models.Constraint(
        """EXCLUDE USING gist (
            int4range(form_id, form_id, '[]') WITH =,
            int4range(COALESCE(company_id, 0), COALESCE(company_id, 0), '[]') WITH =,
            daterange(date_from, date_to, '[]') WITH &&
        ) WHERE (state = 'published')""",
        "Another layout of this form is published for the same centres in this period: end the "
        "earlier one first.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "A layout cannot end before it begins."
    )
    _font_size_sensible = models.Constraint(
        "CHECK (font_size BETWEEN 6 AND 20)", "Letters are between 6 and 20 points high."
    )

    @api.depends("form_id", "name")
    def _compute_display_name(self):
        for layout in self:
            layout.display_name = f"{layout.form_id.name or ''} – {layout.name or ''}"

    def _compute_is_used(self):
        used = (
            self.env["tthc.form.print"]
            .sudo()
            ._read_group([("layout_id", "in", self.ids)], ["layout_id"], [])
        )
        used_ids = {layout.id for (layout,) in used}
        for layout in self:
            layout.is_used = layout.id in used_ids

    # Guards -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Layouts begin as drafts, except those that come with a module."""
        loading = self.env.context.get("install_mode") and self.env.su
        if not loading and any(vals.get("state", "draft") != "draft" for vals in vals_list):
            raise UserError(self.env._("A layout begins as a draft and is published afterwards."))
        return super().create(vals_list)

    def write(self, vals):
        """:raise UserError: the layout is published, or its end is before its last use"""
        if "state" in vals:
            raise UserError(self.env._("A layout is published with the button of that name."))
        if set(vals) - STAYS_OPEN:
            self._check_draft()
        result = super().write(vals)
        if vals.get("date_to"):
            self._check_end()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        self._check_draft()

    def copy_data(self, default=None):
        """A copy is a draft for the time after this one."""
        rows = super().copy_data(default)
        for layout, values in zip(self, rows, strict=True):
            if not (default or {}).get("date_from"):
                today = fields.Date.context_today(self)
                after = layout.date_to and layout.date_to + timedelta(days=1)
                values["date_from"] = max(filter(None, (after, today)))
            if not (default or {}).get("name"):
                values["name"] = self.env._("%s (changed)", layout.name)
        return rows

    @api.private
    def _check_draft(self):
        """:raise UserError: the layout is published"""
        for layout in self:
            if layout.state == "published":
                raise UserError(
                    self.env._(
                        "The layout “%s” is published and stays as it is: papers were or will be "
                        "issued by it. Duplicate it, change the copy, end this one and publish the "
                        "copy from the day after.",
                        layout.display_name,
                    )
                )

    def _check_end(self):
        """:raise UserError: papers of a later day were issued by it"""
        for layout in self.filtered("date_to"):
            last = (
                self.env["tthc.form.print"]
                .sudo()
                .search([("layout_id", "=", layout.id)], order="day desc", limit=1)
            )
            if last and last.day > layout.date_to:
                raise UserError(
                    self.env._(
                        "By the layout “%(layout)s” a paper of %(day)s was issued: it cannot end "
                        "before that day.",
                        layout=layout.display_name,
                        day=last.day.strftime("%d/%m/%Y"),
                    )
                )

    # Doing --------------------------------------------------------------------------------------

    def action_publish(self):
        """Put a draft in force for its period.

        :raise UserError: it is published already, or has nothing to print
        """
        self.check_access("write")
        self._check_draft()
        for layout in self:
            if not layout.block_ids.filtered("visible"):
                raise UserError(
                    self.env._("“%s” has no block to print: add some.", layout.display_name)
                )
        return super().write({"state": "published"})

    def action_withdraw(self):
        """Make a published layout a draft again, while nothing was issued by it.

        :raise UserError: papers were issued by it
        """
        self.check_access("write")
        for layout in self:
            if layout.is_used:
                raise UserError(
                    self.env._(
                        "Papers were issued by “%s”: end it and publish a copy from the day after.",
                        layout.display_name,
                    )
                )
        return super().write({"state": "draft"})

    def action_preview(self):
        """Choose what to preview the layout with."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview"),
            "res_model": "tthc.form.preview",
            "view_mode": "form",
            "target": "new",
            "context": {"default_layout_id": self.id},
        }

    # For the printing ---------------------------------------------------------------------------

    @api.private
    def _page(self, values):
        """The blocks of a paper ready to be drawn, see ``tthc.form.block._drawn``, on as many
        sheets as there are when nobody knows where pages end."""
        blocks = self.sudo().block_ids.filtered("visible")
        drawn = list(filter(None, (block._drawn(values) for block in blocks)))
        starts = values.get("page_starts") or {}
        breaks = {
            (index, row)
            for index, block in enumerate(drawn)
            for row in starts.get(block["kind"], ())
        }
        return {
            "layout": self.sudo(),
            "landscape": self.orientation == "landscape",
            "blocks": drawn,
            "breaks": breaks,
            "sheets": form_pages.sheets(drawn, breaks),
            "qr": values.get("qr"),
            "mark": values.get("mark"),
        }

    @api.model
    @api.private
    def _link_legal_bases(self):
        """Name the circular of the layouts that come with the module: the document of that number
        where the database has it, else a new one."""
        documents = self.env["tthc.legal.document"]
        for layout in self.search([("legal_document_id", "=", False), ("state", "!=", "draft")]):
            number = layout.name.removeprefix("TT ")
            if layout.name.startswith("TT "):
                found = documents.search([("number", "=", number)], limit=1)
                layout.legal_document_id = found or documents.create({"number": number})
