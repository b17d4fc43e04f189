from datetime import timedelta

from odoo import api, models


class TthcDemo(models.AbstractModel):
    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_guidance(self):
        """A few people who asked at the counter, by the real buttons of the receptionist."""
        rows = self.env["tthc.guidance"].sudo()
        if rows.search_count([], limit=1):
            return
        dossiers = self.env["tthc.dossier"].sudo().search(
            [("accepted_at", "!=", False), ("channel", "=", "counter")], order="id", limit=6
        )  # fmt: skip
        for number, dossier in enumerate(dossiers):
            desk = self._receptionist(dossier.company_id)
            row = rows.with_user(desk).sudo().create(
                {
                    "company_id": dossier.company_id.id,
                    "procedure_id": dossier.procedure_id.id,
                    "partner_id": dossier.owner_id.id if number % 3 else False,
                    "desk": f"Quầy {number + 1}",
                }
            )  # fmt: skip
            at = dossier.accepted_at - timedelta(days=1)
            row = row.with_context(tthc_now=at)
            if number % 3 == 0 or not row.line_ids:
                row.action_told()
                continue
            row.line_ids[1:].received = True
            row.line_ids[0].write({"received": False, "problem": "Chưa có chữ ký của người nộp"})
            row.action_supplement()
        rows._find_returns()
