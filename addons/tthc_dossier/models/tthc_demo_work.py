from datetime import timedelta

from odoo import api, fields, models


class TthcDemo(models.AbstractModel):
    """Delegations, consultations, hand-overs of papers and a batch, on the demo dossiers; none of
    them changes a dossier's state."""

    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_work(self):
        """Show off how people work together; nothing is done twice."""
        if self.env["tthc.delegation"].sudo().search_count([], limit=1):
            return
        self._demo_delegations()
        running = self.env["tthc.dossier"].sudo().search([("state", "=", "processing")], order="id")
        at_officer = running.filtered(lambda dossier: dossier.task_id.role == "officer")
        self._demo_consultations(at_officer)
        self._demo_handovers(running)
        self._demo_batch(at_officer)

    def _demo_delegations(self):
        user = lambda name: self.env.ref(f"tthc_dossier.user_{name}")
        today = fields.Date.context_today(self)
        for absent, deputy, start, days, reason, basis in (
            ("leader2", "leader", 0, 5, "Đi công tác", "Giấy ủy quyền số 12/GUQ-UBND"),
            ("officer2", "officer", 7, 3, "Nghỉ phép năm", "Phân công số 45/PC-STC"),
            ("officer", "leader", 20, 2, "Tập huấn", "Kế hoạch số 30/KH-STP"),
        ):
            self.env["tthc.delegation"].with_user(user(absent)).create(
                {
                    "deputy_id": user(deputy).id,
                    "date_from": today + timedelta(days=start),
                    "date_to": today + timedelta(days=start + days - 1),
                    "reason": reason,
                    "basis": basis,
                }
            )

    def _demo_consultations(self, dossiers):
        """One open, one answered, one whose time is over, as far as the dossiers reach."""
        now = fields.Datetime.now()
        old_first = dossiers.sorted("accepted_at")
        cases = (
            ("answered", old_first[:1]),
            ("over", old_first[1:2]),
            ("open", old_first[-1:]),
            ("open", old_first[-2:-1]),
        )
        for kind, dossier in cases:
            if not dossier:
                continue
            asker = self._user(dossier.task_id)
            officer, officer2 = (
                self.env.ref(f"tthc_dossier.user_{name}") for name in ("officer", "officer2")
            )
            expert = officer if asker == officer2 else officer2
            agency = (expert.sudo().tthc_agency_ids - dossier.task_id.agency_id)[:1]
            instant = now if kind == "open" else self._after_last(dossier, 2)
            self._at(dossier, instant, asker).action_consult(
                "Đề nghị cho ý kiến về nội dung thuộc phạm vi quản lý của quý cơ quan.",
                agency_ids=agency.ids,
            )
            if kind == "answered":
                self._at(dossier, self._after_last(dossier, 10), expert).action_answer_consultation(
                    "Thống nhất với đề xuất; không có ý kiến khác.", answer="agree", number="88/CV"
                )

    def _after_last(self, dossier, hours):
        return self._later(dossier, dossier.event_ids.sorted("seq")[-1:].at, hours)

    def _demo_handovers(self, dossiers):
        """A list that arrived and one that is under way, from the provincial centre."""
        province = self.env.ref("tthc_catalogue.centre_province")
        desk = self._receptionist(province)
        given = dossiers.filtered(
            lambda dossier: dossier.company_id == province and dossier.agency_id
        )
        by_agency = list(given.grouped("agency_id").items())[:2]
        for place, (agency, rows) in enumerate(by_agency):
            rows[:4].with_user(desk).action_hand_over(
                "Bản chính kèm bản sao", to_agency_id=agency.id
            )
            if not place:
                self._at(
                    rows[:4], fields.Datetime.now(), self._user(rows[:1].task_id)
                ).action_take_over()

    def _demo_batch(self, dossiers):
        """An officer takes what lies with the agency; what was acted upon is taken already."""
        officer = self.env.ref("tthc_dossier.user_officer")
        mine = dossiers.filtered(lambda dossier: dossier.task_id._is_job_of(officer))
        if mine:
            self.env["tthc.batch"].with_user(officer)._start("take", mine[:8].with_user(officer))
