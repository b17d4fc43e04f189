"""The person looks the dossier up by what the sheet says."""

from odoo.tests import HttpCase, tagged

from .common import OutageCommon


@tagged("post_install", "-at_install")
class TestPages(OutageCommon, HttpCase):
    def look_up(self, number, code):
        page = self.url_open(f"/tra-cuu?number={number}&code={code}").text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(
            "/tra-cuu", data={"number": number, "code": code, "csrf_token": token}
        ).text

    def test_the_provisional_number_opens_the_dossier(self):
        sheet = self.blank()
        dossier = self.enter(sheet)
        self.assertIn(dossier.name, self.url_open(f"/tra-cuu/{sheet.lookup_token}").text)
        page = self.look_up(sheet.name, sheet.lookup_token[:6])
        found = self.env["tthc.lookup.attempt"]._find(sheet.lookup_token, sheet.name)[0]
        self.assertEqual(found, dossier)
        self.assertIn(dossier.name, page)

    def test_a_wrong_code_or_a_blank_sheet_opens_nothing(self):
        sheet, blank = self.pad.sheet_ids[:2]
        self.enter(sheet)
        find = self.env["tthc.lookup.attempt"]._find
        for code, number in (
            (blank.lookup_token, sheet.name),
            (blank.lookup_token, blank.name),
            ("ABCDEFGHJKLM", sheet.name),
        ):
            self.assertFalse(any(find(code, number)), (code, number))
