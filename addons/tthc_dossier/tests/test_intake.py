import base64
from datetime import date, datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import DossierCommon
from .files import pdf

CARD = "027192000123|123456789|Trần Thị Quét|05031992|Nữ|Số 9, phường Võ Cường, Bắc Ninh|01072021"


@tagged("post_install", "-at_install")
class TestIntake(DossierCommon):
    """Intake at the counter, by the receptionist's own rights."""

    def sheet(self, **values):
        sheet = Form(
            self.env["tthc.dossier.intake"].with_user(self.receptionist).with_company(self.centre)
        )
        for name, value in values.items():
            setattr(sheet, name, value)
        return sheet

    def tick_all(self, sheet):
        for index in range(len(sheet.line_ids)):
            with sheet.line_ids.edit(index) as line:
                line.received = True

    def test_card_scan_creates_the_applicant(self):
        sheet = self.sheet(scan=CARD, procedure_id=self.procedure)
        self.assertEqual(sheet.name, "Trần Thị Quét")
        self.assertEqual(sheet.identity_number, "027192000123")
        self.assertEqual(sheet.birth_date, date(1992, 3, 5))
        self.assertEqual(sheet.gender, "female")
        self.assertFalse(sheet.scan)
        self.tick_all(sheet)
        action = sheet.save().action_accept()
        dossier = self.env["tthc.dossier"].browse(action["res_id"])
        self.assertEqual(dossier.state, "accepted")
        self.assertEqual(dossier.owner_id.tthc_identity_number, "027192000123")
        self.assertEqual(dossier.party_ids.mapped("role"), ["owner"])

    def test_a_second_click_finds_the_dossier_of_the_first(self):
        sheet = self.sheet(scan=CARD, procedure_id=self.procedure)
        self.tick_all(sheet)
        filled = sheet.save()
        first = filled.action_accept()["res_id"]
        again = [filled.action_accept()["res_id"], filled.action_save()["res_id"]]
        self.assertEqual(again, [first, first])
        owner = self.env["res.partner"].search([("tthc_identity_number", "=", "027192000123")])
        made = self.env["tthc.dossier"].search([("owner_id", "in", owner.ids)])
        self.assertEqual((made.ids, made.event_count), ([first], 1))

    def test_card_scan_finds_the_known_applicant(self):
        card = CARD.replace("027192000123", self.citizen.tthc_identity_number)
        sheet = self.sheet(scan=card)
        self.assertEqual(sheet.partner_id, self.citizen)
        self.assertEqual(sheet.phone, "0912000111")

    def test_typed_number_finds_the_known_applicant(self):
        sheet = self.sheet(scan=self.citizen.tthc_identity_number)
        self.assertEqual(sheet.name, self.citizen.name)

    def test_sheet_shows_fee_and_appointment_before_acceptance(self):
        sheet = self.sheet(scan=CARD, procedure_id=self.procedure, quantity=3)
        self.assertEqual(sheet.fee_total, 50000 + 3 * 8000)
        self.assertRegex(sheet.due_text, r"^17:00 \d\d/\d\d/\d{4}$")

    def test_representative_needs_a_mandate(self):
        values = self.intake_values(
            submitter={"name": "Người Nộp Thay"}, mandate={"mandate_number": False}
        )
        with self.assertRaisesRegex(ValidationError, "mandate document"):
            self.env["tthc.dossier"].with_user(self.receptionist)._intake(values)
        values["mandate"] = {"mandate_number": "12/UQ", "mandate_date": date(2026, 1, 5)}
        dossier = self.env["tthc.dossier"].with_user(self.receptionist)._intake(values)
        representative = dossier.party_ids.filtered(lambda row: row.role == "representative")
        self.assertEqual(representative.partner_id.name, "Người Nộp Thay")

    def test_acceptance_numbers_dates_and_opens_the_first_step(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        self.assertEqual(dossier.name, "H99.01-260309-0001")
        self.assertEqual(dossier.due_at, datetime(2026, 3, 12, 10, 0))
        self.assertEqual(dossier.due_legal, datetime(2026, 3, 16, 10, 0))
        self.assertEqual(dossier.task_id.name, "Tiếp nhận")
        self.assertEqual(dossier.competent_agency_id, self.justice)
        second = self.take_in(instant=self.MONDAY_9)
        self.assertEqual(second.name, "H99.01-260309-0002")
        other = self.take_in(
            instant=self.MONDAY_9, user=self.other_receptionist, company_id=self.other_centre.id
        )
        self.assertEqual(other.name, "H99.02-260309-0001")

    def test_missing_mandatory_components_are_all_named_and_nothing_is_lost(self):
        dossier = self.take_in(accept=False, received=False)
        with self.assertRaises(UserError) as caught:
            dossier.with_user(self.receptionist).action_accept()
        for name in ("Tờ khai", "Bản sao giấy tờ", "Giấy chứng nhận"):
            self.assertIn(name, str(caught.exception))
        self.assertNotIn("Văn bản ủy quyền", str(caught.exception))
        self.assertEqual(dossier.state, "registered")
        self.assertEqual(len(dossier.component_ids), 5)

    def test_sheet_names_all_that_is_missing_and_keeps_what_was_typed(self):
        sheet = self.sheet(phone="0912000222", return_method="post").save()
        with self.assertRaises(UserError) as caught:
            sheet.action_accept()
        for words in ("applicant's name", "procedure", "address"):
            self.assertIn(words, str(caught.exception))
        self.assertEqual(sheet.phone, "0912000222")

    def test_sheet_refuses_a_procedure_not_in_force(self):
        coming = self.env["tthc.procedure"].create(
            {"code": "9.990002", "name": "Chưa công bố", "sector_id": self.procedure.sector_id.id}
        )
        sheet = self.sheet(scan=CARD, procedure_id=coming).save()
        with self.assertRaisesRegex(UserError, "not in force"):
            sheet.action_accept()

    def test_retired_procedure_is_refused(self):
        dossier = self.take_in(accept=False)
        self.version.sudo()._end(date(2026, 3, 8), "Hết hiệu lực")
        with self.assertRaisesRegex(UserError, "not in force"):
            dossier.with_user(self.receptionist).action_accept()
        with self.assertRaisesRegex(UserError, "not in force"):
            self.procedure._version_at(date(2026, 3, 9))

    def test_procedure_not_offered_here_is_refused(self):
        self.env["tthc.offer"].search(
            [("company_id", "=", self.centre.id), ("procedure_id", "=", self.procedure.id)]
        ).unlink()
        with self.assertRaisesRegex(UserError, "does not offer"):
            self.take_in()

    def test_channel_that_is_not_offered_is_refused(self):
        with self.assertRaisesRegex(UserError, "not received through the channel"):
            self.take_in(channel="online")

    def test_year_without_calendar_is_refused(self):
        far = datetime(2035, 5, 7, 3, 0)
        with self.assertRaisesRegex(UserError, "calendar of 2035"):
            self.take_in(instant=far)

    def test_impossible_numbers_and_dates_are_refused(self):
        partners = self.env["res.partner"].with_user(self.receptionist)
        for values, words in (
            ({"tthc_identity_masked": "12345"}, "cannot be a personal number"),
            ({"tthc_identity_masked": "0271920001AB"}, "digits only"),
            ({"tthc_identity_masked": "027999000123"}, "in the future"),
            ({"vat": "0100109107"}, "check digit"),
            ({"tthc_birth_date": date(2199, 1, 1)}, "lies in the future"),
        ):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, words):
                partners.create({"name": "Sai", "tthc_kind": "citizen", **values})

    def test_file_too_large_or_of_a_refused_type(self):
        dossier = self.take_in()
        row = dossier.component_ids[0].with_user(self.receptionist)

        def attach(name, content):
            return (0, 0, {"name": name, "datas": base64.b64encode(content)})

        row.write({"attachment_ids": [attach("to-khai.pdf", pdf())]})
        self.assertTrue(row.digitised)
        with self.assertRaises(ValidationError) as caught:
            row.write({"attachment_ids": [attach("la.pdf", b"MZ\x90\x00\x03 program")]})
        self.assertIn("type that is not accepted", str(caught.exception))
        self.env["ir.config_parameter"].sudo().set_param("tthc_dossier.max_file_mb", "1")
        with self.assertRaises(ValidationError) as caught:
            row.write({"attachment_ids": [attach("lon.pdf", b"%PDF-1.4\n" + b"0" * 1_100_000)]})
        self.assertIn("too large", str(caught.exception))
        self.assertEqual(row.attachment_ids.mapped("name"), ["to-khai.pdf"])

    def test_files_follow_the_rights_of_the_dossier(self):
        sheet = self.sheet(scan=CARD, procedure_id=self.procedure)
        self.tick_all(sheet)
        sheet = sheet.save()
        scan = (
            self.env["ir.attachment"]
            .with_user(self.receptionist)
            .create(
                {
                    "name": "to-khai.pdf",
                    "raw": pdf(),
                    "res_model": "tthc.dossier.intake.line",
                    "res_id": sheet.line_ids[0].id,
                }
            )
        )
        sheet.line_ids[0].attachment_ids = scan
        dossier = self.env["tthc.dossier"].browse(sheet.action_accept()["res_id"])
        self.assertEqual((scan.res_model, scan.res_id), ("tthc.dossier", dossier.id))
        scan.with_user(self.manager).check_access("read")
        with self.assertRaises(AccessError):
            scan.with_user(self.other_receptionist).check_access("read")

    def test_linking_somebody_elses_file_does_not_open_it(self):
        private = (
            self.env["ir.attachment"]
            .with_user(self.officer)
            .create({"name": "rieng.pdf", "raw": pdf()})
        )
        row = self.take_in().component_ids[0].sudo().with_user(self.receptionist)
        with self.assertRaises(AccessError):
            row.write({"attachment_ids": [(4, private.id)]})
            private.with_user(self.receptionist).check_access("read")
        self.assertFalse(private.res_id)

    def test_intake_is_the_receptionists(self):
        with self.assertRaises(AccessError):
            self.env["tthc.dossier.intake"].with_user(self.officer).create({})
        with self.assertRaises(AccessError):
            self.take_in(user=self.officer)

    def test_protected_values_are_refused_from_outside(self):
        dossiers = self.env["tthc.dossier"].with_user(self.receptionist)
        base = {
            "procedure_id": self.procedure.id,
            "case_id": self.case.id,
            "owner_id": self.citizen.id,
            "company_id": self.centre.id,
        }
        for forged in ({"state": "done"}, {"name": "H99.01-260309-0009"}, {"outcome": "granted"}):
            with self.subTest(forged), self.assertRaises(UserError):
                dossiers.create({**base, **forged})
        draft = dossiers.create(base)
        self.assertEqual(draft.state, "draft")
        for forged in ({"state": "accepted"}, {"due_at": "2030-01-01"}, {"event_count": 7}):
            with self.subTest(forged), self.assertRaises(UserError):
                draft.sudo().write(forged)
