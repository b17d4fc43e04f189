from odoo import models

from ..tools import form_token
from .tthc_form_source import DAY, INSTANT


class TthcLedgerBook(models.Model):
    """The book, under which its prints are logged."""

    _name = "tthc.ledger.book"
    _inherit = ["tthc.ledger.book", "tthc.form.source"]


class TthcHandover(models.Model):
    """The hand-over list as a paper, for both sides to sign (form ``handover_list``)."""

    _name = "tthc.handover"
    _inherit = ["tthc.handover", "tthc.form.source"]

    def action_print(self):
        """Issue the list, or print it again."""
        self.ensure_one()
        return self._print_form("handover_list")

    def _form_at(self, key):
        """Override: when the list was made."""
        return self.given_at

    def _form_own_number(self, key):
        return self.name

    def _form_values(self, key):
        values = super()._form_values(key)
        row, lines = self.sudo(), self.sudo().line_ids
        agencies = lines.dossier_id.competent_agency_id
        values["texts"].update(
            {
                "bên giao": row.from_agency_id.name or row.company_id.name,
                "bên nhận": row.to_agency_id.name or row.company_id.name,
                "người giao": row.giver_id.name,
                "người nhận": ", ".join(lines.filtered(self._arrived).receiver_id.mapped("name")),
                "thời gian bàn giao": self._form_local(row.given_at, INSTANT, key),
                "số hồ sơ": len(lines),
                "số giấy tờ": sum(lines.mapped("papers")),
                "cơ quan giải quyết": ", ".join(agencies.mapped("name")),
            }
        )
        return {**values, "dossiers": [self._form_line(line, key) for line in lines]}

    @staticmethod
    def _arrived(line):
        return line.ended_at and not line.returned

    def _form_line(self, line, key):
        """A row of the list."""
        dossier = line.dossier_id
        owner, arrived = dossier.owner_id, self._arrived(line)
        parts = (owner.name, owner._tthc_address_line(), owner.phone)
        remark = [line.remark, "Không bàn giao" if line.returned else ""]
        return {
            "name": dossier.name or "",
            "procedure": dossier.procedure_id.name or "",
            "quantity": "01",
            "owner": ", ".join(part for part in parts if part),
            "received": self._form_local(dossier.accepted_at, DAY, key),
            "due": self._form_local(dossier.due_at, DAY, key),
            "returned": self._form_local(dossier.finished_at, DAY, key),
            "papers": line.papers or "",
            "giver": line.giver_id.name,
            "taker": line.receiver_id.name if arrived else "",
            "remark": "; ".join(part for part in remark if part),
        }

    def _form_vouched(self, key):
        row = self.sudo()
        return {
            **super()._form_vouched(key),
            "count": len(row.line_ids),
            "due": self._form_local_instant(row.given_at, key),
            "other": form_token.shortened(row.to_agency_id.name or row.company_id.name),
        }
