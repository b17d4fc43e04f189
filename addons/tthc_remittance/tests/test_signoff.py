import base64
import io
from datetime import timedelta

from openpyxl import load_workbook
from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..tools import signoff as rules
from .common import RemittanceCommon


@tagged("post_install", "-at_install")
class TestSignoff(RemittanceCommon):
    """A month of an agency, agreed and signed off."""

    def setUp(self):
        super().setUp()
        this_month = self.today.replace(day=1)
        self.last_month = (this_month - timedelta(days=1)).replace(day=1)
        self.month_before = (self.last_month - timedelta(days=1)).replace(day=1)
        self.request = self.paid(days=(self.today - self.last_month).days - 2)
        self.agency = self.request.dossier_id.competent_agency_id

    def period(self, first=None, user=None, **more):
        return (
            self.env["tthc.period.signoff"]
            .with_user(user or self.accountant)
            .create(
                {
                    "company_id": self.centre.id,
                    "agency_id": self.agency.id,
                    "kind": "month",
                    "date_from": first or self.last_month,
                    **more,
                }
            )
        )

    def agree(self, signoff):
        signoff.action_send()
        wizards = self.env["tthc.signoff.agree"].with_user(self.accountant)
        wizard = wizards.with_context(**signoff.action_agree()["context"]).create(
            {
                "agreed_name": "Lê Văn Sở",
                "agreed_position": "Kế toán trưởng Sở",
                "scan": base64.b64encode(b"%PDF-1.4"),
                "scan_name": "bien-ban.pdf",
            }
        )
        wizard.action_agree()
        return signoff

    def signed(self, first=None):
        signoff = self.agree(self.period(first))
        signoff.with_user(self.chief).action_sign()
        return signoff.sudo()

    def test_a_form_of_the_last_month(self):
        with Form(self.env["tthc.period.signoff"].with_user(self.accountant)) as form:
            form.agency_id = self.agency
        signoff = form.record
        self.assertEqual((signoff.date_from, signoff.collected), (self.last_month, self.FEE))
        self.assertEqual((signoff.company_id, signoff.maker_id), (self.centre, self.accountant))

    def test_figures_agreed_and_frozen(self):
        signoff = self.period(self.last_month + timedelta(days=12))
        self.assertEqual(signoff.date_from, self.last_month)
        self.assertEqual(
            [(row.kind, row.dossiers, row.collected, row.unpaid) for row in signoff.line_ids],
            [("le_phi", 1, 8_000, 8_000), ("phi", 1, 50_000, 50_000)],
        )
        self.agree(signoff)
        with self.assertRaises(AccessError):
            signoff.action_sign()
        signoff.with_user(self.chief).action_sign()
        self.assertEqual((signoff.state, signoff.signer_id), ("signed", self.chief))
        self.assertEqual(signoff.previous_digest, rules.GENESIS)
        self.assertEqual(signoff.digest, rules.digest(rules.GENESIS, signoff.content))
        self.assertIn("phi|", signoff.content)
        self.assertFalse(signoff.sudo()._wrong())
        self.assertEqual(
            signoff.with_user(self.auditor).action_verify()["params"]["type"], "success"
        )
        for act in (
            lambda: signoff.sudo().write({"digest": "0"}),
            signoff.sudo().unlink,
            lambda: signoff.sudo().line_ids.write({"collected": 1}),
            signoff.sudo().line_ids.unlink,
            signoff.action_refresh,
            signoff.action_cancel,
        ):
            with self.assertRaises(UserError):
                act()

    def test_what_is_undone_later_falls_into_its_own_period(self):
        signoff = self.signed()
        self.request.match_ids.with_user(self.accountant).sudo()._undo("Nhầm")
        self.fill()
        self.assertFalse(signoff._wrong())
        back = self.of(self.request).filtered(lambda row: row.event == "undone")
        self.assertEqual(set(back.mapped("day")), {self.today})

    def test_nothing_enters_a_signed_period(self):
        """What was not in the ledger when the period was signed off stands on the day after it."""
        signoff = self.signed()
        late = self.paid(days=(self.today - self.last_month).days - 3)
        self.fill()
        self.assertEqual(set(self.of(late).mapped("day")), {signoff.date_to + timedelta(days=1)})
        self.assertFalse(signoff._wrong())

    def test_a_change_shows(self):
        before = self.signed(self.month_before)
        signoff = self.signed()
        self.assertEqual(signoff.previous_id, before)
        self.assertEqual(signoff.previous_digest, before.digest)
        self.assertFalse(signoff._wrong())
        self.env.cr.execute(
            "UPDATE tthc_period_signoff_line SET collected = collected + 1, kept = kept + 1 "
            "WHERE id = %s",
            [signoff.line_ids[0].id],
        )
        self.env.invalidate_all()
        wrong = signoff._wrong()
        self.assertEqual(len(wrong), 3)
        self.assertEqual(signoff.action_verify()["params"]["type"], "danger")
        self.assertFalse(before._wrong())
        before._set({"scan": base64.b64encode(b"another record")})
        self.assertEqual(len(before._wrong()), 2)

    def test_the_ledger_changed_since(self):
        signoff = self.agree(self.period())
        self.paid(days=(self.today - self.last_month).days - 3)
        with self.assertRaisesRegex(UserError, "has changed"):
            signoff.with_user(self.chief).action_sign()
        self.reason(signoff.action_cancel(), "Bổ sung số thu", self.accountant)
        again = self.agree(self.period())
        again.with_user(self.chief).action_sign()
        self.assertEqual(sum(again.line_ids.mapped("collected")), 2 * self.FEE)

    def test_disputed_and_made_anew(self):
        signoff = self.period()
        signoff.action_send()
        self.reason(signoff.action_dispute(), "Thiếu một hồ sơ", self.accountant)
        self.assertEqual((signoff.state, signoff.dispute_note), ("disputed", "Thiếu một hồ sơ"))
        self.paid(days=(self.today - self.last_month).days - 3)
        signoff.action_refresh()
        self.assertEqual(signoff.collected, 2 * self.FEE)
        self.agree(signoff)

    def test_open_days_and_periods_under_way(self):
        signoff = self.period(self.today)
        with self.assertRaisesRegex(UserError, "not over"):
            signoff.action_send()
        day = self.last_month + timedelta(days=1)
        self.patch(type(self.env["tthc.period.signoff"]), "_open_days", lambda *arguments: [day])
        with self.assertRaisesRegex(UserError, f"{day:%d/%m/%Y}"):
            self.period().action_send()

    def test_in_their_order(self):
        first = self.period(self.month_before)
        second = self.agree(self.period())
        with self.assertRaisesRegex(UserError, "comes first"):
            second.with_user(self.chief).action_sign()
        first._cancel("Không cần")
        second.with_user(self.chief).action_sign()
        with self.assertRaisesRegex(ValidationError, "later period"):
            self.period(self.month_before)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(ExclusionViolation),
            self.env.cr.savepoint(),
        ):
            later = self.today.replace(day=1)
            self.period(later)
            self.period(later)

    def test_two_people(self):
        signoff = self.period(user=self.chief)
        self.agree(signoff.with_user(self.accountant))
        with self.assertRaisesRegex(AccessError, "another chief accountant"):
            signoff.with_user(self.chief).action_sign()
        signoff.with_user(self.second_chief).action_sign()

    def test_paper_and_workbook(self):
        signoff = self.signed().with_user(self.auditor)
        file = self.file(signoff.action_print())
        for text in ("BIÊN BẢN ĐỐI CHIẾU", "Lê Văn Sở", "58.000", signoff.digest):
            self.assertIn(text, file.raw.decode())
        sheet = load_workbook(io.BytesIO(self.file(signoff.action_xlsx()).raw)).active
        self.assertIn(50_000, [cell.value for row in sheet for cell in row])

    def file(self, action):
        return self.env["ir.attachment"].browse(int(action["url"].split("/")[3].split("?")[0]))

    def test_who_may(self):
        for user in (self.cashier, self.receptionist, self.auditor, self.inspector):
            with self.assertRaises(AccessError):
                self.period(user=user)
        signoff = self.period()
        for user in (self.auditor, self.inspector):
            self.assertEqual(signoff.with_user(user).collected, self.FEE)
            with self.assertRaises(AccessError):
                signoff.with_user(user).action_send()
        for user in (self.cashier, self.other_accountant):
            with self.assertRaises(AccessError):
                signoff.with_user(user).read(["state"])

    def test_the_text(self):
        row = {"kind": "phi", "name": "A|B", **dict.fromkeys(rules.FIGURES, 1)}
        text = rules.canonical(("x", None), [row])
        self.assertEqual(text, "x|\nphi|A\\pB|" + "|".join("1" * len(rules.FIGURES)))
        self.assertNotEqual(rules.digest("0", text), rules.digest("1", text))
        for kind, day, first, last in (
            ("month", "2026-02-10", "2026-02-01", "2026-02-28"),
            ("quarter", "2026-11-23", "2026-10-01", "2026-12-31"),
        ):
            found = rules.period(kind, self.day(day))
            self.assertEqual(found, (self.day(first), self.day(last)))

    def day(self, text):
        return type(self.today).fromisoformat(text)
