"""Who sees which papers, and who may move them."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import CustodyCommon


@tagged("post_install", "-at_install")
class TestRoles(CustodyCommon):
    def test_who_sees_where_the_papers_are(self):
        dossier = self.take_in()
        self.lend(dossier)
        for user, count in (
            (self.receptionist, 3),
            (self.officer, 3),
            (self.leader, 3),
            (self.manager, 3),
            (self.inspector, 3),
            (self.other_receptionist, 0),
            (self.officer2, 0),
        ):
            with self.subTest(user.login):
                self.assertEqual(len(self.holdings(dossier, user=user)), count)

    def test_the_postal_clerk_sees_none(self):
        group = "tthc_postal.group_postal_clerk"
        if not self.env.ref(group, raise_if_not_found=False):
            self.skipTest("the post is not installed")
        clerk = new_test_user(self.env, "t.buuta", groups=f"base.group_user,{group}")
        for model in ("holding", "slip", "movement", "signature", "incident"):
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[f"tthc.custody.{model}"].with_user(clerk).search([])

    def test_who_gives_papers_of_the_file(self):
        dossier = self.take_in()
        for user in (self.officer, self.manager, self.inspector, self.leader):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.move(dossier, user, "lend", agency_id=self.justice.id)
        dossier.with_user(self.receptionist).action_hand_over(to_agency_id=self.justice.id)
        dossier.with_user(self.officer).action_take_over()
        with self.assertRaisesRegex(AccessError, "an officer of"):
            self.lend(dossier)
        with self.assertRaisesRegex(AccessError, "once the papers are back"):
            self.move(dossier, self.receptionist, "return")
        self.lend(dossier, to=self.leader, user=self.officer)
        self.assertEqual(self.holdings(dossier, place="person").user_id, self.leader)

    def test_only_the_desk_gives_to_the_applicant(self):
        dossier = self.take_in()
        for user in (self.officer, self.manager, self.other_receptionist):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.move(dossier, user, "return")
        self.move(dossier, self.receptionist, "return")

    def test_loss_cannot_be_entered_without_a_report(self):
        dossier = self.take_in()
        for way in ("lose", "find"):
            with self.subTest(way), self.assertRaisesRegex(Exception, "Report the loss"):
                self.move(dossier, self.receptionist, way)
