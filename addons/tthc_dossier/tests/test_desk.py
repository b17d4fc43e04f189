from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .common import DossierCommon


class DeskCommon(DossierCommon):
    """Dossiers in many states, at the present, since the desks speak of today."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        years = cls.env["tthc.calendar.year"]
        now = fields.Datetime.now()
        for year in {now.year, (now + timedelta(days=60)).year}:
            if not years.search_count([("year", "=", year)]):
                years.create({"year": year})
        work = cls.__new__(cls)
        work.make_work()
        for name, dossier in vars(work).items():
            setattr(cls, name, dossier)

    def make_work(self):
        free = {"case_id": self.free_case.id}
        self.waiting = self.take_in(accept=False, channel="post", **free)
        self.fresh = self.take_in(**free)
        self.with_officer = self.take_in(**free)
        self.late = self.take_in(**free)
        self.to_approve = self.take_in(**free)
        self.finished = self.walk_to_result(self.take_in(**free))
        self.returned = self.walk_to_result(self.take_in(**free))
        self.returned.with_user(self.receptionist).action_return_result()
        self.elsewhere = self.take_in(
            user=self.other_receptionist, company_id=self.other_centre.id, **free
        )
        for dossier in (self.with_officer, self.late, self.to_approve):
            dossier.with_user(self.receptionist).action_forward()
        self.to_approve.with_user(self.officer).action_forward()
        self.to_approve.with_user(self.officer2).action_forward()
        self.handed_back = self.take_in(**free)
        self.handed_back.with_user(self.receptionist).action_forward()
        self.handed_back.with_user(self.receptionist).action_recall("Gửi nhầm")
        hour_ago = fields.Datetime.now() - timedelta(hours=1)
        self.late._set({"due_at": hour_ago})
        self.late.task_id.due_at = hour_ago
        self.env.flush_all()

    def desk(self, user):
        """``(model, sections by key)`` of a user's desk."""
        model = self.env["tthc.desk"].with_user(user)
        return model, {section["key"]: section for section in model.get_desk()["sections"]}

    def figures(self, user, section):
        """Counts of the figures of a section by key, those of the rows' list included."""
        found = {}
        for block in self.desk(user)[1][section]["blocks"]:
            if block["type"] == "figures":
                found.update({row["key"]: row["count"] for row in block["figures"]})
            elif block["type"] == "rows":
                found[block["figure"]["key"]] = block["figure"]["count"]
        return found

    def table(self, user, section, key):
        blocks = self.desk(user)[1][section]["blocks"]
        return next(b for b in blocks if b["type"] == "table" and b["key"] == key)

    def opened(self, user, section, figure, value=None):
        """The records in the list that a figure opens."""
        model = self.env["tthc.desk"].with_user(user)
        action = model.open_figure(section, figure, value)
        return self.env[action["res_model"]].with_user(user).search(action["domain"])


@tagged("post_install", "-at_install")
class TestDesk(DeskCommon):
    def people(self):
        return {
            "receptionist": self.receptionist,
            "officer": self.officer,
            "leader": self.leader,
            "manager": self.manager,
            "inspector": self.inspector,
        }

    def test_every_figure_opens_exactly_what_it_counts(self):
        for role, user in self.people().items():
            for key, section in self.desk(user)[1].items():
                for figure, count in self.figures(user, key).items():
                    with self.subTest(role=role, section=key, figure=figure):
                        self.assertEqual(len(self.opened(user, key, figure)), count)
                for block in section["blocks"]:
                    if block["type"] != "table":
                        continue
                    for row in block["rows"]:
                        for column, count in row["counts"].items():
                            with self.subTest(role=role, table=block["key"], row=row["label"]):
                                name = f"{block['key']}/{column}"
                                found = self.opened(user, key, name, row["value"])
                                self.assertEqual(len(found), count)

    def test_lists_have_views_help_and_no_filter_of_the_menu(self):
        for user in self.people().values():
            model, sections = self.desk(user)
            for key in sections:
                for figure in self.figures(user, key):
                    action = model.open_figure(key, figure)
                    with self.subTest(section=key, figure=figure):
                        self.assertEqual(action["type"], "ir.actions.act_window")
                        self.assertIn("o_view_nocontent", action["help"])
                        self.assertFalse([n for n in action["context"] if "search_default" in n])
                        self.assertNotIn("id", action)

    def test_each_role_has_its_section(self):
        for role, user in self.people().items():
            with self.subTest(role):
                keys = list(self.desk(user)[1])
                self.assertEqual(keys, ["leader", "officer"] if role == "leader" else [role])

    def test_somebody_with_several_roles_sees_several(self):
        self.manager.group_ids += self.env.ref("tthc_dossier.group_receptionist")
        self.assertEqual(list(self.desk(self.manager)[1]), ["receptionist", "manager"])

    def test_nobody_opens_the_figure_of_another_role(self):
        for section, figure in (("manager", "late"), ("officer", "nothing"), ("x", "late")):
            with self.subTest(section), self.assertRaises(UserError):
                self.env["tthc.desk"].with_user(self.officer).open_figure(section, figure)

    # The desks ------------------------------------------------------------------------------------

    def test_reception(self):
        counts = self.figures(self.receptionist, "receptionist")
        self.assertEqual(
            {key: counts[key] for key in ("to_accept", "post", "online", "counter")},
            {"to_accept": 1, "post": 1, "online": 0, "counter": 0},
        )
        self.assertEqual(
            self.opened(self.receptionist, "receptionist", "to_forward"),
            self.fresh | self.handed_back,
        )
        self.assertEqual(
            self.opened(self.receptionist, "receptionist", "sent_back"), self.handed_back
        )
        self.assertEqual(self.opened(self.receptionist, "receptionist", "hand_out"), self.finished)
        self.assertEqual(counts["accepted_today"], 7)
        self.assertEqual(counts["returned_today"], 1)

    def test_who_waits_longest_comes_first(self):
        earlier = fields.Datetime.now() - timedelta(days=2)
        first = self.take_in(accept=False, channel="post", case_id=self.free_case.id)
        first._set({"submitted_at": earlier})
        blocks = self.desk(self.receptionist)[1]["receptionist"]["blocks"]
        rows = next(block for block in blocks if block["type"] == "rows")["rows"]
        self.assertEqual([row["id"] for row in rows], [first.id, self.waiting.id])

    def test_officer(self):
        mine = self.with_officer | self.late
        counts = self.figures(self.officer, "officer")
        self.assertEqual(counts["steps_late"], 1)
        self.assertEqual(self.opened(self.officer, "officer", "steps_late"), self.late)
        steps = sum(counts[f"steps_{name}"] for name in ("late", "today", "soon", "in_time"))
        self.assertEqual(steps, len(mine))
        self.assertEqual(
            self.opened(self.officer, "officer", "untaken"), mine.mapped("open_task_ids")
        )
        self.assertEqual(self.figures(self.stranger, "officer")["untaken"], 0)

    def test_taking_a_step_takes_it_from_the_others(self):
        task = self.late.open_task_ids
        colleague = self.officer.copy({"login": "t.chuyenvien9"})
        self.late.with_user(self.officer).with_context(tthc_task_id=task.id).action_take(mine=True)
        self.assertNotIn(task, self.opened(self.officer, "officer", "untaken"))
        self.assertEqual(self.figures(self.officer, "officer")["steps_late"], 1)
        self.assertEqual(self.figures(colleague, "officer")["steps_late"], 0)

    def test_who_waits_for_others(self):
        dossier = self.with_officer.with_user(self.officer)
        dossier.action_request_payment("Nộp nghĩa vụ tài chính")
        dossier = self.late.with_user(self.officer)
        dossier.action_consult("Xin ý kiến", agency_ids=self.tax.ids)
        counts = self.figures(self.officer, "officer")
        self.assertEqual((counts["payment"], counts["asked"]), (1, 1))
        self.assertEqual(self.opened(self.officer, "officer", "payment"), self.with_officer)
        self.assertEqual(self.figures(self.stranger, "officer")["to_answer"], 1)

    def test_leader(self):
        counts = self.figures(self.leader, "leader")
        self.assertEqual(self.opened(self.leader, "leader", "approve"), self.to_approve)
        self.assertEqual(counts["team_late"], 1)
        self.assertEqual(self.opened(self.leader, "leader", "team_late"), self.late.open_task_ids)

    def test_load_by_officer(self):
        task = self.late.open_task_ids
        self.late.with_user(self.officer).with_context(tthc_task_id=task.id).action_take(mine=True)
        rows = self.table(self.leader, "leader", "load")["rows"]
        self.assertEqual(
            [(row["value"], row["counts"]) for row in rows],
            [
                (self.officer.id, {"late": 1, "open": 1}),
                (False, {"late": 0, "open": 2}),
            ],
        )
        self.assertLessEqual(int(rows[0]["more"]), 8)  # the step was allotted eight hours
        opened = self.opened(self.leader, "leader", "load/open", self.officer.id)
        self.assertEqual(opened, task)

    def test_decisions_of_the_leader(self):
        until = fields.Datetime.now() + timedelta(days=30)
        self.with_officer.with_user(self.officer).action_propose_extension("Xác minh thêm", until)
        counts = self.figures(self.leader, "leader")
        self.assertEqual(counts["extensions"], 1)
        self.assertEqual(self.figures(self.manager, "manager")["extensions_pending"], 1)
        self.assertEqual(self.figures(self.manager, "manager")["extension_again"], 0)

    def test_manager(self):
        counts = self.figures(self.manager, "manager")
        self.assertEqual(
            {key: counts[f"state_{key}"] for key in ("registered", "accepted", "done")},
            {"registered": 1, "accepted": 2, "done": 1},
        )
        self.assertEqual((counts["accepted"], counts["late"]), (7, 1))
        self.assertNotIn(self.elsewhere, self.opened(self.manager, "manager", "accepted"))
        rows = self.table(self.manager, "manager", "agencies")["rows"]
        self.assertEqual(rows[0]["value"], self.justice.id)
        self.assertEqual(rows[0]["counts"], {"late": 1, "open": 3})
        self.assertEqual(rows[0]["share"], 33.3)

    def test_rate_on_time_is_that_of_the_stored_verdicts(self):
        month = fields.Datetime.now()
        verdicts = ("early", "early", "on_time", "late", "late", "late", False)
        for verdict in verdicts:
            dossier = self.walk_to_result(self.take_in(case_id=self.free_case.id))
            # what the clock judged by the commitment does not count
            dossier._set({"final_legal": verdict, "final_committed": "late", "finished_at": month})
        stopped = self.take_in(case_id=self.free_case.id)
        stopped._set({"state": "stopped", "final_legal": "late", "finished_at": month})
        old = self.walk_to_result(self.take_in(case_id=self.free_case.id))
        old._set({"final_legal": "late", "finished_at": month - timedelta(days=40)})
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT COUNT(*) FILTER (WHERE final_legal IN ('early', 'on_time')), COUNT(*)
                 FROM tthc_dossier
                WHERE company_id = %s AND state IN ('done', 'returned') AND final_legal IS NOT NULL
                  AND finished_at AT TIME ZONE 'UTC' >= date_trunc('month',
                      now() AT TIME ZONE 'Asia/Ho_Chi_Minh') AT TIME ZONE 'Asia/Ho_Chi_Minh'""",
            [self.centre.id],
        )
        in_time, all_ended = self.env.cr.fetchone()
        blocks = self.desk(self.manager)[1]["manager"]["blocks"]
        figures = {row["key"]: row for b in blocks for row in b.get("figures", ())}
        self.assertEqual(
            (figures["on_time"]["count"], figures["ended"]["count"]), (in_time, all_ended)
        )
        self.assertEqual(figures["on_time"]["whole"], all_ended)
        self.assertEqual(figures["on_time"]["share"], int(1000 * in_time / all_ended) / 10)
        self.assertEqual(figures["ended_late"]["count"], all_ended - in_time)

    def test_inspector_sees_every_centre(self):
        rows = self.table(self.inspector, "inspector", "centres")["rows"]
        centres = {row["value"] for row in rows}
        self.assertTrue({self.centre.id, self.other_centre.id} <= centres)
        self.returned.with_user(self.inspector).action_reopen(
            "KL 1/TTr", reason="reopen_inspection"
        )
        self.assertIn(self.returned, self.opened(self.inspector, "inspector", "reopened"))

    def test_inspector_sees_the_last_verification(self):
        verifications = self.env["tthc.ledger.verification"]
        verifications._cron_verify()
        findings = self.env["tthc.ledger.finding"]
        stale = findings.create({"verification_id": verifications.search([], limit=1).id})
        made = verifications._cron_verify()
        self.assertFalse(stale.is_current)
        counts = self.figures(self.inspector, "inspector")
        self.assertEqual(counts["ledger_findings"], made.finding_count)
        self.assertGreaterEqual(counts["ledger_checks"], 2)
        self.assertEqual(made.event_count, self.env["tthc.dossier.event"].search_count([]))

    # Rights ---------------------------------------------------------------------------------------

    def test_nothing_is_counted_that_is_not_seen(self):
        other_manager = self.manager.copy(
            {
                "login": "t.quanly2",
                "company_id": self.other_centre.id,
                "company_ids": [(6, 0, self.other_centre.ids)],
            }
        )
        self.assertEqual(self.figures(other_manager, "manager")["accepted"], 1)
        other = self.figures(self.other_receptionist, "receptionist")
        self.assertEqual((other["to_accept"], other["accepted_today"]), (0, 1))
        self.assertFalse(any(self.figures(self.stranger, "officer").values()))
        self.assertFalse(any(self.figures(self.officer2, "officer").values()))

    def test_empty_desk_says_what_to_do(self):
        for block in self.desk(self.stranger)[1]["officer"]["blocks"]:
            with self.subTest(block["title"]):
                self.assertTrue(block["empty"])


@tagged("post_install", "-at_install")
class TestDeskQueries(DeskCommon):
    """Exactly so many queries, warm, whatever the number of dossiers."""

    QUERIES = {"receptionist": 5, "officer": 4, "leader": 7, "manager": 8, "inspector": 6}

    def test_queries(self):
        for role, expected in self.QUERIES.items():
            desk = self.env["tthc.desk"].with_user(getattr(self, role))
            desk.get_desk()
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(role), self.assertQueryCount(expected):
                desk.get_desk()


@tagged("post_install", "-at_install")
class TestDeskTours(DossierCommon, HttpCase):
    def test_two_desks_after_login(self):
        free = {"case_id": self.free_case.id}
        waiting = self.take_in(accept=False, channel="post", **free)
        self.start_tour("/odoo", "tthc_desk_reception", login=self.receptionist.login)
        self.assertEqual(waiting.state, "accepted")
        others = self.take_in(**free) | self.take_in(**free)
        for dossier in others:
            dossier.with_user(self.receptionist).action_forward()
            later = fields.Datetime.now() + timedelta(days=20)
            dossier.task_id.due_at = later
            dossier._set({"due_at": later})
        self.start_tour("/odoo", "tthc_desk_officer", login=self.officer.login)
        self.assertEqual(len(others.open_task_ids.filtered("user_id")), 1)


@tagged("post_install", "-at_install")
class TestEmptyStates(DossierCommon):
    MODULES = ("tthc_dossier", "tthc_payment", "tthc_postal")

    def test_every_list_says_what_to_do_when_it_is_empty(self):
        data = self.env["ir.model.data"].search(
            [("model", "=", "ir.actions.act_window"), ("module", "in", self.MODULES)]
        )
        actions = self.env["ir.actions.act_window"].browse(data.mapped("res_id")).exists()
        lists = actions.filtered(lambda one: one.target != "new" and one.view_mode != "form")
        self.assertGreater(len(lists), 30)
        for action in lists:
            with self.subTest(action.name):
                self.assertIn("o_view_nocontent", action.help or "")
                self.assertGreater(action.help.count("<p"), 1)


@tagged("post_install", "-at_install")
class TestDarkTheme(DossierCommon, HttpCase):
    def test_the_cookie_of_the_user_menu_chooses_the_theme(self):
        self.authenticate(self.officer.login, self.officer.login)
        self.assertNotIn("web.assets_web_dark", self.url_open("/odoo").text)
        self.opener.cookies.set("color_scheme", "dark")
        self.assertIn("web.assets_web_dark", self.url_open("/odoo").text)

    def test_its_styles_compile(self):
        bundle = self.env["ir.qweb"]._get_asset_bundle("web.assets_web_dark", js=False)
        style = bundle.css()
        self.assertFalse(bundle.css_errors)
        self.assertIn(b"#1d222c", style.raw.lower())
