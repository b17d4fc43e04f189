import random

from odoo import api, models

from .tthc_demo import PEOPLE


class TthcDemo(models.AbstractModel):
    """Demo dossiers whose clock tells something: pauses, a restart, a step that is late."""

    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_clock(self):
        """Three dossiers of the last two weeks: paused and gone on, examined anew with a
        supplement, and that one finished."""
        rng = random.Random(19)
        offers = self._clock_offers()
        people = self.env["res.partner"].sudo()
        for index, path in enumerate(("gone_on", "anew", "finished")):
            identity = PEOPLE[5 + index][1]
            owner = people.search([("tthc_identity_number", "=", identity)], limit=1)
            offer = offers[index % len(offers)]
            start = self._start("done", 2 + index, rng)
            dossier = self._submit("accepted", offer, owner, start, rng)
            desk = self._receptionist(offer.company_id)
            self._at(dossier, self._later(dossier, start, 0.2), desk).action_accept()
            instant = self._forward(dossier, dossier.accepted_at, 0.4)
            if path == "gone_on":
                self._demo_payment_pause(dossier, instant)
            else:
                instant = self._demo_restart(dossier, instant, desk)
            if path == "finished":
                self._demo_finish(dossier, instant)

    def _clock_offers(self):
        """Offers with limits long enough for a pause to be seen in them."""
        province = self.env.ref("tthc_catalogue.centre_province")
        offers = (
            self.env["tthc.offer"].sudo().search([("company_id", "=", province.id)], order="id")
        )
        offers = offers.filtered("procedure_id.current_version_id")
        return (
            offers.filtered(
                lambda offer: all(
                    row.time_unit == "working_day" and row.time_value >= 7
                    for row in offer.procedure_id.current_version_id.case_ids.channel_ids
                )
            )
            or offers
        )

    def _demo_payment_pause(self, dossier, instant):
        officer = self._user(dossier.task_id)
        asked = self._later(dossier, instant, 3)
        self._at(dossier, asked, officer).action_request_payment(
            "Nộp lệ phí trước bạ theo thông báo của cơ quan thuế."
        )
        paid = self._later(dossier, asked, 14)
        self._at(dossier, paid, officer)._payment_received("Đã nộp theo biên lai của kho bạc.")

    def _demo_restart(self, dossier, instant, desk):
        asked = self._later(dossier, instant, 4)
        self._at(dossier, asked, self._user(dossier.task_id)).action_request_supplement(
            "Bản sao hợp đồng thiếu trang có chữ ký: nộp lại bản sao đầy đủ.",
            legal_basis="NĐ 118/2025/NĐ-CP",
        )
        back = self._later(dossier, asked, 18)
        self._at(dossier, back, desk).action_receive_supplement("Đã nộp đủ.")
        return back

    def _demo_finish(self, dossier, instant):
        while not dossier._is_last_working(dossier.task_id.step_id):
            instant = self._forward(dossier, instant, 0.4)
        instant = self._later(dossier, instant, dossier.task_id.step_id.hours * 0.4)
        self._at(dossier, instant, self._user(dossier.task_id)).action_issue_result()
