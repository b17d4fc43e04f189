from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_dossier.tools import identity


class TthcFeePayer(models.TransientModel):
    """Ask at the desk who pays, and on whose name the receipt is made out."""

    _name = "tthc.fee.payer"
    _description = "Payer of a Fee"

    expected_ids = fields.Many2many("tthc.expected.payment", string="Payment Requests")
    payer_id = fields.Many2one("res.partner")
    payer_name = fields.Char("Name", help="Of a payer without a contact.")
    payer_tax_code = fields.Char(
        "Tax Code", help="10 or 13 digits, or the personal number of 12 digits; for the receipt."
    )
    payer_phone = fields.Char("Phone")

    @api.onchange("payer_id")
    def _onchange_payer_id(self):
        if self.payer_id:
            self.payer_name = False
            self.payer_tax_code = self.payer_id.vat
            self.payer_phone = self.payer_id.phone

    def action_confirm(self):
        """Keep who pays.

        :raise UserError: the tax code or the phone number cannot exist
        """
        self.ensure_one()
        self.payer_id.check_access("read")
        self.expected_ids._change_payer(
            {
                "payer_id": self.payer_id.id,
                "payer_name": (self.payer_name or "").strip() if not self.payer_id else False,
                "payer_tax_code": self._checked("payer_tax_code", identity.check_tax_code),
                "payer_phone": self._checked("payer_phone", identity.check_phone),
            }
        )
        return {"type": "ir.actions.act_window_close"}

    def _checked(self, name, check):
        """The number in field ``name`` as it is written; refused if it cannot exist."""
        text = (self[name] or "").strip()
        if not text:
            return False
        found = check(text)
        if found.problems:
            raise UserError(
                self.env._(
                    "%(label)s “%(text)s” cannot exist: compare it with the paper.",
                    label=self._fields[name]._description_string(self.env),
                    text=text,
                )
            )
        return found.number
