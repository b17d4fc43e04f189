import base64
import binascii

from odoo import fields, models
from odoo.exceptions import UserError


class TthcStatementImport(models.TransientModel):
    """Take a statement file from the accountant's computer."""

    _name = "tthc.statement.import"
    _description = "Statement Import"

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, default=lambda self: self.env.company
    )
    account_id = fields.Many2one(
        "tthc.collection.account",
        required=True,
        domain="[('company_id', '=', company_id)]",
        default=lambda self: self.env["tthc.collection.account"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        ),
    )
    bank_id = fields.Many2one(related="account_id.bank_id")
    layout_id = fields.Many2one(
        "tthc.statement.layout",
        domain="[('bank_id', '=', bank_id)]",
        help="Empty: every layout of the bank is tried.",
    )
    file = fields.Binary("Statement File", required=True, help="XLSX, XLS or CSV.")
    filename = fields.Char()

    def action_import(self):
        """Import the file and show what became of it."""
        self.ensure_one()
        self.env["tthc.payment.match"]._check_accountant()
        self.account_id.check_access("read")
        try:
            data = base64.b64decode(self.file or b"", validate=True)
        except binascii.Error as error:
            raise UserError(
                self.env._("The file did not arrive whole: upload it again.")
            ) from error
        statement = self.env["tthc.statement"]._import(
            self.account_id, data, self.filename or self.env._("statement"), self.layout_id
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.statement",
            "res_id": statement.id,
            "views": [(False, "form")],
        }
