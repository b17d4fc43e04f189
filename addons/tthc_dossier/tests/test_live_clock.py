"""Urgency and verdict in SQL: the same as in Python, for any row at any instant."""

import random
from datetime import datetime, timedelta

from odoo import fields
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.tthc_dossier.tools import live_clock

from .common import DossierCommon

NOW = datetime(2026, 3, 11, 3, 0)
#: Instants of Vietnam's and of another zone's days, around "now" and their midnights.
OFFSETS = [timedelta(hours=hours, seconds=second) for hours in (-200, -26, -20, -14, -3, 0, 3, 4,
           14, 20, 38, 44, 62, 68, 86, 92, 200) for second in (-1, 0, 1)]  # fmt: skip


def clones(case, base, count):
    """``count`` copies of a row made by SQL, as an import of many rows would; their ids."""
    model = base._name
    base.flush_recordset()
    skipped = {"id", "name", "national_code", "lookup_token"} if model == "tthc.dossier" else {"id"}
    columns = [
        name
        for name, field in base._fields.items()
        if field.store and field.column_type and name not in skipped
    ]
    identifiers = SQL(", ").join(SQL.identifier(name) for name in columns)
    rows = case.env.execute_query(
        SQL(
            "INSERT INTO %(table)s (%(columns)s) SELECT %(columns)s FROM %(table)s,"
            " generate_series(1, %(count)s) WHERE id = %(base)s RETURNING id",
            table=SQL.identifier(base._table),
            columns=identifiers,
            count=count,
            base=base.id,
        )
    )
    case.env.invalidate_all()
    return [row[0] for row in rows]


def scatter(case, table, ids, values_of):
    """Give each row values of its own."""
    for row_id in ids:
        values = values_of()
        case.env.execute_query(
            SQL(
                "UPDATE %s SET %s WHERE id = %s",
                SQL.identifier(table),
                SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items()
                ),
                row_id,
            )
        )
    case.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestLiveClock(DossierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(4)
        far = cls.other_centre.resource_calendar_id.copy({"tz": "America/New_York"})
        cls.other_centre.write({"resource_calendar_id": far.id, "tthc_soon_days": 5})

    def instant(self, null=0.3):
        if self.random.random() < null:
            return None
        return NOW + self.random.choice(OFFSETS)

    def dossiers(self, count=150):
        base = self.take_in(instant=self.MONDAY_9)
        ids = clones(self, base, count)

        def values():
            ended, due = self.instant(0.6), self.instant(0.15)
            return {
                "company_id": self.random.choice([self.centre.id, self.other_centre.id]),
                "due_at": due,
                "due_legal": due,
                "due_committed": self.instant(0.4),
                "paused_at": self.instant(0.7),
                "finished_at": ended,
                "final_verdict": self.random.choice([None, "early", "on_time", "late"]),
            }

        scatter(self, "tthc_dossier", ids, values)
        return self.env["tthc.dossier"].browse(ids)

    def tasks(self, count=150):
        dossiers = self.dossiers(40)
        base = self.take_in(instant=self.MONDAY_9).task_id
        # One index holds a dossier to one open row a step: the rows are of different dossiers.
        ids = clones_of_tasks(self, base, dossiers, count)

        def values():
            return {
                "company_id": self.random.choice([self.centre.id, self.other_centre.id]),
                "due_at": self.instant(0.15),
                "final_verdict": self.random.choice([None, "early", "on_time", "late"]),
            }

        scatter(self, "tthc_dossier_task", ids, values)
        return self.env["tthc.dossier.task"].browse(ids)

    def assert_sql_is_python(self, records, names):
        """Filter, order and groups of each field are those of the computed values."""
        records = records.with_context(tthc_now=NOW)
        inside = Domain("id", "in", records.ids)
        for name in names:
            orders = records._clock_ranks()
            by_value = {}
            for record in records:
                by_value.setdefault(record[name], set()).add(record.id)
            self.assertGreater(len(by_value), 3)
            for value in {*by_value, *orders[name], False}:
                expected = by_value.get(value, set())
                with self.subTest(field=name, value=value):
                    found = records.search(inside & Domain(name, "=", value))
                    self.assertEqual(set(found.ids), expected)
                    others = records.search(inside & Domain(name, "!=", value))
                    self.assertEqual(set(others.ids), set(records.ids) - expected)
                    kept = records.filtered_domain([(name, "=", value)])
                    self.assertEqual(set(kept.ids), expected)
            several = list(by_value)[:2]
            found = records.search(inside & Domain(name, "in", several))
            self.assertEqual(set(found.ids), set().union(*(by_value[v] for v in several)))
            groups = records._read_group(inside, [name], ["id:array_agg"])
            self.assertEqual({value: set(ids) for value, ids in groups}, by_value)
            ranks = {value: number for number, value in enumerate(orders[name])}
            in_order = [ranks[value] for value, _ids in groups if value]
            self.assertEqual(in_order, sorted(in_order))
            listed = records.search(inside, order=f"{name}, id")
            sorted_ids = sorted(
                records.ids, key=lambda i: (ranks.get(records.browse(i)[name], 99), i)
            )
            self.assertEqual(listed.ids, sorted_ids)
            listed = records.search(inside, order=f"{name} desc nulls last, id")
            ranked = [ranks[record[name]] for record in listed if record[name]]
            self.assertEqual(ranked, sorted(ranked, reverse=True))

    def test_dossiers(self):
        self.assert_sql_is_python(
            self.dossiers(), ["urgency", "verdict", "verdict_legal", "verdict_committed"]
        )

    def test_steps(self):
        self.assert_sql_is_python(self.tasks(), ["urgency", "verdict"])

    def test_overdue(self):
        dossiers = self.dossiers().with_context(tthc_now=NOW)
        inside = Domain("id", "in", dossiers.ids)
        late = dossiers.filtered("is_overdue")
        self.assertEqual(dossiers.search(inside & Domain("is_overdue", "=", True)), late)
        rest = dossiers.search(inside & Domain("is_overdue", "=", False))
        self.assertEqual(rest, dossiers - late)

    def test_time_passes_without_a_job(self):
        """Nothing is written between the two looks."""
        dossier = self.take_in(instant=self.MONDAY_9)
        due = dossier.due_at
        looks = {
            due - timedelta(days=30): ("in_time", "open"),
            due - timedelta(days=2): ("soon", "open"),
            due - timedelta(hours=1): ("today", "open"),
            due: ("today", "open"),
            due + timedelta(seconds=1): ("late", "open_late"),
        }
        for now, expected in looks.items():
            seen = dossier.with_context(tthc_now=now)
            self.assertEqual((seen.urgency, seen.verdict), expected)
            groups = seen._read_group([("id", "=", dossier.id)], ["urgency", "verdict"])
            self.assertEqual(groups, [expected])

    def test_a_text_from_outside_is_no_instant(self):
        """The context of a call may say anything: only an instant of our own code is taken."""
        dossier = self.take_in(instant=self.MONDAY_9)
        seen = dossier.with_user(self.manager).with_context(tthc_now="2026-03-09 02:00:00")
        self.assertEqual(seen.urgency, "late")
        seen = dossier.with_user(self.manager).with_context(tthc_now=self.MONDAY_9)
        self.assertEqual(seen.urgency, "late")

    def test_the_client_offers_to_sort_and_group(self):
        for model, names in (
            ("tthc.dossier", ["urgency", "verdict", "verdict_legal", "step_urgency"]),
            ("tthc.dossier.task", ["urgency", "verdict"]),
        ):
            described = self.env[model].with_user(self.manager).fields_get(names)
            for name in names:
                self.assertTrue(described[name]["sortable"], name)
                self.assertTrue(described[name]["groupable"], name)
                self.assertTrue(described[name]["searchable"], name)

    def test_groups_and_pivot_of_the_client(self):
        """What list, kanban, pivot and graph ask for, by a manager."""
        self.take_in(instant=self.MONDAY_9)
        self.take_in()
        dossiers = self.env["tthc.dossier"].with_user(self.manager)
        mine = [("company_id", "=", self.centre.id)]
        groups = dossiers.web_read_group(mine, ["urgency"], ["__count"])["groups"]
        self.assertEqual(groups[0]["urgency"], "late")
        self.assertEqual(len(groups), 2)
        for group in groups:
            found = dossiers.search_count(mine + group["__extra_domain"])
            self.assertEqual(found, group["__count"])
        for groupby in (["verdict"], ["state", "urgency"], ["urgency", "accepted_at:day"]):
            groups = dossiers.formatted_read_group(mine, groupby, ["__count"])
            self.assertEqual(sum(group["__count"] for group in groups), 2)
        by_step = dossiers.formatted_read_group(mine, ["step_urgency"], ["__count"])
        self.assertEqual(sum(group["__count"] for group in by_step), 2)
        tasks = self.env["tthc.dossier.task"].with_user(self.manager)
        groups = tasks.formatted_read_group(mine, ["verdict", "name"], ["__count"])
        self.assertEqual({group["verdict"] for group in groups}, {"open", "open_late"})

    def test_a_new_centre_is_known_at_once(self):
        self.env["res.company"]._tthc_urgency_bounds(NOW)
        centre = self.env["res.company"].create({"name": "Trung tâm mới"})
        centre.tthc_soon_days = 9
        bounds = {
            company: limits
            for ids, limits in self.env["res.company"]._tthc_urgency_bounds(NOW)
            for company in ids
        }
        expected = live_clock.bounds(NOW, centre._tthc_zone(), 9)
        self.assertEqual(bounds[centre.id], expected)


def clones_of_tasks(case, base, dossiers, count):
    """Steps that ended and open ones, of different dossiers."""
    ended = []
    base.flush_recordset()
    columns = [
        name
        for name, field in base._fields.items()
        if field.store and field.column_type and name not in ("id", "dossier_id", "done_at")
    ]
    identifiers = SQL(", ").join(SQL.identifier(name) for name in columns)
    for done, number in ((None, len(dossiers)), (NOW, count - len(dossiers))):
        ended += [
            row[0]
            for row in case.env.execute_query(
                SQL(
                    "INSERT INTO tthc_dossier_task (dossier_id, done_at, %(columns)s)"
                    " SELECT (%(dossiers)s)[1 + (n %% %(size)s)], %(done)s, %(columns)s"
                    " FROM tthc_dossier_task, generate_series(1, %(number)s) n"
                    " WHERE id = %(base)s RETURNING id",
                    columns=identifiers,
                    dossiers=dossiers.ids,
                    size=len(dossiers),
                    done=done,
                    number=number,
                    base=base.id,
                )
            )
        ]
    case.env.invalidate_all()
    return ended


@tagged("post_install", "-at_install")
class TestDeskPlan(DossierCommon):
    """What the desk looks at most is found by an index, however many dossiers there are."""

    ROWS = 20_000

    def fill(self, base):
        """Many finished dossiers and a tenth that are open, a few of them late."""
        ids = clones(self, base, self.ROWS)
        self.env.execute_query(
            SQL(
                "UPDATE tthc_dossier SET finished_at = CASE WHEN id %% 10 <> 0 THEN due_at END,"
                " state = CASE WHEN id %% 10 <> 0 THEN 'returned' ELSE state END,"
                " due_at = %s::timestamp + (id %% 4000 - 400) * interval '1 minute'"
                " WHERE id = ANY(%s)",
                fields.Datetime.now(),
                ids,
            )
        )
        self.env.cr.execute("ANALYZE tthc_dossier")
        return ids

    def test_late_by_due_date_uses_an_index(self):
        self.fill(self.take_in(instant=self.MONDAY_9))
        dossiers = self.env["tthc.dossier"].with_user(self.manager)
        query = dossiers._search([("urgency", "=", "late")], order="due_at, id", limit=80)
        plan = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        text = "\n".join(row[0] for row in plan)
        self.assertIn("tthc_dossier_open_due", text)
        self.assertNotIn("Seq Scan on tthc_dossier", text)

    def test_first_page_takes_the_same_queries(self):
        base = self.take_in(instant=self.MONDAY_9)
        dossiers = self.env["tthc.dossier"].with_user(self.manager)
        specification = {name: {} for name in ("name", "due_at", "urgency", "verdict", "state")}

        def first_page():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            dossiers.web_search_read(
                [("urgency", "=", "late")], specification, limit=80, order="due_at, id"
            )
            return self.cr.sql_log_count - before

        first_page()
        few = first_page()
        self.fill(base)
        self.assertLessEqual(first_page(), few + 1)
