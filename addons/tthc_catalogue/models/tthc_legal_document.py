from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import fold


class TthcLegalDocument(models.Model):
    """A legal text cited by procedures, fees and time limits, with its period of force."""

    _name = "tthc.legal.document"
    _description = "Legal Document"
    _inherit = ["mail.thread", "tthc.word.search"]
    _order = "date_effective desc, number"
    _rec_name = "number"
    _rec_names_search = ["number", "name"]

    number = fields.Char(required=True, index="trigram", tracking=True)
    name = fields.Char("Title", index="trigram")
    kind = fields.Selection(
        [
            ("law", "Law"),
            ("resolution", "Resolution"),
            ("decree", "Decree"),
            ("decision", "Decision"),
            ("circular", "Circular"),
            ("other", "Other"),
        ],
        compute="_compute_kind",
        store=True,
        readonly=False,
    )
    issuer = fields.Char()
    date_issued = fields.Date("Issued on")
    date_effective = fields.Date("Effective from", tracking=True)
    date_expired = fields.Date("Expired from", tracking=True, help="First day out of force.")
    replaced_by_id = fields.Many2one(
        "tthc.legal.document", "Replaced by", ondelete="restrict", tracking=True
    )
    replaces_ids = fields.One2many("tthc.legal.document", "replaced_by_id")
    date_end = fields.Date(
        "Out of Force from",
        compute="_compute_date_end",
        store=True,
        help="Day of expiry; without one, the day on which the replacing document takes effect "
        "or was issued, or else the day on which the replacement was entered.",
    )
    url = fields.Char("Link")
    note = fields.Text()
    version_ids = fields.Many2many(
        "tthc.procedure.version",
        "tthc_version_legal_rel",
        "document_id",
        "version_id",
        "Cited by",
    )
    in_force = fields.Boolean(compute="_compute_in_force", search="_search_in_force")

    _number_unique = models.UniqueIndex(
        "(number)", "A legal document of this number exists already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents.version_ids._touch()
        return documents

    def write(self, vals):
        """Change documents. Citations belong to the citing versions: those of a published
        version cannot be changed from here either.

        :raise UserError: a citation would come or go on a published version
        """
        before = {}
        if "version_ids" in vals:
            before = {document: document.version_ids for document in self}
        result = super().write(vals)
        for document, cited in before.items():
            after = document.version_ids
            ((cited - after) | (after - cited))._touch()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_uncited(self):
        self.version_ids._touch()

    @api.depends("number", "name", "issuer")
    def _compute_search_text(self):
        for document in self:
            document.search_text = fold.search_text(
                [document.number, document.name, document.issuer]
            )

    @api.depends("number")
    def _compute_kind(self):
        marks = [
            ("/QH", "law"),
            ("/NQ-", "resolution"),
            ("/NQ", "resolution"),
            ("/NĐ-", "decree"),
            ("/QĐ-", "decision"),
            ("/TT-", "circular"),
            ("/TTLT-", "circular"),
        ]
        for document in self:
            number = (document.number or "").upper()
            document.kind = next((kind for mark, kind in marks if mark in number), "other")

    @api.depends(
        "date_expired",
        "replaced_by_id",
        "replaced_by_id.date_effective",
        "replaced_by_id.date_issued",
    )
    def _compute_date_end(self):
        for document in self:
            following = document.replaced_by_id
            document.date_end = (
                document.date_expired
                or following.date_effective
                or following.date_issued
                or (following and (document.date_end or self.env["res.company"]._tthc_today()))
            )

    @api.depends("date_effective", "date_end")
    def _compute_in_force(self):
        today = self.env["res.company"]._tthc_today()
        for document in self:
            document.in_force = document._is_in_force(today)

    def _is_in_force(self, on_date):
        """A document without dates counts as in force: nothing is known against it."""
        self.ensure_one()
        begun = not self.date_effective or self.date_effective <= on_date
        return begun and (not self.date_end or self.date_end > on_date)

    def _search_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["res.company"]._tthc_today()
        begun = fields.Domain("date_effective", "=", False) | fields.Domain(
            "date_effective", "<=", today
        )
        domain = begun & (
            fields.Domain("date_end", "=", False) | fields.Domain("date_end", ">", today)
        )
        return domain if True in value else ~domain

    @api.constrains("replaced_by_id")
    def _check_replacement(self):
        if self._has_cycle("replaced_by_id"):
            raise ValidationError(
                self.env._(
                    "A document cannot be replaced by itself, not even through others: correct "
                    "“Replaced by”."
                )
            )

    @api.constrains("date_effective", "date_expired")
    def _check_dates(self):
        for document in self:
            start, end = document.date_effective, document.date_expired
            if start and end and end < start:
                raise ValidationError(
                    self.env._(
                        "%(number)s expires before it takes effect: correct one of the two dates.",
                        number=document.number,
                    )
                )

    @api.depends("number", "name")
    def _compute_display_name(self):
        for document in self:
            document.display_name = (
                f"{document.number} – {document.name}" if document.name else document.number
            )
