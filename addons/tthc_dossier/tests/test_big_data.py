"""The desk's screens at 100 and at 20,000 dossiers: the same queries, none that reads them all.

Counted warm, as in a worker that has served its first requests, with every installed module's
fields in the views; each question is asked as the web client asks it. Messages and activities
under the form are Odoo's own further requests and are not counted.
"""

from odoo.fields import Domain
from odoo.tests import tagged

from .common import DossierCommon
from .many_dossiers import multiply
from .web_client import specification

SMALL, LARGE = 100, 20_000
#: Centres of the province; its agencies are one fewer, so that every pair of both occurs.
SPREAD = 10
FORM_BUDGET, LIST_BUDGET = 40, 15
OPEN = ("registered", "accepted", "processing", "supplement", "financial", "withdrawing")
#: The lists of the menu: filter and order.
LISTS = {
    "open": ([("state", "in", OPEN)], None),
    "mine": ([("is_mine", "=", True)], "due_at, id"),
    "late": ([("urgency", "=", "late")], None),
    "to return": ([("state", "=", "done")], None),
}


@tagged("post_install", "-at_install")
class TestBigData(DossierCommon):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        currency = cls.env.ref("base.VND").id
        centres = cls.centre | cls.env["res.company"].create(
            [
                {"name": f"Trung tâm đo {n}", "tthc_is_centre": True, "currency_id": currency}
                for n in range(1, SPREAD)
            ]
        )
        agencies = cls.justice | cls.env["tthc.agency"].create(
            [{"name": f"Sở đo {n}", "kind": "department"} for n in range(1, SPREAD - 1)]
        )
        desk = cls.__new__(cls)
        cls.originals = desk.make_originals()
        multiply(cls.env, cls.originals, SMALL, centres[:3], agencies[:2])
        cls.small = desk.measure()
        multiply(cls.env, cls.originals, LARGE - SMALL, centres, agencies)
        cls.large = desk.measure()

    def make_originals(self):
        """Dossiers in the states that a centre's list is full of: most of them ended."""
        made = self.env["tthc.dossier"]
        for index in range(10):
            dossier = self.take_in(case_id=self.free_case.id)
            if index < 7:
                self.walk_to_result(dossier)
            if index < 6:
                dossier.with_user(self.receptionist).action_return_result()
            if index in (7, 8):
                dossier.with_user(self.receptionist).action_forward()
            made |= dossier
        return made

    def count(self, act):
        """SQL queries of ``act``, warm."""
        for _round in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            act()
        return self.cr.sql_log_count - before

    def people(self):
        """Who looks, and whose form each opens."""
        with_officer = self.originals.filtered(lambda row: row.state == "processing")[:1]
        return {
            "receptionist": (self.receptionist, self.originals[-1]),
            "officer": (self.officer, with_officer),
            "leader": (self.leader, with_officer),
            "manager": (self.manager, with_officer),
            "inspector": (self.inspector, with_officer),
        }

    def measure(self):
        """``{(what, role): queries}`` of the form and of the first page of each list."""
        found = {}
        for role, (user, dossier) in self.people().items():
            model = self.env["tthc.dossier"].with_user(user)
            form = specification(model, "form")
            record = model.browse(dossier.id).with_context(bin_size=True)
            found["form", role] = self.count(lambda one=record, spec=form: one.web_read(spec))
            desk = self.env["tthc.desk"].with_user(user)
            found["desk", role] = self.count(desk.get_desk)
            columns = specification(model, "list", "tthc_dossier.view_dossier_list")
            for name in LISTS:
                found[name, role] = self.count(
                    lambda one=model, key=name, spec=columns: self.page(one, key, spec)
                )
        return found

    def page(self, model, name, columns):
        """The first page and the count of a list, asked for also where the page is not full."""
        domain, order = LISTS[name]
        return model.with_context(force_search_count=True).web_search_read(
            domain, columns, limit=80, order=order, count_limit=10_001
        )

    def test_there_are_so_many_dossiers(self):
        self.assertGreaterEqual(self.env["tthc.dossier"].search_count([]), LARGE)
        desk = self.env["tthc.dossier"].with_user(self.receptionist)
        for name, (domain, _order) in LISTS.items():
            with self.subTest(name):
                self.assertGreater(desk.search_count(domain), 80)

    def test_the_form_and_the_lists_keep_their_budgets(self):
        for (what, role), queries in self.large.items():
            with self.subTest(what=what, role=role):
                self.assertLessEqual(queries, FORM_BUDGET if what == "form" else LIST_BUDGET)

    def test_queries_do_not_grow_with_the_dossiers(self):
        for key, queries in self.large.items():
            if key[1] != "inspector":  # who sees also what else the database holds
                with self.subTest(key):
                    self.assertLessEqual(queries, self.small[key])

    def plan(self, model, domain, **options):
        return self.explain(model._search(Domain(domain), **options).select())

    def explain(self, query):
        self.env.flush_all()
        self.env.cr.execute("EXPLAIN " + query.code, query.params)
        return "\n".join(line for (line,) in self.env.cr.fetchall())

    def test_no_list_reads_every_dossier(self):
        """The record rules are part of each query."""
        for role, (user, _dossier) in self.people().items():
            if role == "inspector":  # sees them all
                continue
            model = self.env["tthc.dossier"].with_user(user)
            for name, (domain, order) in LISTS.items():
                for options in ({"limit": 80, "order": order or model._order}, {"limit": 10_001}):
                    with self.subTest(list=name, role=role, **options):
                        plan = self.plan(model, domain, **options)
                        self.assertNotIn("Seq Scan on tthc_dossier", plan)

    def test_no_rule_of_the_rows_reads_every_dossier(self):
        """The rows of a dossier, with the record rules of who looks."""
        for role, (user, dossier) in self.people().items():
            for name in ("party", "component", "task", "event"):
                model = self.env[f"tthc.dossier.{name}"].with_user(user)
                with self.subTest(name, role=role):
                    plan = self.plan(model, [("dossier_id", "=", dossier.id)])
                    self.assertNotIn("Seq Scan on tthc_dossier", plan)

    def test_no_figure_of_a_desk_reads_every_dossier(self):
        for role, (user, _dossier) in self.people().items():
            if role == "inspector":  # counts in all centres
                continue
            desk = self.env["tthc.desk"].with_user(user)
            for section in desk._sections():
                for key, figure in section.figures().items():
                    with self.subTest(role=role, section=section.key, figure=key):
                        plan = self.explain(desk._count_sql([figure]))
                        self.assertNotIn("Seq Scan on tthc_dossier ", plan)
