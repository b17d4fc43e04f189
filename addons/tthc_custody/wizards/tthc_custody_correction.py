from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import custody


class TthcCustodyCorrection(models.TransientModel):
    """The number of a paper was entered wrongly on acceptance: the right one, and why, on record
    in the dossier's ledger."""

    _name = "tthc.custody.correction"
    _description = "Correct the Number of a Paper"

    dossier_id = fields.Many2one("tthc.dossier", required=True, readonly=True, ondelete="cascade")
    component_id = fields.Many2one(
        "tthc.dossier.component",
        "Paper",
        required=True,
        domain="[('dossier_id', '=', dossier_id), ('received', '=', True)]",
        ondelete="cascade",
    )
    originals = fields.Integer(help="Bản chính")
    certified_copies = fields.Integer(help="Bản sao chứng thực")
    copies = fields.Integer(help="Bản sao / bản chụp")
    reason = fields.Text(required=True)

    @api.onchange("component_id")
    def _onchange_component_id(self):
        for name in custody.COUNTS.values():
            self[name] = self.component_id[name]

    def action_confirm(self):
        """Write the right number, and the event that says why.

        :raise UserError: fewer than have left the file already, or a paper of another dossier
        :raise AccessError: not this user's to change
        """
        self.ensure_one()
        dossier, paper = self.dossier_id, self.component_id
        dossier.check_access("read")
        paper.check_access("write")
        if paper.dossier_id != dossier:
            raise UserError(self.env._("A paper of another dossier cannot be corrected here."))
        dossier._lock()
        dossier.invalidate_recordset()
        before = {name: paper[name] for name in custody.COUNTS.values()}
        after = {name: self[name] for name in custody.COUNTS.values()}
        self._check_moved(before, after)
        paper.with_context(tthc_custody_correction=True).write(after)
        dossier._log_event(
            "paper_correct",
            note=self.reason,
            facts={"paper": paper.name, "before": before, "after": after},
        )
        return {"type": "ir.actions.act_window_close"}

    def _check_moved(self, before, after):
        balance = self.dossier_id._custody_balance()
        for kind, name in custody.COUNTS.items():
            in_file = balance.get(((self.component_id.id, kind), custody.Place(custody.FILE)), 0)
            if before[name] - after[name] > in_file:
                raise UserError(
                    self.env._(
                        "Only %(count)s of “%(paper)s” are in the file: the others have moved "
                        "and cannot be corrected away.",
                        count=in_file,
                        paper=self.component_id.name,
                    )
                )
