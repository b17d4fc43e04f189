from odoo import api, fields, models


class TthcLedgerBook(models.Model):
    """The ledger book of a centre and a year ("Sổ theo dõi hồ sơ", form ``ledger``).

    It opens by itself with the year's first acceptance and is closed once the year is over.
    """

    _name = "tthc.ledger.book"
    _description = "Ledger Book"
    _order = "year desc, company_id"

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True, ondelete="restrict"
    )
    year = fields.Integer(required=True, readonly=True, aggregator=None)
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")], required=True, readonly=True, default="open"
    )

    _book_unique = models.UniqueIndex("(company_id, year)")

    @api.depends("company_id", "year")
    def _compute_display_name(self):
        for book in self:
            book.display_name = f"{book.year} – {book.company_id.sudo().name}"

    @api.model
    @api.private
    def _open(self, company, year):
        """Open the book of a year; the caller holds the lock of the centre's book."""
        return self.create({"company_id": company.id, "year": year})
