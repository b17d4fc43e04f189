import re
from datetime import date, datetime, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import DossierCommon


class FormCase(DossierCommon):
    """Issuing forms by people of each role; the PDF itself is made where a test looks at it."""

    TUESDAY_9 = datetime(2026, 3, 10, 2, 0)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forms = cls.env["tthc.form"]
        cls.prints = cls.env["tthc.form.print"]

    def issue(self, key, record, user=None, instant=None):
        """The row of the log of a form issued by ``user``."""
        user = user or self.receptionist
        form = self.forms._of(key).with_user(user).sudo(False)
        record = record.with_user(user).sudo(False)
        if instant:
            context = {"tthc_now": instant}
            form, record = (row.sudo().with_context(**context) for row in (form, record))
        return form._issue(record)[0].with_env(self.env)

    def refused(self, error, message, function, *args, **kwargs):
        with self.assertRaisesRegex(error, message), self.env.cr.savepoint():
            function(*args, **kwargs)


@tagged("post_install", "-at_install")
class TestFormLayouts(FormCase):
    """What forms look like is data with a period."""

    def layout(self, **values):
        return self.env["tthc.form.layout"].create(
            {
                "form_id": self.forms._of("receipt").id,
                "name": "Mẫu thử",
                "date_from": date(2040, 1, 1),
                "block_ids": [(0, 0, {"kind": "title", "label": "GIẤY [mã hồ sơ]"})],
                **values,
            }
        )

    def test_both_sets_are_there(self):
        """Seven forms and the hand-over list have a layout; the set of 2018 had six forms."""
        numbers, old_numbers = {}, {}
        for form in self.forms.search([]):
            now = form._layout_for(self.centre, date(2026, 3, 9))
            self.assertFalse(now.verified)
            self.assertTrue(now.remark)
            if form.key == "handover_list":
                continue
            self.assertEqual(now.legal_document_id.number, "03/2025/TT-VPCP", form.key)
            numbers[form.key] = now.number
            if form.key == "stop":
                continue
            before = form._layout_for(self.centre, date(2021, 5, 31))
            self.assertEqual(before.legal_document_id.number, "01/2018/TT-VPCP")
            old_numbers[form.key] = before.number
        self.assertEqual(sorted(numbers.values()), [f"{number:02d}" for number in range(1, 8)])
        self.assertEqual(sorted(old_numbers.values()), [f"{number:02d}" for number in range(1, 7)])
        self.assertEqual((numbers["ledger"], old_numbers["ledger"]), ("07", "06"))

    def test_layout_by_the_day_of_acceptance(self):
        """A received dossier keeps the set of forms under which it was received."""
        old = self.take_in(instant=self.MONDAY_9)
        old._set({"accepted_at": datetime(2025, 6, 2, 2, 0)})
        self.assertEqual(self.issue("receipt", old).layout_id.name, "TT 01/2018/TT-VPCP")
        new = self.take_in(instant=self.MONDAY_9)
        self.assertEqual(self.issue("receipt", new).layout_id.name, "TT 03/2025/TT-VPCP")

    def test_none_in_force(self):
        form = self.forms._of("receipt")
        with self.assertRaisesRegex(UserError, "05/05/2005"):
            form._layout_for(self.centre, date(2005, 5, 5))

    def test_a_centres_own_layout_goes_before(self):
        own = self.layout(company_id=self.centre.id, date_from=date(2026, 1, 1))
        form = self.forms._of("receipt")
        self.assertNotEqual(form._layout_for(self.centre, date(2026, 3, 9)), own)
        own.action_publish()
        self.assertEqual(form._layout_for(self.centre, date(2026, 3, 9)), own)
        self.assertNotEqual(form._layout_for(self.other_centre, date(2026, 3, 9)), own)

    def test_two_at_a_time_are_refused(self):
        first = self.layout()
        current = self.forms._of("receipt")._layout_for(self.centre, date(2026, 3, 9))
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            first.action_publish()
            self.env.flush_all()
        self.env.invalidate_all()
        current.date_to = date(2039, 12, 31)
        self.env.flush_all()
        first.action_publish()
        self.env.flush_all()

    def test_published_stays_as_it_is(self):
        current = self.forms._of("receipt")._layout_for(self.centre, date(2026, 3, 9))
        block = current.block_ids[0]
        for attempt in (
            lambda: current.write({"font_size": 12}),
            lambda: current.write({"block_ids": [(5, 0, 0)]}),
            current.unlink,
            lambda: block.write({"label": "x"}),
            block.unlink,
            lambda: block.copy({"layout_id": current.id}),
            lambda: current.block_ids.item_ids[0].write({"label": "x"}),
            lambda: current.block_ids.item_ids[0].unlink(),
            lambda: current.write({"state": "draft"}),
        ):
            self.refused(UserError, "", attempt)
        self.refused(UserError, "draft", self.layout, state="published")

    def test_used_layout_neither_ends_before_its_use_nor_goes_back(self):
        layout = self.issue("receipt", self.take_in(instant=self.MONDAY_9)).layout_id
        self.refused(UserError, "09/03/2026", layout.write, {"date_to": date(2026, 3, 8)})
        layout.date_to = date(2026, 3, 9)
        self.refused(UserError, "issued", layout.action_withdraw)
        unused = self.layout(date_from=date(2026, 3, 10))
        unused.action_publish()
        unused.action_withdraw()
        unused.block_ids.label = "GIẤY KHÁC"

    def test_a_change_is_a_copy(self):
        """Labels, order, visibility and columns are the administrator's to change."""
        current = self.forms._of("receipt")._layout_for(self.centre, date(2026, 3, 9))
        copy = current.copy()
        self.assertEqual(copy.state, "draft")
        self.assertEqual(len(copy.block_ids.item_ids), len(current.block_ids.item_ids))
        table = copy.block_ids.filtered(lambda block: block.kind == "components")
        table.item_ids.filtered(lambda item: item.column == "copies").visible = False
        table.label = "1. GIẤY TỜ ĐÃ NỘP"
        copy.block_ids.filtered(lambda block: block.kind == "notes").visible = False
        current.date_to = date(2026, 3, 8)
        copy.date_from = date(2026, 3, 9)
        copy.action_publish()
        dossier = self.take_in(instant=self.MONDAY_9)
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "tthc_dossier.report_receipt", dossier.ids
        )
        self.assertIn("1. GIẤY TỜ ĐÃ NỘP", html.decode())
        self.assertNotIn("Bản sao<", html.decode())
        self.assertNotIn("biên lai", html.decode())

    def test_unknown_placeholders_are_refused(self):
        layout = self.layout()
        block = layout.block_ids
        for values in ({"text": "[mật khẩu]"}, {"label": "[bên giao]"}):
            self.refused(ValidationError, r"mã hồ sơ.*trung tâm", block.write, values)
        item = {"label": "x", "text": "[lý do]"}
        self.refused(
            ValidationError, "lý do", block.write, {"kind": "fields", "item_ids": [(0, 0, item)]}
        )
        self.refused(
            ValidationError,
            "originals",
            block.write,
            {"kind": "components", "item_ids": [(0, 0, {"column": "agency"})]},
        )

    def test_only_the_administrator_edits(self):
        layout = self.layout()
        for user in (self.receptionist, self.manager, self.inspector):
            for attempt in (
                lambda row: row.write({"name": "x"}),
                lambda row: row.action_publish(),
                lambda row: row.copy(),
            ):
                self.refused(AccessError, "", attempt, layout.with_user(user))

    def test_preview_issues_nothing(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        before = self.prints.search_count([])
        for form in self.forms.search([]):
            for sample in ("short", "long"):
                preview = self.env["tthc.form.preview"].create(
                    {"layout_id": form.layout_ids[:1].id, "sample": sample}
                )
                self.assertIn("XEM THỬ", preview._pdf().decode())
        layout = self.forms._of("receipt").layout_ids[:1]
        preview = self.env["tthc.form.preview"].create(
            {"layout_id": layout.id, "sample": "dossier", "dossier_id": dossier.id}
        )
        self.assertIn(dossier.name, preview._pdf().decode())
        self.assertEqual(self.prints.search_count([]), before)
        admin = self.env.ref("base.user_admin")
        admin.company_id.external_report_layout_id = False
        mine = self.env["tthc.form.preview"].with_user(admin).create({"layout_id": layout.id})
        action = mine.action_preview()
        self.assertEqual(action.get("report_name"), "tthc_dossier.report_form_preview")


@tagged("post_install", "-at_install")
class TestFormPrints(FormCase):
    """The log of printed papers."""

    def test_original_then_reprints(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        first = self.issue("receipt", dossier)
        self.assertEqual((first.kind, first.copy_no, first.state), ("original", 0, "valid"))
        self.assertEqual(first.number, f"{dossier.name}/TTPVHCC")
        self.assertEqual((first.user_id, first.dossier_id), (self.receptionist, dossier))
        self.assertEqual(first.content["texts"]["chủ hồ sơ"], self.citizen.name)
        self.assertEqual(len(first.content["tables"]["components"]), 5)
        self.assertNotIn(self.citizen.tthc_identity_number, str(first.content))
        self.assertEqual(first.digest, self.prints._digest_of(first.content))
        self.assertIn("GIẤY TIẾP NHẬN", first._pdf().decode())
        again = [self.issue("receipt", dossier, user) for user in (self.manager, self.receptionist)]
        self.assertEqual([row.kind for row in again], ["reprint"] * 2)
        self.assertEqual([row.copy_no for row in again], [1, 2])
        self.assertEqual({row.original_id for row in again}, {first})
        self.assertEqual({row.digest for row in again}, {first.digest})

    def test_reprint_is_the_kept_paper_with_a_mark(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        form = self.forms._of("receipt")
        row, original = form._issue(dossier)
        _copy, pdf = form._issue(dossier)
        self.assertTrue(pdf.startswith(original))
        self.assertIn("BẢN IN LẠI (lần 1)", pdf.decode())
        self.assertNotIn("BẢN IN LẠI", original.decode())
        row._file().sudo().raw = b"gone"
        _copy, made_again = form._issue(dossier)
        self.assertIn("BẢN IN LẠI (lần 2)", made_again.decode())
        self.assertIn(dossier.name, made_again.decode())

    def test_another_content_is_another_original(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        first = self.issue("receipt", dossier)
        self.issue("receipt", dossier)
        dossier._set({"due_at": dossier.due_at + timedelta(days=1)})
        second = self.issue("receipt", dossier)
        self.assertEqual((second.kind, second.copy_no), ("original", 0))
        self.assertEqual((second.supersedes_id, second.number), (first, first.number))
        self.assertEqual((first.state, second.state), ("replaced", "valid"))

    def test_the_log_is_append_only(self):
        row = self.issue("receipt", self.take_in(instant=self.MONDAY_9))
        for attempt in (
            lambda: row.sudo().write({"number": "x"}),
            lambda: row.sudo().unlink(),
            lambda: row.sudo().create({"number": "x"}),
        ):
            self.refused(UserError, "", attempt)
        for query in ("UPDATE tthc_form_print SET number = 'x'", "DELETE FROM tthc_form_print"):
            with (
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(query)

    def test_who_issues_and_who_reads(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        for user in (self.inspector, self.officer):
            self.refused(AccessError, "", self.issue, "receipt", dossier, user)
        self.refused(AccessError, "", self.issue, "receipt", dossier, self.other_receptionist)
        row = self.issue("receipt", dossier)
        for user, reads in (
            (self.receptionist, True),
            (self.manager, True),
            (self.inspector, True),
            (self.other_receptionist, False),
            (self.stranger, False),
        ):
            with self.subTest(user=user.login):
                found = self.prints.with_user(user).search([("id", "=", row.id)])
                self.assertEqual(bool(found), reads)
                file = row._file().with_user(user)
                if reads:
                    self.assertTrue(file.read(["raw"]))
                    self.assertIn("Giấy tiếp nhận", dossier.with_user(user).get_printed_papers())
                else:
                    self.refused(AccessError, "", file.read, ["raw"])
                self.refused(AccessError, "", file.write, {"raw": b"x"})

    def test_nothing_to_print(self):
        registered = self.take_in(accept=False, instant=self.MONDAY_9)
        self.refused(UserError, "accepted", self.issue, "receipt", registered)

    # Supplement -----------------------------------------------------------------------------------

    def ask(self, dossier, note="Thiếu bản sao có chứng thực", **params):
        self.at(dossier, self.MONDAY_9, self.receptionist).action_request_supplement(
            note=note, **params
        )
        return dossier.supplement_round_ids.sorted("number")[-1:]

    def test_supplement_numbers_have_no_gap(self):
        """Numbers come when a paper is first issued, not when it is asked for, and once."""
        rounds = [self.ask(self.take_in(accept=False, instant=self.MONDAY_9)) for _i in range(3)]
        numbers = [self.issue("supplement", row).number for row in (rounds[2], rounds[0])]
        self.assertEqual(numbers, ["01/HDHS", "02/HDHS"])
        self.assertEqual(self.issue("supplement", rounds[2]).number, "01/HDHS")
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.assertEqual(self.issue("supplement", rounds[1]).number, "03/HDHS")
            raise ZeroDivisionError
        self.env.invalidate_all()
        self.assertEqual(self.issue("supplement", rounds[1]).number, "03/HDHS")

    def test_series_are_of_a_centre_an_agency_and_a_year(self):
        form = self.forms._of("supplement")
        nobody = self.env["tthc.agency"]

        def numbered(company, agency, instant):
            return form._next_number(company, agency, instant)[2]

        self.issue("supplement", self.ask(self.take_in(accept=False, instant=self.MONDAY_9)))
        self.assertEqual(numbered(self.centre, nobody, self.MONDAY_9), "02/HDHS")
        self.assertEqual(numbered(self.other_centre, nobody, self.MONDAY_9), "01/HDHS")
        self.assertEqual(numbered(self.centre, self.justice, self.MONDAY_9), "01/HDHS")
        # 17:30 UTC of the last day is the next year at the centre
        evening = datetime(2026, 12, 31, 17, 30)
        self.assertEqual(numbered(self.centre, nobody, evening), "01/HDHS")

    def test_number_patterns(self):
        form = self.forms._of("supplement")
        form.number_pattern = "{serial:03d}/{year}/HDHS-{centre}"
        self.assertEqual(form._number_text(7, 2026, "TTPVHCC"), "007/2026/HDHS-TTPVHCC")
        for wrong in ("HDHS", "{number}", "{serial", "{year}"):
            self.refused(ValidationError, "serial", form.write, {"number_pattern": wrong})

    # Who checks -----------------------------------------------------------------------------------

    def test_what_the_code_vouches_for(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        row = self.issue("receipt", dossier)
        found = self.prints._check_token(row.token)
        values = found["values"]
        self.assertEqual(found["verdict"], "valid")
        self.assertEqual(values["form"], "receipt")
        self.assertEqual(values["number"], row.number)
        self.assertEqual(values["dossier"], dossier.name)
        self.assertEqual(values["procedure"], self.procedure.code)
        self.assertEqual(values["due"], datetime(2026, 3, 12, 17, 0))
        self.assertEqual(values["count"], "5")
        self.assertEqual(values["identity"], self.citizen.tthc_identity_number)
        self.assertEqual(values["lookup"], dossier.lookup_token)
        self.assertEqual(self.prints._of_token(f"https://x/kiem-tra/{row.token}"), row)
        page = self.prints._check_page(found)
        self.assertNotIn(self.citizen.tthc_identity_number, str(page["rows"]))
        self.assertNotIn(self.citizen.name, str(page["rows"]))

    def test_keys_are_changed_and_old_papers_hold(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        old = self.issue("receipt", dossier)
        name = old.token.split(".")[0]
        self.assertNotEqual(self.prints._new_key()[0], name)
        new = self.issue("receipt", self.take_in(instant=self.MONDAY_9))
        self.assertNotEqual(new.token.split(".")[0], name)
        for row in (old, new):
            self.assertEqual(self.prints._check_token(row.token)["verdict"], "valid")

    def test_genuine_but_not_in_the_log(self):
        """Signed by our key, for a print that the database does not have."""
        row = self.issue("receipt", self.take_in(instant=self.MONDAY_9))
        token = row.token
        self.env.cr.execute("ALTER TABLE tthc_form_print DISABLE TRIGGER USER")
        self.env.cr.execute("UPDATE tthc_form_print SET code = 'X' WHERE id = %s", [row.id])
        self.env.cr.execute("ALTER TABLE tthc_form_print ENABLE TRIGGER USER")
        self.env.invalidate_all()
        self.assertEqual(self.prints._check_token(token)["verdict"], "unknown")


@tagged("post_install", "-at_install")
class TestFormCheckPage(FormCase, HttpCase):
    """The public page behind the QR code."""

    def page(self, token):
        response = self.url_open(f"/kiem-tra/{token}")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["X-Robots-Tag"], "noindex")
        return re.sub(r"\s+", " ", response.text)

    def test_genuine_replaced_forged(self):
        dossier = self.take_in(instant=self.MONDAY_9)
        first = self.issue("receipt", dossier)
        text = self.page(first.token)
        for words in (
            "Mã trên giấy là thật",
            "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
            self.centre.name,
            dossier.name,
            self.procedure.code,
            "17 giờ 00 phút, ngày 12/03/2026",
            "027•••••••19",
            "không xác nhận",
            f"/tra-cuu/{dossier.lookup_token}",
        ):
            self.assertIn(words, text)
        self.assertNotIn(self.citizen.tthc_identity_number, text)
        self.assertNotIn(self.citizen.name, text)
        self.assertIn("Mã trên giấy là thật", self.page(first.token.lower()))
        for forged in (first.token[:-1] + "2", first.token[5:], "ABC", "1.AAAA.AAAA"):
            if forged != first.token:
                self.assertIn("KHÔNG ĐÚNG", self.page(forged))
        dossier._set({"due_at": dossier.due_at + timedelta(days=1)})
        self.issue("receipt", dossier)
        text = self.page(first.token)
        self.assertIn("ĐÃ ĐƯỢC THAY THẾ", text)
        self.assertNotIn("Mã trên giấy là thật", text)

    def test_without_a_code(self):
        self.assertIn("Nội dung của mã QR", self.url_open("/kiem-tra").text)
        text = self.url_open("/kiem-tra?code=https://x.vn/kiem-tra/GIA").text
        self.assertIn("KHÔNG ĐÚNG", text)
