from odoo import api, models


class TthcDemo(models.AbstractModel):
    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_fee_matters(self):
        """What happens to fees after acceptance: a waiver that waits and one that was granted, an
        employer who pays for two dossiers at once, and the postage of a result."""
        waivers = self.env["tthc.fee.waiver"].sudo()
        if waivers.search_count([], limit=1):
            return
        company = self.env.ref("tthc_catalogue.centre_province")
        requests = (
            self.env["tthc.expected.payment"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "open"),
                    ("purpose", "=", "intake"),
                ],
                order="id desc",
            )
            .filtered(lambda row: not row.matched_amount and row.account_id)
        )
        if len(requests) < 2:
            return
        receptionist = self.env.ref("tthc_dossier.user_receptionist")
        granted = self._demo_waiver(requests[0], receptionist, "Sổ hộ nghèo số 07/2026", "percent")
        chief = self.env.ref("tthc_payment.user_chief_accountant")
        granted.with_user(chief).sudo().action_approve()
        self._demo_employer(granted.replacement_id | requests[1], receptionist)
        self._demo_waiver(requests[1], receptionist, "Giấy xác nhận khuyết tật số 112", "exempt")
        dossier = requests[0].dossier_id
        if not dossier.finished_at:
            dossier.write({"return_method": "post"})
            dossier.with_user(receptionist).sudo()._request_postage(
                32_000, "VNPost, chuyển phát bảo đảm, 50 g"
            )

    def _demo_waiver(self, request, user, evidence, mode):
        waivers = self.env["tthc.fee.waiver"].with_user(user).sudo()
        waiver = waivers.create(
            {
                "expected_id": request.id,
                "ground": "decision",
                "mode": mode,
                "percent": 50 if mode == "percent" else 0,
                "legal_basis": "Nghị quyết về miễn, giảm phí, lệ phí (minh họa)",
                "evidence": evidence,
            }
        )
        waiver.action_propose()
        return waiver

    def _demo_employer(self, requests, user):
        employer = self.env["res.partner"].create(
            {"name": "Công ty TNHH Minh Họa", "is_company": True, "phone": "02438221234"}
        )
        requests.with_user(user).sudo()._change_payer({"payer_id": employer.id})
        self.env["tthc.payment.bundle"].with_user(user).sudo()._open(
            requests.with_user(user).sudo()
        )
