import random

from odoo import api, models

LEAVE = {
    "legal_basis": "Luật Đất đai 31/2024/QH15",
    "leave_note": "Phát hiện sai khác khi đối chiếu hồ sơ gốc trong lúc thẩm định.",
}


class TthcDemo(models.AbstractModel):
    """Dossiers that were asked to be completed, rejected, withdrawn, stopped and opened again."""

    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_rounds(self):
        """One dossier for each thing that may happen on the way; made once."""
        if self.env["tthc.dossier"].sudo().search_count([("subject", "=like", "Minh họa:%")]):
            return
        rng = random.Random(194)
        citizen = self.env.ref("tthc_dossier.user_citizen").sudo().partner_id
        people = self.env["res.partner"].sudo().search([("tthc_kind", "=", "citizen")], limit=9)
        offers = self._demo_examined_offers()
        stories = (
            ("bổ sung trước tiếp nhận", "registered", self._demo_counter_round),
            ("bổ sung một phần", "processing", self._demo_partial_round),
            ("quá hạn bổ sung", "late", self._demo_unanswered_round),
            ("xin phép bổ sung lần hai", "late", self._demo_proposed_round),
            ("từ chối giải quyết", "processing", self._demo_rejection),
            ("không đồng ý rút hồ sơ", "processing", self._demo_refused_withdrawal),
            ("dừng giải quyết", "late", self._demo_stop),
            ("mở lại theo kết luận kiểm tra", "late", self._demo_reopening),
        )
        for index, (title, path, tell) in enumerate(stories):
            partner = citizen if tell == self._demo_refused_withdrawal else people[index]
            offer = offers[index % len(offers)]
            start = self._start(path, index, rng)
            dossier = self._submit("registered", offer, partner, start, rng)
            dossier.subject = f"Minh họa: {title}"
            tell(dossier, start)

    def _demo_examined_offers(self):
        """Offers of the provincial centre whose second step an agency takes."""
        province = self.env.ref("tthc_catalogue.centre_province")
        found = self.env["tthc.offer"].sudo().search([("company_id", "=", province.id)], order="id")
        return found.filtered(
            lambda offer: (
                offer.agency_id
                and all(
                    case.step_ids.sorted("number")[1:2].agency_kind == "competent"
                    for case in offer.procedure_id.current_version_id.case_ids
                )
                and offer.procedure_id.current_version_id.case_ids
            )
        )

    # Stories ------------------------------------------------------------------------------------

    def _demo_papers(self, dossier, *problems):
        papers = dossier.component_ids.filtered(lambda row: row.requirement == "mandatory")
        papers = papers or dossier.component_ids
        items = [
            {"component_id": paper.id, "problem": problem, "copies": 1}
            for paper, problem in zip(papers, problems, strict=False)
        ]
        extra = {"name": "Ảnh 4×6 cm nền trắng", "problem": "thiếu", "originals": 2}
        return [*items, extra]

    def _demo_examined(self, dossier, start):
        """Accepted and forwarded to the agency; the instant."""
        desk = self._receptionist(dossier.company_id)
        self._at(dossier, self._later(dossier, start, 0.2), desk).action_accept()
        return self._forward(dossier, dossier.accepted_at, 0.4)

    def _demo_ask(self, dossier, instant):
        """The officer asks two working hours later; the instant."""
        instant = self._later(dossier, instant, 2)
        self._at(dossier, instant, self._user(dossier.task_id)).action_request_supplement(
            "Đề nghị Ông/Bà bổ sung đầy đủ, một lần các giấy tờ dưới đây.",
            items=self._demo_papers(dossier, "bản chụp mờ, không đọc được số giấy tờ"),
            reason="supplement_unclear",
        )
        return instant

    def _demo_counter_round(self, dossier, start):
        desk = self._receptionist(dossier.company_id)
        self._at(dossier, self._later(dossier, start, 0.1), desk).action_request_supplement(
            "Hồ sơ chưa đủ; đề nghị bổ sung trước khi tiếp nhận.",
            items=self._demo_papers(dossier, "chưa có chữ ký của người đề nghị"),
            reason="supplement_missing",
        )

    def _demo_partial_round(self, dossier, start):
        instant = self._demo_ask(dossier, self._demo_examined(dossier, start))
        desk = self._receptionist(dossier.company_id)
        first = dossier.supplement_round_ids.item_ids[:1]
        self._at(dossier, self._later(dossier, instant, 4), desk).action_receive_supplement(
            "Người dân mang trước một giấy tờ.", items=first.ids
        )

    def _demo_unanswered_round(self, dossier, start):
        self._demo_ask(dossier, self._demo_examined(dossier, start))

    def _demo_proposed_round(self, dossier, start):
        instant = self._demo_ask(dossier, self._demo_examined(dossier, start))
        desk = self._receptionist(dossier.company_id)
        instant = self._later(dossier, instant, 80)
        self._at(dossier, instant, desk).action_receive_supplement()
        officer = self._at(dossier, self._later(dossier, instant, 2), self._user(dossier.task_id))
        officer.action_propose_supplement(
            "Đề nghị bổ sung sơ đồ thửa đất đã chỉnh lý.",
            items=[{"name": "Sơ đồ thửa đất", "problem": "không khớp hồ sơ gốc", "originals": 1}],
            reason="supplement_mismatch",
            **LEAVE,
        )

    def _demo_rejection(self, dossier, start):
        instant = self._later(dossier, self._demo_examined(dossier, start), 3)
        leader = self.env.ref("tthc_dossier.user_leader")
        self._at(dossier, instant, leader).action_reject(
            "Chưa đủ thời gian cư trú theo quy định; có thể nộp lại khi đủ điều kiện.",
            reason="reject_conditions",
        )

    def _demo_refused_withdrawal(self, dossier, start):
        instant = self._later(dossier, self._demo_examined(dossier, start), 1)
        citizen = self.env.ref("tthc_dossier.user_citizen")
        self._at(dossier, instant, citizen).action_request_withdrawal(
            "Tôi muốn rút hồ sơ để nộp tại nơi cư trú mới."
        )
        later = self._later(dossier, instant, 2)
        officer = self._user(dossier.task_id)
        self._at(dossier, later, officer).action_answer_withdrawal(
            "Kết quả sắp có và có giá trị toàn quốc; đề nghị giữ hồ sơ để nhận kết quả.",
            agree=False,
        )

    def _demo_stop(self, dossier, start):
        instant = self._demo_ask(dossier, self._demo_examined(dossier, start))
        instant = self._later(dossier, instant, 8 * 24)
        manager = self.env.ref("tthc_dossier.user_manager")
        self._at(dossier, instant, manager).action_stop(
            "Đã nhắc ba lần qua điện thoại; người đề nghị không bổ sung.",
            reason="stop_no_answer",
            money="Không hoàn phí thẩm định đã thực hiện.",
            papers="Trả lại toàn bộ bản chính đã nộp.",
        )

    def _demo_reopening(self, dossier, start):
        instant = self._later(dossier, self._demo_examined(dossier, start), 3)
        leader = self.env.ref("tthc_dossier.user_leader")
        self._at(dossier, instant, leader).action_reject(
            "Cho rằng người đề nghị không thuộc đối tượng.", reason="reject_conditions"
        )
        inspector = self.env.ref("tthc_dossier.user_inspector")
        self._at(dossier, self._later(dossier, instant, 160), inspector).action_reopen(
            "Kết luận kiểm tra số 12/KL-TTr: người đề nghị thuộc đối tượng; giải quyết lại.",
            reason="reopen_inspection",
        )
