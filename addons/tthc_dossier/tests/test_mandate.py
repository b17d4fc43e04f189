import base64
import io
from datetime import date, timedelta

from PIL import Image

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common import DossierCommon


def _picture():
    data = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(data, "PNG")
    return base64.b64encode(data.getvalue())


SCAN = _picture()


@tagged("post_install", "-at_install")
class TestMandate(DossierCommon):
    """Who acts for the owner, by which document, and until when."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.helper = cls.env["res.partner"].create({"name": "Người Giúp", "tthc_kind": "citizen"})

    def taken(self, accept=True, **mandate):
        return self.take_in(
            accept=accept,
            instant=self.MONDAY_9,
            submitter=self.helper.id,
            mandate={"mandate_kind": "authorised", "mandate_number": "12/UQ", **mandate},
        )

    def test_an_expired_mandate_is_refused_by_the_setting(self):
        with self.assertRaisesRegex(UserError, "12/UQ of Người Giúp ended on 08/03/2026"):
            self.taken(mandate_until=date(2026, 3, 8))
        self.assertEqual(self.taken(mandate_until=date(2026, 3, 9)).state, "accepted")
        self.centre.tthc_refuse_expired_mandate = False
        dossier = self.taken(mandate_until=date(2026, 3, 8))
        self.assertEqual(dossier.state, "accepted")
        party = dossier.party_ids.filtered(lambda row: row.role == "representative")
        self.assertTrue(party.mandate_expired)

    def test_a_mandate_that_was_valid_at_acceptance_stays_valid_for_the_dossier(self):
        dossier = self.taken(mandate_until=date(2026, 3, 10))
        party = dossier.party_ids.filtered(lambda row: row.role == "representative")
        self.assertFalse(party.mandate_expired)

    def test_dates_in_order(self):
        with self.assertRaisesRegex(ValidationError, "ends before"):
            self.taken(mandate_date=date(2026, 2, 2), mandate_until=date(2026, 2, 1))

    def test_its_file_is_checked_as_other_files(self):
        dossier = self.taken(mandate_file=SCAN, mandate_file_name="uy-quyen.png")
        party = dossier.party_ids.filtered("mandate_file")
        self.assertEqual(party.mandate_file_name, "uy-quyen.png")
        with self.assertRaisesRegex(ValidationError, "not accepted"):
            self.taken(mandate_file=base64.b64encode(b"MZ\x90\x00\x03"), mandate_file_name="la.exe")

    def test_the_mandate_of_an_accepted_dossier_stays(self):
        party = self.taken().party_ids.filtered("mandate_number").with_user(self.receptionist)
        party.mandate_until = date(2031, 1, 1)
        for values in ({"mandate_number": "13/UQ"}, {"mandate_until": date(2032, 1, 1)}):
            with self.assertRaisesRegex(UserError, "it stays"):
                party.write(values)

    def test_who_represents_sees_the_dossier_while_the_mandate_lasts(self):
        user = self.helper_user()
        today = fields.Date.today()
        for ends, seen in ((False, True), (today + timedelta(days=2), True)):
            dossier = self.taken(mandate_until=ends)
            self.assertEqual(bool(self.seen_by(user, dossier)), seen)
        party = dossier.party_ids.filtered("mandate_number")
        party.mandate_until = today - timedelta(days=2)
        self.assertFalse(self.seen_by(user, dossier), "it ended")
        dossier.party_ids = [(0, 0, {"role": "co_owner", "partner_id": self.helper.id})]
        self.assertTrue(self.seen_by(user, dossier), "an owner needs no mandate")

    def test_a_revoked_mandate_ends_at_once(self):
        user = self.helper_user()
        dossier = self.taken(mandate_until=fields.Date.today() + timedelta(days=90))
        party = dossier.party_ids.filtered("mandate_number").with_user(self.receptionist)
        self.assertTrue(self.seen_by(user, dossier))
        self.assertEqual(dossier._asking_party(self.helper.id), self.helper)
        dialog = self.revocation(party, "Giấy ngày 05/3 của chủ hồ sơ")
        dialog.action_confirm()
        self.assertTrue(party.mandate_revoked_at)
        self.assertEqual(party.mandate_revoked_by_id, self.receptionist)
        self.assertFalse(self.seen_by(user, dossier))
        with self.assertRaises(AccessError):
            dossier.with_user(user).action_request_withdrawal("Đổi ý")
        with self.assertRaisesRegex(UserError, "Only a party"):
            dossier._asking_party(self.helper.id)
        event = dossier.event_ids[-1]
        self.assertEqual((event.kind, event.note), ("revoke_mandate", dialog.reason))
        self.assertEqual(event.facts["number"], "12/UQ")
        self.assertFalse(event.public, "not for the parties")
        self.assertIsNone(dossier._ledger_break())
        with self.assertRaisesRegex(UserError, "no mandate that could end"):
            party._revoke_mandate("Lần nữa")
        found = self.env["tthc.dossier.party"]._valid_mandate(
            self.citizen, self.helper, fields.Date.today()
        )
        self.assertFalse(found, "it is not used again")

    def test_only_the_desk_of_the_centre_revokes_by_the_dialog(self):
        party = self.taken().party_ids.filtered("mandate_number")
        for user in (self.officer, self.manager, self.other_receptionist, self.inspector):
            with self.assertRaises(AccessError):
                party.with_user(user).action_revoke_mandate()
            with self.assertRaises(AccessError):
                party.with_user(user)._revoke_mandate("Thử")
        party = party.with_user(self.receptionist)
        with self.assertRaisesRegex(UserError, "entered with"):
            party.mandate_revoked_at = fields.Datetime.now()
        with self.assertRaisesRegex(UserError, "Give a reason"):
            party._revoke_mandate(" ")
        owner = party.dossier_id.party_ids.filtered(lambda row: row.role == "owner")
        with self.assertRaisesRegex(UserError, "no mandate that could end"):
            owner.with_user(self.receptionist).action_revoke_mandate()
        self.assertFalse(party.mandate_revoked_at)

    def helper_user(self):
        return new_test_user(
            self.env, "t.nguoigiup", groups="base.group_portal", partner_id=self.helper.id
        )

    def seen_by(self, user, dossier):
        self.env.invalidate_all()
        return self.env["tthc.dossier"].with_user(user).search([("id", "=", dossier.id)])

    def revocation(self, party, reason):
        action = party.action_revoke_mandate()
        form = Form(self.env[action["res_model"]].with_user(self.receptionist).with_context(
            **action["context"]
        ))  # fmt: skip
        form.reason = reason
        return form.save()

    def test_a_valid_mandate_of_the_same_two_is_used_again(self):
        until = date(2099, 12, 31)
        self.taken(
            mandate_until=until, mandate_scope="Nộp và nhận", mandate_file=SCAN,
            mandate_file_name="uq.png",
        )  # fmt: skip
        sheet = self.sheet()
        sheet.partner_id = self.citizen
        sheet.has_representative = True
        sheet.representative_id = self.helper
        self.assertEqual((sheet.mandate_number, sheet.mandate_until), ("12/UQ", until))
        values = sheet.save()._mandate()
        self.assertEqual((values["mandate_scope"], values["mandate_file"]), ("Nộp và nhận", SCAN))
        other = self.sheet()
        other.partner_id = self.helper
        other.has_representative = True
        other.representative_id = self.citizen
        self.assertFalse(other.mandate_number)

    def test_the_sheet_warns(self):
        sheet = self.sheet()
        sheet.has_representative = True
        sheet.mandate_until = date(2020, 1, 1)
        self.assertIn("cannot be accepted", sheet.mandate_warning)

    def sheet(self):
        sheets = self.env["tthc.dossier.intake"].with_user(self.receptionist)
        return Form(sheets.with_company(self.centre))

    def test_somebody_who_is_known_is_offered(self):
        self.citizen.tthc_birth_date = date(1980, 5, 4)
        sheet = self.sheet()
        sheet.name = "Thử Nguyễn Van"
        self.assertFalse(sheet.similar_ids)
        sheet.birth_date = date(1980, 5, 4)
        self.assertEqual(sheet.similar_ids[:], self.citizen)
        sheet.similar_choice_id = self.citizen
        self.assertEqual(sheet.partner_id, self.citizen)
        self.assertEqual(sheet.name, "Nguyễn Văn Thử")
        self.assertFalse(sheet.similar_ids)
