from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class TthcReceiptSymbol(models.Model):
    """A form symbol of receipts ("ký hiệu mẫu biên lai") with the time in which it is in force.

    Dated data, because the law behind it is replaced every few years: ``EBL01`` and ``EBL02`` of
    TT 91/2026/TT-BTC are shipped.
    """

    _name = "tthc.receipt.symbol"
    _description = "Receipt Form Symbol"
    _order = "date_from desc, code"
    _rec_name = "code"

    code = fields.Char("Symbol", required=True, size=16)
    title = fields.Char(
        required=True, help="Name of the receipt, as printed. It is Vietnamese by law."
    )
    face_value = fields.Boolean(
        "With Face Value", help="The sum is fixed for the whole series (mệnh giá in sẵn)."
    )
    date_from = fields.Date("In Force from", required=True)
    date_to = fields.Date("Until")
    legal_basis = fields.Char()
    active = fields.Boolean(default=True)

    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "A symbol ends after it begins."
    )

    @api.constrains("code", "date_from", "date_to", "active")
    def _check_overlap(self):
        for symbol in self.filtered("active"):
            others = self.search([("code", "=", symbol.code), ("id", "!=", symbol.id)])
            for other in others:
                begins = max(symbol.date_from, other.date_from)
                ends = [day for day in (symbol.date_to, other.date_to) if day]
                if not ends or begins <= min(ends):
                    raise ValidationError(
                        self.env._(
                            "The symbol %s is there twice for the same day: end the earlier one "
                            "first.",
                            symbol.code,
                        )
                    )

    def write(self, vals):
        """:raise UserError: the symbol stands on receipts, and is to be another one"""
        if {"code", "face_value"} & set(vals):
            used = self.env["tthc.receipt.series"].sudo().search(
                [("symbol_id", "in", self.ids)], limit=1
            )  # fmt: skip
            changed = any(
                name in vals and vals[name] != symbol[name]
                for symbol in used.symbol_id
                for name in ("code", "face_value")
            )
            if changed:
                raise UserError(
                    self.env._(
                        "%s stands on receipts: end it and add another symbol.",
                        used.symbol_id.code,
                    )
                )
        return super().write(vals)
