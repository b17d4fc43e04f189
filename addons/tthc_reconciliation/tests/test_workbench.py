from ast import literal_eval
from datetime import datetime, timedelta
from unittest.mock import patch

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from odoo.addons.tthc_dossier.tests.web_client import specification
from odoo.addons.tthc_payment.tests.common import PaymentCommon


class WorkbenchCase(PaymentCommon):
    """Two requests, and one row of every thing that can be done with money."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        world = cls()
        cls.dossier, cls.request = world.accepted()
        cls.other_dossier, cls.other_request = world.accepted()

    def runTest(self):
        """Only the world of the tests."""

    def bench(self, user=None):
        return self.env["tthc.workbench"].with_user(user or self.accountant)

    def slip(self, request=None, key="slip", **more):
        """Money whose memo names a request by its digits alone."""
        digits = (request or self.request).reference[3:]
        return self.receive(f"nop le phi {digits}", key=key, **more)


@tagged("post_install", "-at_install")
class TestWorkbench(WorkbenchCase):
    # What is shown --------------------------------------------------------------------------------

    def test_panel(self):
        money = self.receive(f"phi {self.request.reference} nhe", 50_000)
        panel = self.bench().panel(money.id)
        self.assertEqual(
            panel["memo"], [["phi ", ""], [self.request.reference, "valid"], [" nhe", ""]]
        )
        [found] = panel["suggestions"]
        self.assertEqual((found["due"], found["credit"], found["difference"]),
                         (self.FEE, 50_000, -8_000))  # fmt: skip
        [request] = found["requests"]
        self.assertEqual(request["reference"], self.request.reference)
        self.assertEqual(request["dossier"], self.dossier.display_name)
        self.assertTrue(request["same_account"])
        self.assertEqual(panel["named"], [], "it is among the suggestions")
        self.assertFalse(self.bench().panel(money.id + 10**6))

    def test_a_request_that_is_paid_is_compared_all_the_same(self):
        self.receive(self.request.reference)
        panel = self.bench().panel(self.receive(self.request.reference, key="again").id)
        self.assertEqual([row["state"] for row in panel["named"]], ["paid"])

    def test_find_requests(self):
        money = self.receive("khong ro", 5_000)
        reference, name = self.request.reference, self.dossier.name
        for text, wanted in (
            (reference, self.request),
            (reference.lower(), self.request),
            (reference[3:], self.request),
            (name, self.request),
            ("58.000", self.request | self.other_request),
            (self.dossier.owner_id.name.upper(), self.request),
        ):
            found = {row["id"] for row in self.bench().find_requests(text, money.id)}
            self.assertLessEqual(set(wanted.ids), found, text)
        self.assertEqual(self.bench().find_requests("HC", money.id), [])
        self.assertEqual(self.bench().find_requests("57.999", money.id), [])

    def test_counts_agree_with_the_filters(self):
        ages = (0, 1, 7, 8, 30, 31, 90)
        today = self.env.cr.now().replace(hour=5, microsecond=0)
        for days in ages:
            booked_at = today.replace(tzinfo=None) - timedelta(days=days)
            self.receive("khong ro", 1_000 + days, booked_at=booked_at)
        self.slip(amount=5_000)
        view = self.env.ref("tthc_reconciliation.view_workbench_search")
        mine = [("state", "=", "exception"), ("company_id", "=", self.centre.id)]
        bench = self.bench().with_context(tz="Asia/Ho_Chi_Minh")
        rows = bench.overview(mine)["rows"]
        money = bench.env["tthc.incoming.money"]
        for node in self.filters(view):
            column, value = node["name"].split("_", 1)
            counted = sum(row["count"] for row in rows if row[column] == value)
            found = money.search_count([*mine, *node["domain"]])
            self.assertEqual(counted, found, node["name"])

    def filters(self, view):
        for node in etree.fromstring(view.arch).iter("filter"):
            if node.get("domain"):
                yield {"name": node.get("name"), "domain": literal_eval(node.get("domain"))}

    # Who ------------------------------------------------------------------------------------------

    def test_who(self):
        money = self.slip()
        for user in (self.inspector, self.chief):
            self.assertTrue(self.bench(user).panel(money.id)["suggestions"])
        overview = self.bench(self.inspector).overview([("state", "=", "exception")])
        self.assertFalse(overview["can_act"])
        for user in (self.cashier, self.receptionist, self.other_accountant):
            with self.assertRaises(AccessError):
                self.bench(user).panel(money.id)
        acts = (
            ("match", [money.ids, [[self.request.id, 0]], "x"]),
            ("set_aside", [money.ids, "x"]),
            ("judge", [money.ids]),
            ("plan", [money.ids]),
            ("match_planned", [[[money.id, self.request.ids]]]),
            ("undo", [[["set_aside", money.id]], "x"]),
        )
        for user in (self.cashier, self.inspector, self.other_accountant):
            for name, arguments in acts:
                with self.assertRaises(AccessError, msg=f"{user.login} {name}"):
                    getattr(self.bench(user), name)(*arguments)
        self.assertEqual((money.state, self.request.state), ("exception", "open"))

    # One decision ---------------------------------------------------------------------------------

    def test_match_and_undo(self):
        money = self.slip()
        report = self.bench().match(money.ids, [[self.request.id, 0]], "đúng người")
        self.assertEqual((money.state, self.request.state, report["done"]), ("matched", "paid", 1))
        [today] = self.bench().overview([])["today"]
        self.assertEqual((today["kind"], today["note"]), ("match", "đúng người"))
        self.assertEqual([today["key"]], report["undo"])
        self.bench().undo(report["undo"], "nhầm")
        self.assertEqual((money.state, self.request.state), ("exception", "open"))
        self.assertEqual(self.request.match_ids.reverse_reason, "nhầm")
        with self.assertRaisesRegex(UserError, "undone before"):
            self.bench().undo(report["undo"], "nhầm")

    def test_one_payment_over_several_requests_in_parts(self):
        money = self.receive("nop ca hai", 60_000)
        parts = [[self.request.id, self.FEE], [self.other_request.id, 2_000]]
        self.bench().match(money.ids, parts, "hai hồ sơ")
        self.assertEqual((money.state, self.request.state), ("matched", "paid"))
        self.assertEqual(self.other_request.due_amount, self.FEE - 2_000)

    def test_several_payments_for_several_requests(self):
        one, two = self.receive("mot", 100_000), self.receive("hai", 16_000)
        both = self.request | self.other_request
        parts = [[request.id, 0] for request in both]
        self.bench().match((one | two).ids, parts, "hai lần chuyển")
        self.assertEqual({*(one | two).mapped("state"), *both.mapped("state")}, {"matched", "paid"})

    def test_nothing_half(self):
        money = self.receive("nop ca hai", 60_000)
        parts = [[self.request.id, self.FEE], [self.other_request.id, 3_000]]
        with self.assertRaisesRegex(UserError, "more than the money has left"):
            self.bench().match(money.ids, parts, "hai hồ sơ")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.bench().match(money.ids, [[self.request.id, 0]], " ")
        self.assertEqual(self.request.due_amount, self.FEE)

    def test_above_the_limit_it_is_proposed_and_withdrawn(self):
        self.centre.tthc_match_limit = 1_000
        money = self.slip()
        report = self.bench().match(money.ids, [[self.request.id, 0]], "đúng người")
        self.assertEqual((report["done"], report["proposed"]), (0, 1))
        self.assertEqual(self.bench().panel(money.id)["proposals"][0]["amount"], self.FEE)
        self.bench().undo(report["undo"], "nhầm")
        self.assertEqual(money.match_proposal_ids.state, "withdrawn")

    def test_set_aside_and_put_back(self):
        money = self.receive("lai tien gui", 5_000)
        report = self.bench().set_aside(money.ids, "Lãi ngân hàng")
        self.assertEqual((money.state, money.set_aside_note), ("set_aside", "Lãi ngân hàng"))
        self.assertEqual(self.bench().overview([])["today"][0]["key"], report["undo"][0])
        self.bench().undo(report["undo"], "nhầm dòng")
        self.assertEqual((money.state, money.reason), ("exception", "no_reference"))
        self.assertEqual(money.event_ids.mapped("note"), ["nhầm dòng", "Lãi ngân hàng"])
        self.assertEqual(self.bench().overview([])["today"], [])
        with self.assertRaisesRegex(UserError, "not set aside"):
            self.bench().undo(report["undo"], "nhầm")

    def test_put_back_from_the_form(self):
        money = self.receive("lai tien gui", 5_000)
        money.with_user(self.accountant).sudo()._set_aside("lãi")
        with self.assertRaises(AccessError):
            money.with_user(self.inspector).action_take_back()
        action = money.with_user(self.accountant).action_take_back()
        wizards = self.env["tthc.payment.reason"].with_user(self.accountant)
        wizards.with_context(**action["context"]).create({"reason": "sai"}).action_confirm()
        self.assertEqual(money.state, "exception")

    # Decisions on many ----------------------------------------------------------------------------

    def test_bulk_set_aside_leaves_what_is_under_way(self):
        part = self.receive(self.request.reference, 50_000)
        self.bench().match(part.ids, [[self.request.id, 20_000]], "một phần")
        money = self.receive("lai", 5_000)
        report = self.bench().set_aside((part | money).ids, "lãi")
        self.assertEqual((report["done"], money.state, part.state), (1, "set_aside", "exception"))
        self.assertEqual([row["id"] for row in report["left"]], part.ids)
        self.assertIn("matched with nothing", report["left"][0]["why"])

    def test_plan_takes_only_what_the_memo_says(self):
        good = self.slip()
        short = self.receive(self.other_request.reference, 50_000)
        unknown = self.receive("nop phi", booked_at=self.env.cr.now().replace(tzinfo=None))
        again = self.slip(key="again")
        plan = self.bench().plan((good | short | unknown | again).ids)
        self.assertEqual([row["id"] for row in plan["ready"]], good.ids)
        why = {row["id"]: row["why"] for row in plan["left"]}
        self.assertIn("amounts differ", why[short.id])
        self.assertIn("same request", why[again.id])
        self.assertIn(unknown.id, why, "never by amount and date alone")
        choices = [[row["id"], [one["id"] for one in row["requests"]]] for row in plan["ready"]]
        choices.append([again.id, self.request.ids])
        report = self.bench().match_planned(choices)
        self.assertEqual((report["done"], good.state, again.state), (1, "matched", "exception"))
        self.assertEqual([row["id"] for row in report["left"]], again.ids)
        self.assertIn("without its letters", good.match_ids.note)

    def test_bulk_above_the_limit_is_proposed(self):
        self.centre.tthc_match_limit = 1_000
        money = self.slip()
        [row] = self.bench().plan(money.ids)["ready"]
        self.assertTrue(row["over"])
        report = self.bench().match_planned([[money.id, self.request.ids]])
        self.assertEqual((report["done"], report["proposed"], money.state), (0, 1, "exception"))

    def test_bulk_judge(self):
        late = self.receive(self.request.reference, booked_at=datetime(2026, 9, 1))
        self.request._set({"expires_at": datetime(2026, 12, 1)})
        undone = self.receive(self.accepted()[1].reference)
        undone.match_ids.with_user(self.accountant)._undo("nhầm")
        other = self.receive("khong ro", 5_000)
        report = self.bench().judge((late | undone | other).ids)
        self.assertEqual((report["done"], late.state), (1, "matched"))
        self.assertEqual({row["id"] for row in report["left"]}, {undone.id, other.id})
        self.assertEqual(self.bench().judge(undone.ids)["done"], 1)


@tagged("post_install", "-at_install")
class TestWorkbenchCost(WorkbenchCase):
    """What the screen costs does not grow with what waits."""

    def wait(self, count):
        rows = [
            {
                "source": "statement",
                "source_key": f"cost|{n}",
                "company_id": self.centre.id,
                "account_id": self.account.id,
                "booked_at": "2026-03-10 03:00:00",
                "amount": 50_000,
                "currency_id": self.centre.currency_id.id,
                "memo": f"{self.request.reference} nop phi",
                "counter_name": "NGUYEN VAN THU",
                "counter_account": "0123456789",
            }
            for n in range(count)
        ]
        self.money._store_raw(rows)._judge_many()

    def queries(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act()
        return self.env.cr.sql_log_count - before

    def costs(self):
        """Queries of the list, of the counts and of a panel."""
        bench = self.bench()
        mine = [("state", "=", "exception"), ("company_id", "=", self.centre.id)]
        money = bench.env["tthc.incoming.money"]
        columns = specification(money, "list", "tthc_reconciliation.view_workbench_list")
        first = money.search(mine, limit=1)
        acts = (
            lambda: money.web_search_read(mine, columns, limit=20, count_limit=10_001),
            lambda: bench.overview(mine),
            lambda: bench.panel(first.id),
        )
        # the first rounds fill what is cached once and for all
        rounds = [[self.queries(act) for act in acts] for _round in range(3)]
        return rounds[-1]

    def test_the_same_queries_for_20_and_for_200(self):
        self.wait(20)
        few = self.costs()
        self.wait(200)
        self.assertEqual(self.costs(), few)
        for queries, most in zip(few, (15, 10, 40), strict=True):
            self.assertLessEqual(queries, most)

    def test_no_suggestion_reads_every_request(self):
        """Without the way of reading the whole table, PostgreSQL finds another for each."""
        self.wait(1)
        day, serial = self.dossier.name.rsplit("-", 2)[1:]
        for memo in (self.request.reference[3:], self.request.reference[:-3], f"{day}-{serial}"):
            self.receive(f"phi {memo}", key=memo)
        self.receive("nop phi", booked_at=self.env.cr.now().replace(tzinfo=None))
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        seen = 0
        for money in self.money.search([("company_id", "=", self.centre.id)]):
            for query, parameters in self.recorded(lambda one=money: self.bench().panel(one.id)):
                self.env.cr.execute(f"EXPLAIN {query}", parameters)
                plan = "\n".join(line for (line,) in self.env.cr.fetchall())
                self.assertNotIn("Seq Scan on tthc_expected_payment", plan, query)
                self.assertNotIn("Seq Scan on tthc_incoming_money", plan, query)
                seen += 1
        self.assertGreater(seen, 10)

    def recorded(self, act):
        """(query, parameters) of what reads requests or money meanwhile."""
        self.env.invalidate_all()
        found, execute = [], type(self.env.cr).execute

        def recording(cursor, query, params=None, **more):
            code, parameters = (
                (query.code, query.params) if isinstance(query, SQL) else (query, params)
            )
            if code.startswith("SELECT") and ("_payment" in code or "_money" in code):
                found.append((code, parameters))
            return execute(cursor, query, params, **more)

        with patch.object(type(self.env.cr), "execute", recording):
            act()
        return found


@tagged("post_install", "-at_install")
class TestWorkbenchTour(HttpCase, WorkbenchCase):
    def test_four_exceptions_by_keyboard(self):
        _dossier, third = self.accepted()
        digits = [request.reference[3:] for request in (self.request, self.other_request)]
        for hour, memo, amount in (
            (4, "lai tien gui", 5_000),
            (3, f"nop le phi {digits[0]}", self.FEE),
            (2, "khong ro", self.FEE),
            (1, f"thu hai {digits[1]}", self.FEE),
        ):
            booked_at = f"2026-03-10 0{hour}:00:00"
            self.receive(memo, amount, key=memo, booked_at=booked_at)
        action = self.env.ref("tthc_reconciliation.action_workbench").id
        self.start_tour(f"/odoo/action-{action}", "tthc_workbench", login=self.accountant.login)
        money = self.money.search([("company_id", "=", self.centre.id)], order="booked_at")
        self.assertEqual(money.mapped("state"), ["matched", "matched", "matched", "exception"])
        self.assertEqual(
            {row.note for row in third.match_ids}, {"gọi điện"}, "by hand, with its own reason"
        )
        self.assertEqual(money[-1].event_ids.mapped("kind"), ["put_back", "set_aside"])
        self.assertEqual(money.match_ids.user_id, self.accountant)
