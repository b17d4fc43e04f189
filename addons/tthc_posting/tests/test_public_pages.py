from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_posting.tools.public_query import Query

from .common import PDF, PostingCase


@tagged("post_install", "-at_install")
class TestPublicPages(PostingCase, HttpCase):
    """What anybody sees without an account, in both languages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        draft = cls.make_rich()
        cls.form = cls.add_form(draft)
        cls.version = cls.publish_rich(draft)
        cls.path = "/thu-tuc/9.000001"

    def test_everything_posted_is_on_the_page(self):
        page = self.url_open(self.path)
        self.assertEqual(page.status_code, 200)
        for words in (
            "9.000001",
            "77/QĐ-THU",
            "Lĩnh vực thử",
            "Bước 1: nộp hồ sơ thử",
            "Phải đủ điều kiện thử",
            "Sở Thử nghiệm thực hiện",
            "Ủy ban có thẩm quyền thử",
            "Tờ khai",
            "20.000",
            "Giấy chứng nhận",
            "901/2026/NĐ-CP",
            "https://vanban.example/901",
            "Trung tâm thử Một",
            "Số 5, đường Thử",
            "Quầy 7",
            "Nơi tiếp nhận thử",
            "Mẫu đơn số 01.pdf",
            self.version.level_ids.with_context(lang="vi_VN").name,
            self.version.target_group_ids.with_context(lang="vi_VN").name,
            f"{self.path}/qr.svg",
        ):
            self.assertIn(words, page.text)

    def test_vietnamese_by_default_and_english_when_asked(self):
        vietnamese = self.url_open(self.path, headers={"Accept-Language": "en"})
        self.assertIn('<html lang="vi"', vietnamese.text)
        self.assertIn("Thành phần hồ sơ", vietnamese.text)
        self.assertNotIn("Papers of the dossier", vietnamese.text)
        english = self.url_open(f"{self.path}?lang=en")
        self.assertIn('<html lang="en"', english.text)
        self.assertIn("Papers of the dossier", english.text)
        self.assertIn("Bước 1: nộp hồ sơ thử", english.text)
        self.assertIn('href="/thu-tuc?lang=en"', english.text)
        listing = self.url_open("/thu-tuc?lang=en&q=thu+nghiem+buu+kien")
        self.assertIn(f'href="{self.path}?lang=en"', listing.text)

    def test_search_with_and_without_diacritics(self):
        for words in ("bưu kiện thử", "buu kien", "9.000001", "901/2026", "so thu nghiem thuc"):
            page = self.url_open("/thu-tuc", params={"q": words})
            self.assertIn(f'href="{self.path}"', page.text, words)
        page = self.url_open("/thu-tuc?q=khongcotunaynhuvay")
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("<h2><a", page.text)
        self.assertIn("noindex", page.text)

    def test_filters(self):
        version = self.version
        found = {
            "sector": self.sector.id,
            "level": version.level_ids.id,
            "group": version.target_group_ids.id,
            "centre": self.centre.id,
            "online": version.online_level,
        }
        for name, value in found.items():
            page = self.url_open("/thu-tuc", params={"q": "9.000001", name: value})
            self.assertIn(f'href="{self.path}"', page.text, name)
        other = self.env["tthc.target.group"].search([("id", "!=", version.target_group_ids.id)])
        for name, value in (
            ("centre", self.centre2.id),
            ("group", other[0].id),
            ("online", "full"),
            ("sector", self.sector.id + 1),
        ):
            page = self.url_open("/thu-tuc", params={"q": "9.000001", name: value})
            self.assertNotIn(f'href="{self.path}"', page.text, name)

    def test_bad_addresses_say_what_is_wrong(self):
        for address, status, words in (
            ("/thu-tuc?sector=1%20OR%201", 400, "Bộ lọc"),
            ("/thu-tuc?q=" + "x" * 300, 400, "quá dài"),
            ("/thu-tuc?page=900", 404, "Không tìm thấy trang"),
            ("/thu-tuc/9.999999", 404, "Không tìm thấy trang"),
            ("/thu-tuc/linh-vuc/999999999", 404, "Không tìm thấy trang"),
            ("/thu-tuc/linh-vuc/99999999999999", 400, "Bộ lọc"),
            ("/thu-tuc/a/b/c", 404, "Không tìm thấy trang"),
            ("/thu-tuc/%00", 404, "Không tìm thấy trang"),
            ("/thu-tuc/9.000001/bieu-mau/99999999999999", 404, "Không tìm thấy trang"),
        ):
            page = self.url_open(address)
            self.assertEqual(page.status_code, status, address)
            self.assertIn(words, page.text, address)
            self.assertIn('href="/thu-tuc"', page.text)

    def test_drafts_are_nobodys_business(self):
        procedure = self.procedure.copy({"code": "9.000002", "name": "Chưa công bố bao giờ"})
        self.make_rich(procedure_id=procedure.id)
        page = self.url_open("/thu-tuc/9.000002")
        self.assertEqual(page.status_code, 404)
        self.assertNotIn("Chưa công bố", page.text)
        self.assertNotIn(
            "9.000002", self.url_open("/thu-tuc?q=chua+cong+bo").text.split("<main")[1]
        )
        self.make_rich(self.days(30), decision="88/QĐ-NHAP")
        self.assertNotIn("88/QĐ-NHAP", self.url_open(self.path).text)

    def test_coming_version_is_announced(self):
        self.publish_rich(self.make_rich(self.days(30), decision="88/QĐ-MOI"))
        page = self.url_open(self.path)
        self.assertIn("77/QĐ-THU", page.text)
        self.assertIn(self.days(30).strftime("%d/%m/%Y"), page.text)
        procedure = self.procedure.copy({"code": "9.000003", "name": "Sắp có hiệu lực"})
        self.publish_rich(self.make_rich(self.days(5), procedure_id=procedure.id))
        page = self.url_open("/thu-tuc/9.000003")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Chưa có hiệu lực", page.text)

    def test_ended_procedure_says_so(self):
        procedure = self.procedure.copy({"code": "9.000004", "name": "Đã bị bãi bỏ"})
        newer = self.env["tthc.legal.document"].create({"number": "902/2026/NĐ-CP"})
        draft = self.make_rich(self.days(-90), procedure_id=procedure.id, date_to=self.days(-1))
        self.publish_rich(draft)
        self.document.replaced_by_id = newer
        page = self.url_open("/thu-tuc/9.000004")
        self.assertEqual(page.status_code, 410)
        self.assertIn("không còn hiệu lực", page.text)
        self.assertIn("902/2026/NĐ-CP", page.text)
        self.assertNotIn("Bước 1: nộp hồ sơ thử", page.text)
        self.assertNotIn("Đã bị bãi bỏ", self.url_open("/thu-tuc?q=9.000004").text)

    def test_names_cannot_run_scripts(self):
        for path in (self.path, "/thu-tuc?q=thu+nghiem+buu+kien", "/thu-tuc?q=%3Cscript%3E"):
            page = self.url_open(path)
            self.assertEqual(page.status_code, 200)
            self.assertNotIn("<script", page.text)
            self.assertIn("default-src 'none'", page.headers["Content-Security-Policy"])
        self.document.url = "javascript:alert(1)"
        self.assertNotIn("javascript:", self.url_open(self.path).text)

    def test_addresses_for_search_engines(self):
        page = self.url_open(self.path)
        base = self.env["ir.config_parameter"].get_param("web.base.url")
        self.assertIn(f'<link rel="canonical" href="{base}{self.path}"', page.text)
        self.assertNotIn("noindex", page.text)
        self.assertIn(f"<loc>{base}{self.path}</loc>", self.url_open("/thu-tuc/sitemap.xml").text)

    def test_kept_pages_are_asked_for_again(self):
        first = self.url_open(self.path)
        self.assertIn("must-revalidate", first.headers["Cache-Control"])
        self.assertNotIn("Set-Cookie", first.headers)
        again = self.url_open(self.path, headers={"If-None-Match": first.headers["ETag"]})
        self.assertEqual((again.status_code, again.content), (304, b""))
        self.offer.counter = "Quầy 8"
        changed = self.url_open(self.path, headers={"If-None-Match": first.headers["ETag"]})
        self.assertEqual(changed.status_code, 200)
        self.assertIn("Quầy 8", changed.text)

    def test_everybody_sees_the_same(self):
        anonymous = self.url_open(self.path).text
        self.authenticate(self.users["editor"].login, self.users["editor"].login)
        self.assertEqual(self.url_open(self.path).text, anonymous)

    def test_pages_of_the_list(self):
        for number in range(25):
            procedure = self.procedure.copy(
                {"code": f"9.1000{number:02d}", "name": f"Thủ tục trangdai {number}"}
            )
            self.publish_rich(self.make_draft(self.days(-1), procedure_id=procedure.id))
        first = self.url_open("/thu-tuc?q=trangdai")
        self.assertIn("25 thủ tục", " ".join(first.text.split()))
        self.assertEqual(first.text.count("<h2><a"), 20)
        self.assertIn("q=trangdai&amp;page=2", first.text)
        self.assertEqual(self.url_open("/thu-tuc?q=trangdai&page=2").text.count("<h2><a"), 5)


@tagged("post_install", "-at_install")
class TestForms(PostingCase, HttpCase):
    """Downloads of forms, and no other file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        draft = cls.make_rich()
        cls.form = cls.add_form(draft)
        cls.version = cls.publish_rich(draft)

    def fetch(self, file, code="9.000001"):
        return self.url_open(f"/thu-tuc/{code}/bieu-mau/{file.id}")

    def test_form_comes_under_its_name(self):
        file = self.fetch(self.form)
        self.assertEqual((file.status_code, file.content), (200, PDF))
        self.assertEqual(file.headers["Content-Type"], "application/pdf")
        self.assertIn("attachment", file.headers["Content-Disposition"])
        self.assertIn("M%E1%BA%ABu", file.headers["Content-Disposition"])
        self.assertEqual(file.headers["X-Content-Type-Options"], "nosniff")

    def test_no_other_file_is_given(self):
        attachments = self.env["ir.attachment"]
        private = attachments.create({"name": "mật.pdf", "raw": b"mat"})
        of_partner = attachments.create(
            {
                "name": "p",
                "raw": b"x",
                "res_model": "res.partner",
                "res_id": self.env.user.partner_id.id,
            }
        )
        chatter = attachments.create(
            {"name": "c", "raw": b"x", "res_model": self.version._name, "res_id": self.version.id}
        )
        for file in (private, of_partner, chatter):
            self.assertEqual(self.fetch(file).status_code, 404)

    def test_file_linked_from_elsewhere_is_not_given(self):
        partner = self.env.user.partner_id
        theirs = self.env["ir.attachment"].create(
            {"name": "p", "raw": b"x", "res_model": "res.partner", "res_id": partner.id}
        )
        draft = self.make_rich(self.days(20))
        draft.sudo().case_ids.component_ids.form_attachment_ids = [Command.link(theirs.id)]
        self.publish_rich(draft)
        self.assertNotIn(f"bieu-mau/{theirs.id}", self.url_open("/thu-tuc/9.000001").text)
        self.assertEqual(self.fetch(theirs).status_code, 404)

    def test_link_to_another_site_is_not_given(self):
        draft = self.make_rich(self.days(20))
        link = self.add_form(draft, content=False, type="url", url="https://evil.example/")
        self.publish_rich(draft)
        self.assertEqual(self.fetch(link).status_code, 404)

    def test_forms_of_drafts_and_of_other_procedures_are_not_given(self):
        procedure = self.procedure.copy({"code": "9.000005", "name": "Thủ tục khác"})
        draft = self.make_rich(self.days(-5), procedure_id=procedure.id)
        form = self.add_form(draft)
        self.assertEqual(self.fetch(form, "9.000005").status_code, 404)
        self.publish_rich(draft)
        self.assertEqual(self.fetch(form, "9.000005").status_code, 200)
        self.assertEqual(self.fetch(form).status_code, 404)

    def test_page_of_a_web_language_is_only_saved(self):
        draft = self.make_rich(self.days(20))
        form = self.add_form(draft, "mau.html", b"<script>alert(1)</script>", mimetype="text/html")
        self.publish_rich(draft)
        file = self.fetch(form)
        self.assertIn("attachment", file.headers["Content-Disposition"])
        self.assertIn("default-src 'none'", file.headers["Content-Security-Policy"])


@tagged("post_install", "-at_install")
class TestPostedPrices(PostingCase, HttpCase):
    """What regulations and the centre's own commitments add to the version."""

    def test_amount_of_the_province_and_exemptions(self):
        regulation = self.env["tthc.fee.regulation"].create(
            {
                "name": "NQ 999/2026/NQ-HĐND",
                "date_from": self.days(-30),
                "line_ids": [
                    Command.create(
                        {
                            "fee_name": "Lệ phí tỉnh",
                            "amount": 35000,
                            "procedure_ids": [Command.set(self.procedure.ids)],
                        }
                    )
                ],
                "benefit_ids": [
                    Command.create({"name": "Trẻ em thử", "evidence": "Giấy khai sinh thử"})
                ],
            }
        )
        draft = self.make_rich()
        draft.case_ids.fee_ids = [
            Command.clear(),
            Command.create({"name": "Lệ phí tỉnh", "kind": "le_phi", "amount_kind": "local"}),
        ]
        self.publish_rich(draft)
        self.assertNotIn("35.000", self.url_open("/thu-tuc/9.000001").text)
        regulation._write_unguarded({"state": "published"})
        self.env.registry.clear_cache()
        page = self.url_open("/thu-tuc/9.000001").text
        for words in ("35.000", "NQ 999/2026/NQ-HĐND", "Trẻ em thử", "Giấy khai sinh thử"):
            self.assertIn(words, page)

    def test_own_commitment_of_a_centre(self):
        version = self.publish_rich(self.make_rich())
        self.offer.limit_ids = [Command.create({"channel": "counter", "value": 3})]
        page = self.url_open("/thu-tuc/9.000001").text
        self.assertIn("3 ngày làm việc", page)
        values = version.with_context(posting_centre=self.centre2.id)._sheet_values()
        self.assertFalse(values["content"]["cases"][0]["channels"][0]["committed"])
        values = version.with_context(posting_centre=self.centre.id)._sheet_values()
        self.assertTrue(values["content"]["cases"][0]["channels"][0]["committed"])


@tagged("post_install", "-at_install")
class TestPublicBudget(PostingCase, HttpCase):
    """SQL queries of a page, warm: they do not grow with what stands on it."""

    def count(self, act):
        act()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        act()
        return self.cr.sql_log_count - before

    def test_pages(self):
        procedures = self.env["tthc.procedure"].with_user(self.users["public"])
        first = self.publish_rich(self.make_rich())
        one_case = self.count(lambda: procedures._public_content_of(self.procedure.code))
        draft = first.with_user(self.users["editor"]).copy(
            {"date_from": self.today, "decision": "2/QĐ"}
        )
        for number in range(4):
            case = draft.case_ids[0].copy({"name": f"Trường hợp {number}", "version_id": draft.id})
            for component in range(10):
                case.component_ids[0].copy({"case_id": case.id, "name": f"Giấy {component}"})
        self.publish_rich(draft)
        five_cases = self.count(lambda: procedures._public_content_of(self.procedure.code))
        self.assertEqual(five_cases, one_case)
        self.assertLessEqual(five_cases, 32)

    def test_list(self):
        procedures = self.env["tthc.procedure"].with_user(self.users["public"])
        for number in range(6):
            procedure = self.procedure.copy({"code": f"9.20000{number}", "name": f"Đếm {number}"})
            self.publish_rich(self.make_rich(procedure_id=procedure.id))
        read = self.count(lambda: procedures._public_list(Query(text="dem 1")))
        more = self.count(lambda: procedures._public_list(Query(text="dem")))
        self.assertEqual(more, read)
        self.assertLessEqual(more, 5)
