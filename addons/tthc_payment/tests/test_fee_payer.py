from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import PaymentCommon


@tagged("post_install", "-at_install")
class TestFeePayer(PaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employer = cls.env["res.partner"].create(
            {
                "name": "Công ty TNHH Thử",
                "is_company": True,
                "vat": "0100109106",
                "phone": "02438221234",
            }
        )

    def sheet(self, request, user, **values):
        """The dialog of the desk, filled in and confirmed."""
        action = request.with_user(user).action_change_payer()
        sheets = self.env["tthc.fee.payer"].with_user(user)
        form = Form(sheets.with_context(**action["context"]))
        for name, value in values.items():
            form[name] = value
        form.save().action_confirm()

    def test_the_owner_pays_unless_somebody_else_is_named(self):
        dossier, request = self.accepted()
        self.assertEqual(request.payer_id, dossier.owner_id)
        self.assertEqual(request.payer_label, dossier.owner_id.name)

    def test_an_employer_pays(self):
        dossier, request = self.accepted()
        self.sheet(request, self.receptionist, payer_id=self.employer)
        self.assertEqual(
            (request.payer_id, request.payer_tax_code, request.payer_label),
            (self.employer, "0100109106", "Công ty TNHH Thử (MST 0100109106)"),
        )
        event = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual((event.kind, event.user_id), ("payer_changed", self.receptionist))
        self.assertIn(f"{dossier.owner_id.name} → Công ty TNHH Thử", event.note)
        dossier.with_user(self.receptionist).action_show_payment_qr()
        self.assertEqual(request.attempt_ids.partner_id, self.employer)

    def test_a_shown_code_gets_the_new_payer(self):
        dossier, request = self.accepted()
        dossier.with_user(self.receptionist).action_show_payment_qr()
        payload = request.payload
        self.sheet(request, self.cashier, payer_id=self.employer)
        self.assertEqual(request.payload, payload)
        self.receive(request.reference)
        self.assertEqual(
            request.attempt_ids.mapped(lambda row: (row.state, row.partner_id)),
            [("done", self.employer)],
        )

    def test_a_payer_without_a_contact(self):
        dossier, request = self.accepted()
        self.sheet(
            request,
            self.accountant,
            payer_id=self.env["res.partner"],
            payer_name="Văn phòng công chứng Số 1",
            payer_tax_code="0100109106-001",
            payer_phone="0912 000 222",
        )
        payer = request._payer_values()
        self.assertEqual(
            (payer["name"], payer["phone"]), ("Văn phòng công chứng Số 1", "0912000222")
        )
        self.assertFalse(payer["partner"])
        self.assertIn("MST 0100109106", request.payer_label)
        self.receive(request.reference)
        self.assertEqual(request.attempt_ids.partner_id, dossier.owner_id)

    def test_numbers_that_cannot_exist(self):
        _dossier, request = self.accepted()
        for values in ({"payer_tax_code": "0100109107"}, {"payer_phone": "123"}):
            with self.assertRaisesRegex(UserError, "cannot exist"):
                self.sheet(request, self.cashier, payer_id=self.employer, **values)
        self.assertEqual(request.payer_id, self.citizen)

    def test_not_once_money_has_come(self):
        _dossier, request = self.accepted()
        money = self.receive(request.reference, 8_000)
        self.env["tthc.payment.match"].with_user(self.accountant)._match_manually(
            money, request, 8_000, "một phần"
        )
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.sheet(request, self.cashier, payer_id=self.employer)
        paid = self.accepted()[1]
        paid.with_user(self.cashier).action_receive_cash()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.sheet(paid, self.cashier, payer_id=self.employer)

    def test_who_says_it(self):
        dossier, request = self.accepted()
        dossier.with_user(self.receptionist).action_forward()
        for user in (self.officer, self.manager, self.inspector, self.other_receptionist):
            with self.assertRaises(AccessError):
                request.with_user(user)._change_payer({"payer_id": self.employer.id})
        with self.assertRaises(UserError):
            request.with_user(self.cashier)._change_payer({})

    def test_the_payer_stays_with_the_fee_after_a_waiver(self):
        _dossier, request = self.accepted()
        self.sheet(request, self.receptionist, payer_id=self.employer)
        waiver = (
            self.env["tthc.fee.waiver"]
            .with_user(self.receptionist)
            .create(
                {
                    "expected_id": request.id,
                    "ground": "decision",
                    "mode": "percent",
                    "percent": 50,
                    "legal_basis": "QĐ 12/QĐ-UBND",
                    "evidence": "Đơn ngày 05/3/2026",
                }
            )
        )
        waiver.action_propose()
        waiver.with_user(self.chief).action_approve()
        new = waiver.sudo().replacement_id
        self.assertEqual((new.payer_id, new.payer_tax_code), (self.employer, "0100109106"))

    def test_search_by_payer(self):
        _dossier, request = self.accepted()
        self.sheet(request, self.receptionist, payer_id=self.employer)
        views = self.env["tthc.expected.payment"].with_user(self.cashier)
        self.assertIn("payer_label", views.get_view(view_type="list")["arch"])
        self.assertEqual(
            views.search([("payer_id", "ilike", "TNHH Thử")]).sudo(False),
            request.with_user(self.cashier),
        )
