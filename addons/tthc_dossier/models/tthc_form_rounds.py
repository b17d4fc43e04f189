from odoo import models

from .tthc_form_source import INSTANT

#: Kinds of copies as the supplement request names them.
STAGES = {"counter": "khi tiếp nhận hồ sơ", "examination": "khi thẩm định hồ sơ"}


class TthcSupplementRound(models.Model):
    """The request for a supplement as a paper (form ``supplement``), one for each round."""

    _name = "tthc.supplement.round"
    _inherit = ["tthc.supplement.round", "tthc.form.source"]

    def action_print(self):
        """Issue the request, or print it again."""
        self.ensure_one()
        return self._print_form("supplement")

    def _form_dossier(self, key):
        return self.dossier_id

    def _form_obstacle(self, key):
        """Override: what waits for leave, or was given none, was not asked for."""
        if not self.number:
            return self.env._(
                "This request was not sent: it waits for leave, or leave was not given."
            )
        return super()._form_obstacle(key)

    def _form_at(self, key):
        """Override: when the request was sent, with leave where leave was needed."""
        return self.approved_at or self.requested_at or super()._form_at(key)

    def _form_agency(self, key):
        """Override: the agency that asks; at the counter the centre."""
        return self.sudo().agency_id

    def _form_values(self, key):
        """Adds what is asked for, why and until when."""
        values = super()._form_values(key)
        row, dossier = self.sudo(), self.dossier_id
        values["texts"].update(dossier._form_texts(key))
        values["texts"].update(
            {
                "lần": row.number,
                "lý do": row.reason or row.reason_id.with_context(lang="vi_VN").text or "",
                "giải thích": row.leave_note or "",
                "căn cứ": row.legal_basis or "",
                "người duyệt": row.approver_id.name or "",
                "hạn bổ sung": self._form_local(row.answer_due_at, INSTANT, key),
                "người hướng dẫn": row.requested_by_id.name or "",
                "giai đoạn": STAGES.get(row.stage, ""),
                "liên hệ": self._form_contact(row.requested_by_id),
                "người ký": row.requested_by_id.name or "",
                "chức vụ người ký": row.requested_by_id.tthc_position or "",
            }
        )
        values["components"] = [
            {
                "name": item.name,
                "originals": item.originals or "",
                "certified_copies": item.certified_copies or "",
                "copies": item.copies or "",
                "total": item.originals + item.certified_copies + item.copies or "",
                "kind": "",
                "problem": item.problem or "",
            }
            for item in row.item_ids
        ]
        return values

    def _form_vouched(self, key):
        """Override: as of its dossier, with the number of papers asked for and the day until
        which they are awaited."""
        row = self.sudo()
        return {
            **super()._form_vouched(key),
            **self.dossier_id._form_vouched(key),
            "count": len(row.item_ids) or "",
            "due": self._form_local_instant(row.answer_due_at, key),
            "other": row.number,
        }

    def _form_cancelled(self, key, part):
        """Override: leave was taken back, or the dossier ended before the person answered."""
        if self.sudo().state in ("proposed", "declined"):
            return "Yêu cầu bổ sung này không còn hiệu lực."
        return super()._form_cancelled(key, part)
