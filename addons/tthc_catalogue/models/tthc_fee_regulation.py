from odoo import api, fields, models, tools
from odoo.fields import Domain

from ..tools import fees
from . import tthc_publication


class TthcFeeRegulation(models.Model):
    """A text that sets fees or lowers them: a resolution of the People's Council, a circular, a
    government resolution ("Văn bản quy định phí, lệ phí").

    Its price lines give the amounts that the catalogue leaves to the province; its benefits are
    the exemptions and reductions. Several may be in force on one day: the later goes first.
    """

    _name = "tthc.fee.regulation"
    _description = "Fee Regulation"
    _inherit = ["tthc.publication", "tthc.cache.source"]
    _order = "date_from desc, id desc"
    _rec_names_search = ["name", "title"]
    _action_fields = tthc_publication.ACTION_FIELDS | {"retired_on"}

    name = fields.Char(
        "Number", required=True, tracking=True, help="As cited on quotes: NQ 06/2025/NQ-HĐND."
    )
    title = fields.Char()
    legal_document_id = fields.Many2one("tthc.legal.document", ondelete="restrict", tracking=True)
    replaces_id = fields.Many2one(
        "tthc.fee.regulation",
        domain="[('state', '=', 'published'), ('id', '!=', id)]",
        ondelete="restrict",
        help="On publication this one ends on the eve of the new regulation.",
    )
    note = fields.Text(help="What is assumed or still to be checked.")
    line_ids = fields.One2many(
        "tthc.fee.regulation.line", "regulation_id", "Price Lines", copy=True
    )
    benefit_ids = fields.One2many("tthc.fee.benefit", "regulation_id", "Benefits", copy=True)
    line_count = fields.Integer(compute="_compute_counts")
    benefit_count = fields.Integer(compute="_compute_counts")
    retired_on = fields.Date(
        "Retired on", readonly=True, copy=False, help="First day without effect."
    )

    @api.depends("line_ids", "benefit_ids")
    def _compute_counts(self):
        for regulation in self:
            regulation.line_count = len(regulation.line_ids)
            regulation.benefit_count = len(regulation.benefit_ids)

    def _submission_gaps(self):
        """Override: the legal document, and what is wrong with its lines and benefits."""
        gaps = super()._submission_gaps()
        if not self.legal_document_id:
            gaps.append(self.env._("Choose the legal document."))
        if not self.line_ids and not self.benefit_ids:
            gaps.append(self.env._("Add at least one price line or benefit."))
        return gaps + self.line_ids._gaps() + self.benefit_ids._gaps()

    def _domain_siblings(self):
        """Override: the one that it replaces and no other; several may be in force on a day."""
        return fields.Domain("id", "=", self.replaces_id.id)

    def _overlaps(self):
        """Override: a replaced regulation that does not begin before this one."""
        old = self.replaces_id
        if old.state != "published" or old.date_from < self.date_from:
            return []
        return [
            self.env._(
                "%(new)s cannot replace %(old)s, which begins on %(day)s.",
                new=self.display_name,
                old=old.display_name,
                day=old.date_from.strftime("%d/%m/%Y"),
            )
        ]

    def action_retire(self):
        """Take published regulations out of use from today on; earlier days keep their prices.

        :raise UserError: not a publisher, or not published
        """
        return self._retire(retired_on=fields.Date.context_today(self))

    def _new_version_values(self):
        """Override: it replaces this regulation, by a document of its own."""
        return {
            "name": self.env._("%s (amended)", self.name),
            "legal_document_id": False,
            "replaces_id": self.id if self.state == "published" else False,
        }

    # Pricing ----------------------------------------------------------------------------------

    def _last_day(self):
        """Last day with effect, or ``None``."""
        days = [self.date_to] if self.date_to else []
        if self.retired_on:
            days.append(fields.Date.subtract(self.retired_on, days=1))
        return min(days) if days else None

    @api.model
    @tools.ormcache()
    def _published_book(self):
        """Lines and benefits of all published regulations as a :class:`~..tools.fees.Book`.

        Cached until a regulation changes: pricing costs no query for it. Retired ones stay in it
        for the days before their end.
        """
        published = self.sudo().search(
            Domain("state", "in", ("published", "retired")), order="date_from, id"
        )
        return published._book()

    def _book(self):
        """Lines and benefits of these regulations as the plain rules of :mod:`..tools.fees`."""
        regulations = self.sudo()
        lines = (line._rule() for line in regulations.line_ids)
        benefits = (benefit._rule() for benefit in regulations.benefit_ids)
        return fees.Book(tuple(lines), tuple(benefits))
