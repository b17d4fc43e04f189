from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

#: Days before its beginning by which the tax authority is told (NĐ 254/2026/NĐ-CP Art. 25).
NOTICE_DAYS = 3


class TthcReceiptDelegation(models.Model):
    """A collecting body has another unit issue its receipts, in writing (NĐ 254/2026 Art. 25).

    The receipt then shows both. The delegate uses a book of the delegator's series.
    """

    _name = "tthc.receipt.delegation"
    _description = "Delegation to Issue Receipts"
    _order = "date_from desc, id desc"
    _rec_name = "document_number"

    company_id = fields.Many2one(
        "res.company",
        "Delegator",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="The collecting body.",
    )
    delegate_id = fields.Many2one("res.company", required=True, index=True, ondelete="restrict")
    document_number = fields.Char("Document", required=True, help="Number of the written act.")
    document_date = fields.Date(required=True)
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("Until")
    tax_notified_on = fields.Date("Tax Authority Told on")
    tax_reference = fields.Char("Notice Number")
    warning = fields.Char(compute="_compute_warning")
    book_ids = fields.One2many("tthc.receipt.book", "delegation_id", "Books")

    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "A delegation ends after it begins."
    )
    _two_units = models.Constraint(
        "CHECK (company_id != delegate_id)", "Nobody delegates to themselves."
    )

    @api.depends("document_number", "delegate_id.name")
    def _compute_display_name(self):
        for row in self:
            names = filter(None, (row.document_number, row.delegate_id.sudo().name))
            row.display_name = " – ".join(names)

    @api.depends("date_from", "tax_notified_on")
    def _compute_warning(self):
        for row in self:
            if not row.date_from:
                row.warning = False
            elif not row.tax_notified_on:
                row.warning = self.env._(
                    "The tax authority has not been told: it must be at least %s days before "
                    "the delegation begins (NĐ 254/2026/NĐ-CP Art. 25).",
                    NOTICE_DAYS,
                )
            elif row.tax_notified_on > row.date_from - timedelta(days=NOTICE_DAYS):
                row.warning = self.env._(
                    "The tax authority was told less than %s days before the delegation begins "
                    "(NĐ 254/2026/NĐ-CP Art. 25).",
                    NOTICE_DAYS,
                )
            else:
                row.warning = False

    def write(self, vals):
        """:raise UserError: receipts were issued under it, and the parties are to be others"""
        if {"company_id", "delegate_id"} & set(vals) and self.sudo().book_ids:
            raise UserError(self.env._("Books were given under this delegation: its parties stay."))
        return super().write(vals)
