from odoo import api, fields, models


class TthcReceiptEvent(models.Model):
    """What was done with a receipt, by whom and when: appended, never touched again."""

    _name = "tthc.receipt.event"
    _description = "Receipt History"
    _inherit = ["tthc.append.only"]
    _order = "id"
    _log_access = False
    _rec_name = "kind"

    receipt_id = fields.Many2one("tthc.receipt", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", "Centre", required=True, ondelete="restrict")
    kind = fields.Selection(
        [
            ("awaited", "Awaited"),
            ("issued", "Issued"),
            ("signed", "Signed"),
            ("exported", "Exported"),
            ("sent", "Sent"),
            ("accepted", "Taken by the Tax Authority"),
            ("refused", "Refused by the Tax Authority"),
            ("marked", "Marked for Cancellation"),
            ("cancelled", "Cancelled"),
            ("replaced", "Replaced"),
            ("adjusted", "Adjusted"),
            ("void", "Not Needed"),
            ("refunded", "Money Paid Back"),
            ("print", "Printed"),
            ("copy", "Copy Made"),
        ],
        "What",
        required=True,
    )
    at = fields.Datetime("When", required=True)
    user_id = fields.Many2one("res.users", "Who", required=True, ondelete="restrict")
    user_name = fields.Char("Who (Name)", required=True)
    note = fields.Char()
    copy_no = fields.Integer("Copy No.", aggregator=None)
    digest = fields.Char("SHA-256 of the File")
    file_name = fields.Char(compute="_compute_file_name")

    _copy_unique = models.UniqueIndex(
        "(receipt_id, copy_no) WHERE copy_no > 0",
        "This receipt was printed by somebody else at this moment: print it again.",
    )

    def _compute_file_name(self):
        found = {
            file.res_id: file.name
            for file in self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        }
        for event in self:
            event.file_name = found.get(event.id)

    @api.model
    @api.private
    def _append(self, receipts, kind, note=False, **values):
        """Append one event for each of ``receipts``, in one statement.

        :return: the events
        """
        now = self.env["tthc.dossier"]._now().replace(microsecond=0)
        common = {
            "kind": kind,
            "at": now,
            "user_id": self.env.uid,
            "user_name": self.env.user._tthc_actor_name(),
            "note": note,
            **values,
        }
        return self.sudo()._append_rows(
            [
                {**common, "receipt_id": receipt.id, "company_id": receipt.company_id.id}
                for receipt in receipts
            ]
        )

    @api.private
    def _attach(self, name, content, mimetype):
        """Keep a file with the event; nobody changes it there."""
        self.ensure_one()
        return (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": name,
                    "raw": content,
                    "mimetype": mimetype,
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        )

    def action_open_file(self):
        """The file of the event."""
        self.ensure_one()
        self.check_access("read")
        file = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "=", self.id)], limit=1)
        )
        if not file:
            return False
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{file.id}?download=true",
            "target": "new",
        }
