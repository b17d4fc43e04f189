"""Search of procedures and legal documents by any words."""

from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from .common import CatalogueCase

MANY = 10_000


@tagged("post_install", "-at_install")
class TestWordSearch(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model = cls.env["tthc.procedure"].with_user(cls.users["staff"])
        cls.birth = cls.make("9.100001", "Thủ tục đăng ký khai sinh có yếu tố ngoại quốc")
        cls.death = cls.make("9.100002", "Đăng ký khai tử lưu động")
        cls.percent = cls.make("9.100003", r"Hỗ trợ 50%_lãi suất \ vay")

    @classmethod
    def make(cls, code, name, **values):
        return cls.env["tthc.procedure"].create(
            {"code": code, "name": name, "sector_id": cls.sector.id, **values}
        )

    def found(self, text):
        """Those of this class's procedures that the list shows for typed ``text``."""
        ours = self.birth | self.death | self.percent | self.procedure
        return self.model.search([("search_words", "ilike", text), ("id", "in", ours.ids)])

    def test_words_in_any_order_with_or_without_diacritics(self):
        for text in (
            "khai sinh ngoại quốc",
            "quoc khai SINH",
            "ĐĂNG KÝ khai sinh",
            "dang  ky sinh",
            "ngo sin qu",
        ):
            self.assertEqual(self.found(text), self.birth, text)
        self.assertEqual(self.found("dang ky"), self.birth | self.death)
        self.assertFalse(self.found("khai sinh lưu động"))

    def test_code_and_its_beginning(self):
        self.assertEqual(self.found("9.100002"), self.death)
        self.assertEqual(self.found("9.1000"), self.birth | self.death | self.percent)
        self.assertEqual(self.found("100002"), self.death)
        self.assertFalse(self.found("9x100002"))

    def test_signs_of_patterns_are_literal(self):
        for text in ("50%", "%_", "_", "\\", "50%_lai"):
            self.assertEqual(self.found(text), self.percent, text)
        self.assertFalse(self.found("h%tr"))

    def test_short_words_begin_a_word(self):
        self.assertEqual(self.found("ng"), self.birth)
        self.assertEqual(self.found("v"), self.percent | self.birth | self.death | self.procedure)
        self.assertEqual(self.found("q"), self.birth)
        self.assertEqual(self.found("lư đ"), self.death)
        everything = self.birth | self.death | self.percent | self.procedure
        self.assertEqual(self.found("  "), everything)

    def test_sector_and_keywords(self):
        self.assertEqual(self.found("vuc khai dong"), self.death)
        self.make_draft(keywords="giấy chứng sinh")
        self.assertEqual(self.found("giay chung sinh"), self.procedure)
        self.sector.name = "Hộ tịch thử"
        self.assertEqual(self.found("tich khai luu"), self.death)

    def test_what_is_being_prepared_is_not_found_beside_what_is_published(self):
        """The public pages search the same text."""
        self.make_published(keywords="giấy chứng sinh")
        self.make_draft(date(2027, 1, 1), keywords="mã bí mật")
        self.assertEqual(self.found("chung sinh"), self.procedure)
        self.assertFalse(self.found("ma bi mat"))

    def test_agency_of_an_offer(self):
        offer = self.env["tthc.offer"].create(
            {"procedure_id": self.birth.id, "agency_id": self.agency.id}
        )
        self.assertEqual(self.found("co quan thu"), self.birth)
        self.agency.name = "Phòng Tư pháp"
        self.assertEqual(self.found("tư pháp"), self.birth)
        offer.active = False
        self.assertFalse(self.found("tư pháp"))

    def test_agency_and_legal_number_of_versions(self):
        version = self.make_draft(executing_agency="Ủy ban nhân dân xã Thượng")
        for text in ("uy ban THUONG", "901/2026/NĐ-CP", "901/2026/nd-cp", "2026/nd"):
            self.assertEqual(self.found(text), self.procedure, text)
        self.document.number = "902/2026/NĐ-CP"
        self.assertFalse(self.found("901/2026/NĐ-CP"))
        self.assertEqual(self.found("902/2026"), self.procedure)
        version.legal_document_ids = [Command.clear()]
        self.assertFalse(self.found("902/2026"))

    def test_retired_versions_are_not_searched(self):
        version = self.make_published(competent_agency="Chi cục cũ")
        self.assertEqual(self.found("chi cuc cu"), self.procedure)
        version.with_user(self.users["publisher"])._end(date(2026, 1, 31), "Hết hiệu lực")
        self.assertFalse(self.found("chi cuc cu"))

    def test_typed_into_a_field_ranked(self):
        """Exact code, beginning of the name, words side by side, the rest."""
        rest = self.make("9.100010", "Sinh hoạt hè: khai báo nhóm bí ẩn")
        beside = self.make("9.100011", "Bí ẩn: khai sinh hoạt hè")
        begins = self.make("9.100012", "Khai sinh bí ẩn")
        for text, expected in (
            ("khai sinh", begins | beside | rest),
            ("KHAI  sinh", begins | beside | rest),
            ("9.100011", beside),
        ):
            ids = [row[0] for row in self.model.name_search(text, [("name", "ilike", "bí ẩn")])]
            self.assertEqual(ids, expected.ids, text)
        coded = self.make("9.100013", "Theo mã 9.100010")
        self.assertEqual(
            [row[0] for row in self.model.name_search("9.100010")], [rest.id, coded.id]
        )
        self.assertEqual(len(self.model.name_search("bi an", limit=2)), 2)
        self.assertTrue(self.model.name_search(""))

    def test_not_like_and_by_exact_name(self):
        self.assertNotIn(
            self.birth, self.model.search([("display_name", "not ilike", "khai sinh")])
        )
        self.assertEqual(self.model.name_search("9.100001", operator="=")[0][0], self.birth.id)

    def test_offers_and_versions_by_their_procedure(self):
        offer = self.env["tthc.offer"].create(
            {"procedure_id": self.birth.id, "agency_id": self.agency.id}
        )
        found = self.env["tthc.offer"].search([("procedure_id", "ilike", "sinh ngoai quoc")])
        self.assertEqual(found, offer)
        version = self.make_draft()
        found = self.env["tthc.procedure.version"].search([("procedure_id", "ilike", "tuc thu")])
        self.assertIn(version, found)

    def test_legal_documents(self):
        self.document.write({"name": "Quy định về hộ tịch", "issuer": "Chính phủ"})
        documents = self.env["tthc.legal.document"].with_user(self.users["staff"])
        for text in ("901/2026/nd-cp", "ho tich chinh phu", "tịch 901"):
            self.assertIn(self.document, documents.search([("search_words", "ilike", text)]), text)
            self.assertIn(self.document.id, [row[0] for row in documents.name_search(text)], text)

    def test_works_without_the_index(self):
        self.env.cr.execute("DROP INDEX tthc_procedure_search_text_trigram")
        self.assertEqual(self.found("khai tu luu dong"), self.death)
        definition = type(self.model)._search_text_trigram
        self.patch(self.registry, "has_trigram", False)
        self.assertEqual(definition.get_definition(self.registry), "")


@tagged("post_install", "-at_install")
class TestSearchOfMany(CatalogueCase):
    """As many as the national catalogue has: rows by SQL, for speed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.cr.execute(
            """
            INSERT INTO tthc_procedure (code, name, short_name, sector_id, active, search_text)
            SELECT '8.' || lpad(n::text, 6, '0'), 'Thủ tục ' || n, 'Thủ tục ' || n, %s, true,
                   ' thu tuc ' || md5(n::text) || ' 8.' || lpad(n::text, 6, '0')
                   || ' linh vuc thu so ' || n %% 40 || ' ' || n %% 300 || '/2026/nd-cp'
                   || repeat(' uy ban nhan dan', 20)
              FROM generate_series(1, %s) n
            """,
            (cls.sector.id, MANY),
        )
        cls.env.cr.execute("ANALYZE tthc_procedure")
        cls.model = cls.env["tthc.procedure"].with_user(cls.users["staff"])

    def plan(self, text):
        query = self.model._search([("search_words", "ilike", text)], limit=80)
        code = query.select()
        self.env.cr.execute("EXPLAIN " + code.code, code.params)  # pylint: disable=sql-injection
        return "\n".join(row[0] for row in self.env.cr.fetchall())

    def test_plan_uses_the_index(self):
        for text in ("8.004321", "thủ tục 217/2026/NĐ-CP", "thủ tục a87ff6"):
            self.assertIn("tthc_procedure_search_text_trigram", self.plan(text), text)

    def test_queries_of_the_list(self):
        """One query for the rows with their fields, one for the sectors' names, and one for
        the versions behind the state."""
        specification = {
            "code": {},
            "short_name": {},
            "sector_id": {"fields": {"display_name": {}}},
            "state": {},
        }
        domain = [("search_words", "ilike", "thủ tục 217/2026/NĐ-CP")]
        self.model.web_search_read(domain, specification, limit=80)
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            result = self.model.web_search_read(domain, specification, limit=80)
        self.assertEqual(result["length"], sum(n % 300 == 217 for n in range(1, MANY + 1)))
