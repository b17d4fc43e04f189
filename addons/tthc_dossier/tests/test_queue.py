from odoo.tests import HttpCase, new_test_user, tagged

from .common import STAFF, DossierCommon
from .keyboard import KeyboardMixin

MY_STEPS = "/odoo/action-tthc_dossier.action_my_steps"


class QueueCommon(DossierCommon):
    """Three dossiers at the agency of the officer, the last taken in the most urgent."""

    def setUp(self):
        super().setUp()
        self.dossiers = self.env["tthc.dossier"].union(*(self.at_agency(day) for day in (3, 2, 1)))

    def at_agency(self, day):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_forward()
        dossier.task_id.sudo().due_at = f"2031-03-0{day} 02:00:00"
        return dossier

    def queue(self, user=None):
        return self.env["tthc.my.work"].with_user(user or self.officer).get_queue()


@tagged("post_install", "-at_install")
class TestQueue(QueueCommon):
    def test_by_urgency(self):
        self.assertEqual(self.queue(), self.dossiers[::-1].ids)
        self.assertEqual(self.queue(self.stranger), [])
        self.assertEqual(self.queue(self.inspector), [])

    def test_what_somebody_took_or_handed_on_is_not_there(self):
        colleague = new_test_user(
            self.env,
            "t.dongnghiep",
            groups=STAFF + "officer",
            company_id=self.centre.id,
            company_ids=[(6, 0, self.centre.ids)],
            tthc_agency_ids=[(6, 0, self.justice.ids)],
        )
        slow, middle, urgent = self.dossiers
        middle.with_user(colleague).with_context(tthc_task_id=middle.task_id.id).action_take(
            mine=True
        )
        self.assertEqual(self.queue(), (urgent | slow).ids)
        self.assertEqual(self.queue(colleague), (urgent | middle | slow).ids)
        urgent.with_user(self.officer).action_forward()
        self.assertEqual(self.queue(), slow.ids)

    def test_what_waits_for_the_person_is_not_there(self):
        slow, middle, urgent = self.dossiers
        urgent.with_user(self.officer).action_request_payment("Nộp phí")
        self.assertEqual(self.queue(), (middle | slow).ids)

    def test_cheap(self):
        self.queue()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.queue()
        self.assertLessEqual(self.cr.sql_log_count - before, 3)

    def test_each_user_chooses(self):
        self.assertEqual(self.officer._tthc_after_step(), "next")
        self.assertEqual(self.receptionist._tthc_after_step(), "stay")
        self.officer.with_user(self.officer).tthc_after_step = "list"
        self.assertEqual(self.officer._tthc_after_step(), "list")


@tagged("post_install", "-at_install")
class TestQueueBrowser(KeyboardMixin, QueueCommon, HttpCase):
    """The officer goes through the steps without going back to the list."""

    def test_one_after_another(self):
        slow, middle, urgent = self.dossiers
        shown = "document.querySelector('.o_form_view h1')?.innerText.includes('%s')"
        place = "document.querySelector('.o_tthc_queue')?.innerText.includes('%s')"
        with self.at_keyboard(self.officer.login, MY_STEPS) as keyboard:
            keyboard.scan(urgent.name)
            keyboard.wait(shown % urgent.name)
            keyboard.wait(place % "1")
            self.assertRegex(keyboard.text(".o_tthc_queue"), r"1\D+3")
            # to the last one and back, by keys
            keyboard.press("alt+shift+p")
            keyboard.wait(shown % slow.name)
            keyboard.press("alt+shift+n")
            keyboard.wait(shown % urgent.name)
            # handing on opens the next
            keyboard.wait_for("button[name=action_forward]:not([disabled])")
            keyboard.press("alt+q")
            keyboard.wait(shown % middle.name)
            self.assertRegex(keyboard.text(".o_tthc_queue"), r"1\D+2")
            # a colleague hands the other one on meanwhile
            with self.meanwhile():
                slow.with_user(self.officer).action_forward()
            keyboard.press("alt+shift+n")
            keyboard.wait(
                r"/1\D+1$/.test(document.querySelector('.o_tthc_queue').innerText.trim())"
            )
            keyboard.wait(shown % middle.name)
            # a key right after the change would be taken for a second click
            keyboard.wait(f"Date.now() > {keyboard.ask('Date.now()') + 700}")
            keyboard.press("alt+q")
            keyboard.wait("!document.querySelector('.o_tthc_queue')")
            keyboard.wait(shown % middle.name)
        self.env.invalidate_all()
        self.assertEqual(self.queue(), [])
        self.assertEqual([len(one.event_ids) for one in self.dossiers], [3, 3, 3])
