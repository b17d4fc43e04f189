import base64
import io
from unittest.mock import patch

from openpyxl import load_workbook
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import Form, HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.tthc_payment.tools.gateway import Notice, Unavailable

from .common import PaymentCommon


class RefundCommon(PaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_chief = cls._finance_user("t.ketoantruong2", "chief_accountant")
        cls.bank = {
            "ground": "double",
            "reason": "Chuyển hai lần",
            "way": "bank",
            "beneficiary_name": "NGUYEN VAN A",
            "beneficiary_bank_id": cls.env.ref("tthc_payment.bank_970436").id,
            "beneficiary_account": "1900 1234 56",
        }
        cls.cash = {"ground": "not_due", "reason": "Không phải nộp", "way": "cash"}

    def propose(self, money, amount, values=None, match=None, user=None):
        refunds = self.env["tthc.refund"].with_user(user or self.accountant)
        money = money.with_env(refunds.env)
        return refunds._propose(money, amount, values or self.bank, match).sudo()

    def approve(self, refund, user=None):
        refund.with_user(user or self.chief).action_approve()

    def balanced(self, money):
        money.invalidate_recordset()
        self.assertEqual(
            money.amount, money.matched_amount + money.refunded_amount + money.open_amount
        )
        self.assertGreaterEqual(money.open_amount, 0)

    def paid(self):
        dossier, request = self.accepted()
        return dossier, request, self.receive(request.reference)

    def double(self):
        """Money for a fee that is paid already."""
        dossier, request, _money = self.paid()
        money = self.receive(request.reference, key="again")
        self.assertEqual(money.reason, "already_paid")
        return dossier, request, money

    def reason(self, action, text, user):
        wizard = self.env["tthc.payment.reason"].with_user(user).with_context(**action["context"])
        wizard.create({"reason": text}).action_confirm()


@tagged("post_install", "-at_install")
class TestRefunds(RefundCommon):
    def test_cash_paid_back_stands_on_the_shift_and_its_report(self):
        _dossier, request, money = self.paid()
        refund = self.propose(money, 8_000, self.cash, request.match_ids)
        self.approve(refund)
        refund.with_user(self.cashier)._pay_cash("Nguyễn Văn Thử")
        mine = self.shift.with_user(self.cashier)
        self.assertEqual((mine.cash_refunded, mine.refund_ids), (8_000, refund))
        [row] = mine._report_values()["refunds"]
        self.assertEqual(row[1:], (refund.name, "Nguyễn Văn Thử", "Không phải nộp", "8.000"))

    def test_money_paid_twice_goes_back_by_bank(self):
        dossier, request, money = self.double()
        refund = self.propose(money, self.FEE)
        self.assertEqual((refund.state, money.state), ("proposed", "exception"))
        self.approve(refund)
        self.assertEqual((refund.state, money.state), ("approved", "refunded"))
        self.assertEqual((money.refunded_amount, money.open_amount), (self.FEE, 0))
        self.assertEqual(request.state, "paid")
        answer = refund.with_user(self.accountant).action_export()
        attachment = self.env["ir.attachment"].browse(
            int(answer["url"].split("/")[3].split("?")[0])
        )
        sheet = load_workbook(io.BytesIO(base64.b64decode(attachment.datas))).active
        row = [cell.value for cell in sheet[2]]
        self.assertEqual(row[1:3], ["1900123456", "NGUYEN VAN A"])
        self.assertEqual(row[4:6], ["970436", self.FEE])
        self.assertIn(request.reference, row[6])
        self.reason(refund.with_user(self.accountant).action_bank_done(), "FT999", self.accountant)
        self.assertEqual((refund.state, refund.bank_reference), ("done", "FT999"))
        self.balanced(money)
        kinds = dossier.event_ids.sorted("seq").mapped("kind")
        self.assertEqual(kinds[-2:], ["refund_approved", "refunded"])
        self.assertTrue(dossier.event_ids.sorted("seq")[-1].public)

    def test_what_is_on_its_way_back_pays_nothing(self):
        _dossier, request, money = self.double()
        self.approve(self.propose(money, 8_000))
        request.match_ids.with_user(self.accountant)._undo("nhầm")
        for judge in (money._match_by_reference, money._judge_many):
            judge()
            self.assertEqual((money.state, money.reason), ("exception", "rest"))
            self.assertEqual(request.state, "open")
            self.balanced(money)

    def test_a_name_in_the_order_is_never_a_formula(self):
        _dossier, _request, money = self.double()
        refund = self.propose(money, self.FEE, {**self.bank, "beneficiary_name": "=1+1"})
        self.approve(refund)
        sheet = load_workbook(io.BytesIO(refund._order_file())).active
        self.assertEqual((sheet["C2"].value, sheet["C2"].data_type), ("=1+1", "s"))

    def test_a_fee_that_is_not_due_leaves_its_match(self):
        dossier, request, money = self.paid()
        match = request.match_ids
        refund = self.propose(money, self.FEE, self.cash, match)
        self.approve(refund)
        self.assertEqual((match.state, match.reverse_reason), ("reversed", refund.name))
        self.assertEqual((request.state, request.due_amount), ("cancelled", 0))
        self.assertEqual((money.state, money.refunded_amount), ("refunded", self.FEE))
        self.assertFalse(dossier.fee_due)
        self.balanced(money)

    def test_a_part_leaves_the_match_and_the_fee_stays_paid(self):
        dossier, request, money = self.paid()
        refund = self.propose(money, 8_000, self.cash, request.match_ids)
        self.approve(refund)
        active = request.match_ids.filtered(lambda row: row.state == "active")
        self.assertEqual((active.amount, active.attempt_id.state), (50_000, "done"))
        self.assertEqual((request.state, request.due_amount), ("paid", 0))
        self.assertEqual((money.state, money.refunded_amount), ("matched", 8_000))
        self.assertEqual(dossier.payment_state, "paid")
        self.balanced(money)
        second = self.propose(money, 50_000, self.cash, active)
        self.approve(second)
        self.assertEqual((request.state, money.refunded_amount), ("cancelled", self.FEE))
        self.balanced(money)

    def test_never_more_than_is_left(self):
        _dossier, request, money = self.double()
        for amount in (0, -1, self.FEE + 1):
            with self.assertRaises(UserError):
                self.propose(money, amount)
        first = self.propose(money, 40_000)
        with self.assertRaises(UserError):
            self.propose(money, 20_000)
        second = self.propose(money, 18_000)
        self.approve(first)
        self.approve(second)
        with self.assertRaises(UserError):
            self.propose(money, 1)
        self.balanced(money)
        with self.assertRaises(UserError):
            self.env["tthc.payment.match"].with_user(self.accountant)._match_manually(
                money, request, 1, "x"
            )

    def test_money_that_was_matched_meanwhile_is_not_paid_back(self):
        _dossier, _request, money = self.double()
        _dossier, another = self.accepted()
        refund = self.propose(money, self.FEE)
        self.env["tthc.payment.match"].with_user(self.accountant)._match_manually(
            money, another, self.FEE, "cho hồ sơ khác"
        )
        with self.assertRaises(UserError):
            self.approve(refund)
        self.assertEqual(refund.state, "proposed")
        self.balanced(money)

    def test_a_proposed_match_is_not_undone_nor_its_money_set_aside(self):
        _dossier, request, money = self.paid()
        refund = self.propose(money, self.FEE, self.cash, request.match_ids)
        with self.assertRaises(UserError):
            request.match_ids.with_user(self.accountant)._undo("x")
        self.reason(refund.with_user(self.chief).action_refuse(), "vẫn phải nộp", self.chief)
        self.assertEqual((refund.state, refund.end_reason), ("refused", "vẫn phải nộp"))
        self.assertEqual((request.state, money.matched_amount), ("paid", self.FEE))
        request.match_ids.with_user(self.accountant)._undo("x")
        again = self.propose(money, self.FEE)
        with self.assertRaises(UserError):
            money._set_aside("x")
        self.approve(again)
        self.balanced(money)

    def test_maker_and_checker_differ(self):
        _dossier, _request, money = self.double()
        refund = self.propose(money, 1_000, user=self.chief)
        with self.assertRaises(AccessError):
            self.approve(refund, self.chief)
        self.centre.tthc_finance_one_person = True
        with self.assertRaises(AccessError):
            self.approve(refund, self.chief)
        with self.assertRaises(AccessError):
            refund.with_user(self.chief)._refuse("x")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(CheckViolation),
            self.cr.savepoint(),
        ):
            refund._set({"checker_id": self.chief.id})
            refund.flush_recordset()
        refund.invalidate_recordset()
        self.approve(refund, self.second_chief)
        self.assertEqual((refund.maker_id, refund.checker_id), (self.chief, self.second_chief))

    def test_who_may_propose_and_decide(self):
        _dossier, _request, money = self.double()
        for user in (self.receptionist, self.other_accountant, self.inspector):
            with self.assertRaises(AccessError):
                self.propose(money, 1_000, user=user)
        refund = self.propose(money, 1_000)
        other_chief = self._finance_user("t.ktt3", "chief_accountant", self.other_centre)
        auditor = self._finance_user("t.kiemtoan", "auditor")
        for user in (self.cashier, self.accountant, other_chief, auditor, self.inspector):
            with self.assertRaises(AccessError):
                self.approve(refund, user)
        self.assertEqual(refund.with_user(auditor).amount, 1_000)
        with self.assertRaises(UserError):
            refund.write({"amount": 2_000})
        with self.assertRaises(UserError):
            refund.unlink()

    def test_cash_leaves_an_open_shift(self):
        _dossier, request = self.accepted()
        request.with_user(self.cashier).action_receive_cash()
        money = request.match_ids.incoming_id
        refund = self.propose(money, self.FEE, self.cash, request.match_ids, self.cashier)
        with self.assertRaises(UserError):
            refund.with_user(self.cashier)._pay_cash("x")
        self.approve(refund)
        with self.assertRaises(AccessError):
            refund.with_user(self.accountant).action_pay_cash()
        self.reason(
            refund.with_user(self.cashier).action_pay_cash(), "Nguyễn Văn Thử", self.cashier
        )
        self.assertEqual((refund.state, refund.receiver_name), ("done", "Nguyễn Văn Thử"))
        self.assertEqual((refund.shift_id, refund.done_by_id), (self.shift, self.cashier))
        self.assertEqual(self.shift.sudo()._expected_cash(), 100_000)
        with self.assertRaises(UserError):
            refund.with_user(self.cashier)._pay_cash("x")
        self.shift.with_user(self.cashier)._count({10_000: 10})
        self.assertEqual(self.shift.difference, 0)

    def test_cash_without_a_shift_or_money_in_the_drawer(self):
        _dossier, request, money = self.paid()
        refund = self.propose(money, self.FEE, self.cash, request.match_ids)
        self.approve(refund)
        other = self._finance_user("t.thungan3", "cashier")
        with self.assertRaises(RedirectWarning):
            refund.with_user(other)._pay_cash("x")
        self.shift.with_user(self.cashier)._hand_over("treasurer", {10_000: 6}, "Thủ quỹ")
        with self.assertRaises(UserError):
            refund.with_user(self.cashier)._pay_cash("x")
        self.assertEqual(refund.state, "approved")

    def test_a_transfer_that_fails_gives_the_money_back(self):
        _dossier, _request, money = self.double()
        refund = self.propose(money, self.FEE)
        self.approve(refund)
        with self.assertRaises(AccessError):
            refund.with_user(self.accountant).action_fail()
        self.reason(refund.with_user(self.chief).action_fail(), "sai tài khoản", self.chief)
        self.assertEqual(
            (refund.state, money.state, money.open_amount), ("failed", "exception", self.FEE)
        )
        self.approve(self.propose(money, self.FEE))
        self.balanced(money)

    def test_what_a_transfer_needs(self):
        _dossier, _request, money = self.double()
        for lacking in ("beneficiary_name", "beneficiary_bank_id", "beneficiary_account"):
            with self.assertRaises(UserError):
                self.propose(money, 1_000, {**self.bank, lacking: False})
        with self.assertRaises(UserError):
            self.propose(money, 1_000, {**self.bank, "way": "gateway"})

    def test_the_dialog(self):
        _dossier, _request, money = self.double()
        action = money.with_user(self.accountant).action_propose_refund()
        proposals = self.env["tthc.refund.proposal"].with_user(self.accountant)
        with Form(proposals.with_context(**action["context"])) as form:
            self.assertEqual((form.amount, form.ground, form.way), (self.FEE, "double", "bank"))
            form.reason = "Chuyển hai lần"
            form.beneficiary_name = "NGUYEN VAN A"
            form.beneficiary_bank_id = self.env.ref("tthc_payment.bank_970436")
            form.beneficiary_account = "1900123456"
        answer = form.record.action_propose()
        refund = self.env["tthc.refund"].browse(answer["res_id"])
        self.assertEqual((refund.amount, refund.maker_id), (self.FEE, self.accountant))


@tagged("post_install", "-at_install")
class TestGatewayRefunds(RefundCommon):
    """The provider's answer is scripted at its own hook, which the providers' addons test."""

    def setUp(self):
        super().setUp()
        _dossier, self.request, self.incoming = self.paid()
        self.asked = []
        provider = type(self.env["payment.provider"])

        def pay_back(provider, attempt, amount, reason, request_id):
            self.asked.append((attempt, amount, request_id))
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return Notice(request_id, answer, amount=amount, gateway_id="VN1", detail="lời")

        self.enterContext(patch.object(provider, "_tthc_refund", pay_back))
        self.enterContext(patch.object(provider, "_tthc_can_refund", lambda provider: "partial"))

    def run_cron(self, *answers):
        self.answers = list(answers)
        self.refund._set({"ask_at": self.MONDAY_9})
        with self.enter_registry_test_mode():
            self.env.ref("tthc_payment.cron_refund").method_direct_trigger()
        self.env.invalidate_all()

    def start(self):
        values = {"ground": "not_due", "reason": "Không phải nộp", "way": "gateway"}
        self.refund = self.propose(self.incoming, self.FEE, values, self.request.match_ids)
        self.assertFalse(self.refund.request_id)
        self.approve(self.refund)
        self.assertEqual(self.refund.state, "sent")
        self.assertTrue(self.refund.request_id)
        self.assertFalse(self.asked, "the order's number is committed before the gateway is asked")

    def test_asked_until_it_is_paid_and_never_under_another_number(self):
        self.start()
        attempt = self.refund.attempt_id
        self.assertEqual(attempt.tthc_expected_id, self.request)
        self.run_cron(Unavailable("chậm"))
        self.assertEqual((self.refund.state, self.refund.gateway_message), ("sent", "chậm"))
        self.run_cron("pending")
        self.assertEqual(self.refund.state, "sent")
        self.run_cron("paid")
        self.assertEqual((self.refund.state, self.refund.bank_reference), ("done", "VN1"))
        self.assertEqual(self.asked, 3 * [(attempt, self.FEE, self.refund.request_id)])
        self.run_cron()
        self.assertEqual(len(self.asked), 3, "what is paid is not asked about again")
        self.balanced(self.incoming)

    def test_a_refusal_of_the_gateway_opens_the_money(self):
        self.start()
        self.run_cron("failed")
        self.assertEqual((self.refund.state, self.refund.end_reason), ("failed", "lời"))
        self.assertEqual((self.incoming.state, self.incoming.open_amount), ("exception", self.FEE))
        first = self.refund
        self.refund = self.propose(self.incoming, self.FEE)
        self.approve(self.refund)
        self.assertNotEqual(self.refund, first)
        self.balanced(self.incoming)

    def test_an_accountant_may_learn_it_from_the_gateways_website(self):
        self.start()
        self.run_cron("pending")
        self.refund.with_user(self.accountant)._bank_done("VNP-77")
        self.run_cron()
        self.assertEqual((self.refund.state, len(self.asked)), ("done", 1))


@tagged("post_install", "-at_install")
class TestRefundPortal(RefundCommon, HttpCase):
    def test_the_owner_is_told(self):
        owner = new_test_user(
            self.env,
            "t.congdan",
            groups="base.group_portal",
            lang="en_US",
            company_id=self.centre.id,
            company_ids=[(6, 0, self.centre.ids)],
        )
        self.citizen = owner.partner_id
        dossier, request, money = self.paid()
        refund = self.propose(money, self.FEE, self.cash, request.match_ids)
        self.authenticate("t.congdan", "t.congdan")
        url = f"/my/dossiers/{dossier.id}"
        self.assertNotRegex(self.url_open(url).text, "cash desk|quầy thu")
        self.approve(refund)
        page = self.url_open(url).text
        self.assertRegex(page, "Fetch it at the cash desk|Mời đến quầy thu")
        self.assertIn("Không phải nộp", page)
        refund.with_user(self.cashier)._pay_cash("Nguyễn Văn Thử")
        self.assertRegex(self.url_open(url).text, "Paid back on|Đã hoàn trả ngày")
