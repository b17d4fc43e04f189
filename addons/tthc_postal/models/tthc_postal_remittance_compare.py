import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_dossier.tools import table_file

from ..tools import remittance_list as lists


class TthcPostalRemittance(models.Model):
    """The post's own list beside ours."""

    _inherit = "tthc.postal.remittance"

    told_file = fields.Binary(
        "The Post's List",
        attachment=False,
        compute="_compute_told_file",
        inverse="_inverse_told_file",
        help="XLSX or CSV with the number of the item and the amount; columns are found by the "
        "words of their headings.",
    )
    told_file_name = fields.Char(compute="_compute_told_file", inverse="_inverse_told_file_name")

    def _compute_told_file(self):
        self.told_file = False
        for remittance in self:
            remittance.told_file_name = remittance.told_name

    def _inverse_told_file_name(self):
        for remittance in self.filtered("told_file_name"):
            if remittance.state == "draft":
                remittance._set({"told_name": remittance.told_file_name})

    def _inverse_told_file(self):
        for remittance in self:
            if remittance.told_file:
                remittance._begin("draft")
                data = base64.b64decode(remittance.told_file)
                remittance._compare(remittance._read_told(data))

    def _read_told(self, data):
        """The entries of the post's file.

        :raise UserError: what is wrong with which row
        """
        try:
            return lists.read(table_file.read_file(data))
        except table_file.NotATable as error:
            raise UserError(
                self.env._("This file cannot be read: hand in an XLSX or CSV file up to 10 MB.")
            ) from error
        except lists.NotAList as error:
            reasons = {
                "no_heading": self.env._(
                    "No row of headings was found: one column has to be called “Số hiệu bưu gửi”, "
                    "another “Số tiền”."
                ),
                "no_rows": self.env._("The list holds no item with an amount."),
                "amount": self.env._(
                    "Row %(row)s: “%(text)s” is no amount in VND. Nothing was compared.",
                    row=error.row,
                    text=error.text,
                ),
            }
            raise UserError(reasons[error.code]) from error

    @api.private
    def _compare(self, told):
        """Set the entries of the post beside ours; an earlier comparison is forgotten, an
        explanation stays as long as its difference stays the same."""
        self.ensure_one()
        remittance = self.sudo()
        remittance.line_ids.filtered(lambda line: not line.collection_id).unlink()
        by_id = {line.id: line for line in remittance.line_ids}
        ours = [
            lists.Entry(
                line.id,
                lists.plain(line.number),
                lists.plain(line.receipt_number),
                round(line.amount),
            )
            for line in remittance.line_ids
        ]
        extra = []
        for mine, theirs in lists.compare(ours, told):
            values = {
                "state": lists.state(mine, theirs),
                "told_amount": theirs.amount if theirs else 0,
                "told_number": theirs.number if theirs else False,
                "told_receipt": theirs.receipt if theirs else False,
            }
            if mine:
                by_id[mine.key].write(values)
            else:
                extra.append({**values, "remittance_id": self.id})
        self.env["tthc.postal.remittance.line"].sudo().create(extra)
        self._set({"compared": True})
