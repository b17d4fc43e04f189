from odoo import api, models


class TthcDemo(models.AbstractModel):
    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_custody(self):
        """A paper lent, one given back early, a file handed over, a loss and a damage that was
        settled; by the real actions of the real roles, in dossiers that are under way."""
        if self.env["tthc.custody.slip"].sudo().search_count([], limit=1):
            return
        companies = self.env["res.company"].sudo().search([("tthc_is_centre", "=", True)])
        companies.tthc_custody_since = False
        holdings = self.env["tthc.custody.holding"].sudo().search(
            [
                ("to_return", "=", True),
                ("kind", "=", "original"),
                ("place", "=", "desk"),
                ("state", "in", ("accepted", "processing")),
                ("dossier_id.task_id.agency_id", "!=", False),
            ],
            order="dossier_id",
        )  # fmt: skip
        first = {row.dossier_id: row for row in reversed(holdings)}
        acts = (
            self._demo_lend,
            self._demo_early_return,
            self._demo_loss,
            self._demo_damage,
            self._demo_signed_list,
        )
        for act, (dossier, row) in zip(
            acts, sorted(first.items(), key=lambda pair: pair[0].id), strict=False
        ):
            act(dossier, row, self._receptionist(dossier.company_id))

    def _demo_lend(self, dossier, row, desk):
        at = self._later(dossier, dossier.accepted_at, 2)
        officer = self._user(dossier.task_id)
        self._at(dossier, at, desk).action_move_papers(
            "lend", row._as_papers(), user_id=officer.id, due_on=at.date(), note="Đối chiếu bản gốc"
        )

    def _demo_early_return(self, dossier, row, desk):
        at = self._later(dossier, dossier.accepted_at, 1)
        self._at(dossier, at, desk).action_move_papers(
            "return", row._as_papers(), note="Trả sớm sau khi đối chiếu"
        )

    def _demo_loss(self, dossier, row, desk):
        self._demo_incident(dossier, row, desk, "lost", "Không thấy khi kiểm đếm cuối ngày")

    def _demo_damage(self, dossier, row, desk):
        incident = self._demo_incident(dossier, row, desk, "damaged", "Rách góc khi quét")
        incident.write(
            {
                "responsible_id": desk.id,
                "apology": True,
                "apology_text": "Thư xin lỗi số 03/TXL",
                "reissue": True,
                "reissue_text": "Bản cấp lại số 118/TL",
                "remedy": "Đã cấp lại bản mới bằng kinh phí của Trung tâm và xin lỗi công dân.",
            }
        )
        incident.action_settle()

    def _demo_incident(self, dossier, row, desk, kind, description):
        at = self._later(dossier, dossier.accepted_at, 1)
        incidents = self._at(self.env["tthc.custody.incident"], at, desk)
        return incidents.create(
            {
                "dossier_id": dossier.id,
                "component_id": row.component_id.id,
                "paper_kind": row.kind,
                "kind": kind,
                "description": description,
                "noticed_by": desk.name,
            }
        )

    def _demo_signed_list(self, dossier, row, desk):
        """A file handed over to the agency that works on it, and taken over there."""
        at = self._later(dossier, dossier.accepted_at, 0.5)
        officer = self._user(dossier.task_id)
        agency = dossier.task_id.agency_id
        self._at(dossier, at, desk).action_hand_over(to_agency_id=agency.id)
        self._at(dossier, self._later(dossier, at, 0.5), officer).action_take_over()
