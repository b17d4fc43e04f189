from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import series as rules


class TthcReceiptSeries(models.Model):
    """A series of receipts of a collecting body in a year, such as ``EBL01 26TAA``.

    Its numbers begin at 1 each year and have no gap. They are allotted in books: one for each
    unit that uses them.
    """

    _name = "tthc.receipt.series"
    _description = "Receipt Series"
    _order = "year desc, symbol_id, letters"

    company_id = fields.Many2one(
        "res.company",
        "Collecting Body",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="Whose name and tax code stand on the receipts.",
    )
    symbol_id = fields.Many2one(
        "tthc.receipt.symbol", "Form", required=True, ondelete="restrict", index=True
    )
    year = fields.Integer(
        required=True, aggregator=None, default=lambda self: fields.Date.context_today(self).year
    )
    letters = fields.Char(required=True, size=2, help="Two letters; F, I, J, O, W, Z are not used.")
    name = fields.Char("Series", compute="_compute_name", store=True)
    has_face_value = fields.Boolean(related="symbol_id.face_value")
    face_value = fields.Monetary(default=0, help="The sum of every receipt of the series.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    provider_id = fields.Many2one(
        "tthc.receipt.provider",
        "Signing and Sending",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.ref("tthc_receipt.provider_manual", raise_if_not_found=False),
    )
    state = fields.Selection(
        [("draft", "Draft"), ("open", "In Use"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    book_ids = fields.One2many("tthc.receipt.book", "series_id", "Books")
    issued_count = fields.Integer("Issued", compute="_compute_issued", compute_sudo=True)
    last_number = fields.Integer(compute="_compute_issued", compute_sudo=True, aggregator=None)
    note = fields.Char(help="E.g. number and day of the notice to the tax authority.")

    _name_unique = models.UniqueIndex(
        "(company_id, symbol_id, year, letters)", "This series is there already."
    )
    _year_range = models.Constraint("CHECK (year BETWEEN 2022 AND 2099)", "No such year.")
    _face_value_positive = models.Constraint(
        "CHECK (face_value >= 0)", "A face value is not below zero."
    )

    @api.depends("year", "letters")
    def _compute_name(self):
        for series in self:
            letters = (series.letters or "").upper()
            valid = rules.is_letters(letters)
            series.name = valid and rules.series_name(series.year, letters)

    @api.depends("symbol_id.code", "name")
    def _compute_display_name(self):
        for series in self:
            series.display_name = f"{series.symbol_id.code or ''} {series.name or ''}".strip()

    @api.depends("state")
    def _compute_issued(self):
        found = {
            series.id: (count, last)
            for series, count, last in self.env["tthc.receipt"]._read_group(
                [("series_id", "in", self.ids)], ["series_id"], ["__count", "number:max"]
            )
        }
        for series in self:
            series.issued_count, series.last_number = found.get(series.id, (0, 0))

    @api.constrains("letters")
    def _check_letters(self):
        for series in self:
            if not rules.is_letters(series.letters):
                raise ValidationError(
                    self.env._(
                        "“%(letters)s” cannot be a series: give two letters of %(allowed)s.",
                        letters=series.letters,
                        allowed=rules.LETTERS,
                    )
                )

    @api.constrains("symbol_id", "face_value")
    def _check_face_value(self):
        for series in self:
            if bool(series.face_value) != series.has_face_value:
                raise ValidationError(
                    self.env._(
                        "A series of %s has a face value if, and only if, the form has one.",
                        series.symbol_id.code,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean(vals) for vals in vals_list])

    def write(self, vals):
        """:raise UserError: receipts were issued, and the series is to be another one"""
        vals = self._clean(vals)
        fixed = ("company_id", "symbol_id", "year", "letters", "face_value")
        for series in self:
            changed = [
                name
                for name in fixed
                if name in vals
                and vals[name] != series._fields[name].convert_to_write(series[name], series)
            ]
            if changed and series.issued_count:
                raise UserError(
                    self.env._(
                        "Receipts were issued in %s: it stays as it is. Close it and add another "
                        "series.",
                        series.display_name,
                    )
                )
        return super().write(vals)

    @api.model
    def _clean(self, vals):
        if not vals.get("letters"):
            return vals
        return {**vals, "letters": vals["letters"].strip().upper()}

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        if any(series.state != "draft" or series.issued_count for series in self):
            raise UserError(self.env._("A series that was in use stays on record: close it."))

    # Actions ------------------------------------------------------------------------------------

    def action_open(self):
        """Put the series into use.

        :raise UserError: the collecting body has no tax code, or no book was made
        """
        self._check_chief()
        for series in self.filtered(lambda row: row.state != "open"):
            if not series.company_id.sudo().vat:
                raise UserError(
                    self.env._(
                        "%s has no tax code, which must stand on every receipt: an administrator "
                        "enters it in the company form.",
                        series.company_id.name,
                    )
                )
            if not series.book_ids:
                raise UserError(
                    self.env._("Add a book first: it says which unit uses which numbers.")
                )
            series.state = "open"
        # The key that seals receipts: two collections that found none would each make one.
        self.env["tthc.form.print"].sudo()._signing_key()
        return True

    def action_close(self):
        """Issue nothing more in the series."""
        self._check_chief()
        self._lock()
        self.write({"state": "closed"})
        return True

    def action_next_year(self):
        """Make the same series, with the same books, for the next year; numbers begin at 1."""
        self.ensure_one()
        self._check_chief()
        new = self.copy({"year": self.year + 1, "note": False})
        for book in self.book_ids.filtered(lambda row: row.state == "open"):
            book.copy({"series_id": new.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": new.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _check_chief(self):
        """:raise AccessError: for anybody but a chief accountant of the collecting body"""
        self.check_access("write")

    @api.private
    def _lock(self):
        """Let nobody number in these series until this transaction ends."""
        self.env["tthc.receipt.book"]._lock_series(self)
