import doctest
from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..tools import desk, desk_search
from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestDeskSearch(DossierCommon):
    """What people type into the search of dossiers, and what they find with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        desk = cls.__new__(cls)
        cls.dossier = desk.take_in(case_id=cls.free_case.id)
        cls.other_person = cls.env["res.partner"].create(
            {
                "name": "Đỗ Thị Ánh Nguyệt",
                "tthc_kind": "citizen",
                "tthc_identity_number": "027180000028",
                "phone": "0987654321",
                "tthc_commune": "Phường Thử Nghiệm",
            }
        )
        cls.other = desk.take_in(case_id=cls.free_case.id, owner=cls.other_person.id)
        cls.env.flush_all()

    def found(self, text, name="search_any", user=None):
        dossiers = self.env["tthc.dossier"].with_user(user or self.receptionist)
        both = self.dossier | self.other
        return dossiers.search([(name, "ilike", text), ("id", "in", both.ids)])

    def test_examples_of_the_tools(self):
        for module in (desk, desk_search):
            self.assertFalse(doctest.testmod(module).failed)

    def test_names_without_diacritics(self):
        for text in ("nguyen van thu", "NGUYEN thu", "Nguyễn Văn Thử", "thử"):
            with self.subTest(text):
                self.assertEqual(self.found(text), self.dossier)
        for text in ("do thi anh nguyet", "Đỗ", "nguyet"):
            with self.subTest(text):
                self.assertEqual(self.found(text), self.other)
        self.assertFalse(self.found("guyen"))  # words are found by their beginnings

    def test_a_renamed_person_is_found_by_the_new_name(self):
        self.other_person.name = "Đỗ Thị Bích"
        self.assertEqual(self.found("do thi bich"), self.other)
        self.assertFalse(self.found("anh nguyet"))

    def test_number_and_its_last_digits(self):
        number = self.dossier.name
        self.assertEqual(self.found(number), self.dossier)
        tail = number.rsplit("-", 1)[1]
        self.assertIn(self.dossier, self.found(tail))
        self.assertNotIn(self.other, self.found(tail))
        self.assertEqual(self.found(tail, "search_number"), self.dossier)

    def test_personal_number_and_scanned_card(self):
        card = "027180000028|123456789|Đỗ Thị Ánh Nguyệt|05031980|Nữ|Thử, Bắc Ninh|01072021"
        for text in ("027180000028", "027 180 000 028", card):
            with self.subTest(text):
                self.assertEqual(self.found(text), self.other)
                self.assertEqual(self.found(text, "search_person"), self.other)
        self.assertEqual(self.found("0987654321"), self.other)

    def test_who_may_not_see_personal_numbers_finds_nothing_by_them(self):
        clerk = self.receptionist.copy({"login": "t.khong"})
        clerk.group_ids = self.env.ref("base.group_user") + self.env.ref(
            "tthc_catalogue.group_staff"
        )
        self.assertFalse(clerk.has_group("tthc_dossier.group_personal_data"))
        domain = self.env["tthc.dossier"].with_user(clerk)._search_person("ilike", "027180000028")
        self.assertTrue(domain.is_false())

    def test_code_of_a_receipt(self):
        token = self.other.lookup_token
        for text in (token, f"https://motcua.example/tra-cuu/{token}"):
            with self.subTest(text):
                self.assertEqual(self.found(text), self.other)

    def test_a_submitter_is_found_too(self):
        self.dossier.sudo().party_ids.create(
            {
                "dossier_id": self.dossier.id,
                "role": "submitter",
                "partner_id": self.other_person.id,
            }
        )
        self.assertEqual(self.found("anh nguyet"), self.dossier | self.other)

    def test_record_rules_hold(self):
        for text in ("nguyen van thu", self.dossier.name, self.dossier.lookup_token):
            with self.subTest(text):
                self.assertFalse(self.found(text, user=self.other_receptionist))
                self.assertFalse(self.found(text, user=self.stranger))

    def test_filters_of_the_view_are_searches(self):
        """Every filter and group of the view runs for every role."""
        for user in (self.receptionist, self.officer, self.leader, self.manager, self.inspector):
            dossiers = self.env["tthc.dossier"].with_user(user)
            for model in (dossiers, self.env["tthc.dossier.task"].with_user(user)):
                self._run_search_view(model)

    def _run_search_view(self, model):
        arch = etree.fromstring(model.get_view(view_type="search")["arch"])
        names = {"uid": model.env.uid, "context_today": fields.Date.today}
        for node in arch.iter("filter"):
            with self.subTest(model=model._name, filter=node.get("name")):
                if node.get("domain"):
                    model.search_count(safe_eval(node.get("domain"), names), limit=1)
                if "group_by" in (node.get("context") or ""):
                    group = safe_eval(node.get("context"), names)["group_by"]
                    model.formatted_read_group([], [group], ["__count"], limit=2)

    def test_dates_of_the_filters(self):
        soon = fields.Datetime.now() + timedelta(days=1)
        self.dossier._set({"due_at": soon})
        domain = [
            ("finished_at", "=", False),
            ("due_at", ">=", "today +1d"),
            ("due_at", "<", "today +2d"),
        ]
        dossiers = self.env["tthc.dossier"].with_user(self.receptionist)
        self.assertIn(self.dossier, dossiers.search(domain))
        self.dossier._set({"due_at": soon + timedelta(days=1)})
        self.assertNotIn(self.dossier, dossiers.search(domain))

    def test_the_board_folds_what_has_ended(self):
        ended = self.walk_to_result(self.take_in(case_id=self.free_case.id))
        ended.with_user(self.receptionist).action_return_result()
        board = self.env["tthc.dossier"].with_user(self.receptionist)
        groups = board.web_read_group(
            [], ["state"], ["__count"], auto_unfold=True, unfold_read_specification={"name": {}}
        )["groups"]
        states = [group["state"] for group in groups]
        order = board._fields["state"].get_values(self.env)
        self.assertEqual(states, [state for state in order if state in states])
        opened = {group["state"] for group in groups if "__records" in group}
        self.assertIn("accepted", opened)
        self.assertIn("returned", states)
        self.assertNotIn("returned", opened)

    def test_a_board_of_some_states_has_no_other_columns(self):
        board = self.env["tthc.dossier"].with_user(self.receptionist)
        board = board.with_context(read_group_expand=True)
        for states in (["done"], ["registered", "processing"]):
            with self.subTest(states):
                domain = [("state", "in", states), ("id", "in", self.dossier.ids)]
                groups = board.web_read_group(domain, ["state"], ["__count"])["groups"]
                shown = [group["state"] for group in groups]
                self.assertEqual(shown, [state for state in states if state != "done"])

    def test_groups_by_commune_and_officer(self):
        dossiers = self.env["tthc.dossier"].with_user(self.receptionist)
        groups = dossiers._read_group(
            [("id", "in", (self.dossier | self.other).ids)], ["owner_commune"], ["__count"]
        )
        self.assertIn(("Phường Thử Nghiệm", 1), groups)
