"""Papers pass from hand to hand, and it is known where each is."""

import random

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..tools import custody
from .common import CustodyCommon


@tagged("post_install", "-at_install")
class TestMovements(CustodyCommon):
    def test_what_was_received_is_at_the_desk_without_a_row(self):
        dossier = self.take_in()
        self.assertFalse(
            self.env["tthc.custody.movement"].search([("dossier_id", "=", dossier.id)])
        )
        rows = self.holdings(dossier)
        self.assertEqual(
            sorted((row.name, row.kind, row.quantity, row.place) for row in rows),
            [
                ("Bản sao giấy tờ", "copy", 1, "desk"),
                ("Giấy chứng nhận", "original", 1, "desk"),
                ("Tờ khai", "original", 1, "desk"),
            ],
        )
        self.assertEqual(set(rows.mapped("since")), {dossier.accepted_at})
        keep = rows.filtered(lambda row: row.name == "Tờ khai")
        self.assertEqual((keep.custody, keep.to_return), ("keep", False))
        self.assertTrue(self.holdings(dossier, to_return=True).name, "Giấy chứng nhận")

    def test_what_is_only_shown_stays_with_the_person(self):
        dossier = self.take_in()
        shown = self.paper(dossier, "Giấy tờ tùy thân")
        self.assertTrue(shown.received and shown.requirement == "show")
        shown.originals = 1
        self.assertFalse(self.places(dossier, "Giấy tờ tùy thân"))
        with self.assertRaisesRegex(UserError, "0 there"):
            self.move(
                dossier, self.receptionist, "return", self.papers(dossier, "Giấy tờ tùy thân")
            )

    def test_the_file_takes_its_papers_along(self):
        dossier = self.take_in()
        dossier.with_user(self.receptionist).action_hand_over(to_agency_id=self.justice.id)
        self.assertEqual(self.places(dossier), {"under_way": 1})
        dossier.with_user(self.officer).action_take_over()
        row = self.holdings(dossier, name="Giấy chứng nhận")
        self.assertEqual((row.place, row.agency_id), ("agency", self.justice))
        self.assertEqual(row.user_id, self.officer, "who took it over answers for it")
        self.assertTrue(row.with_user(self.officer).is_mine)
        self.assertIn(
            row, self.env["tthc.custody.holding"].with_user(self.officer).search(
                [("is_mine", "=", True)]
            ),
        )  # fmt: skip

    def test_lend_pass_on_and_take_back(self):
        dossier = self.take_in()
        slip = self.lend(dossier, due_on="2026-03-20", note="Đối chiếu")
        self.assertEqual((slip.giver_name, slip.receiver_name), (
            self.receptionist.name, self.officer.name
        ))  # fmt: skip
        row = self.holdings(dossier, place="person")
        self.assertEqual((row.user_id, row.agency_id), (self.officer, self.justice))
        self.assertEqual(str(row.due_on), "2026-03-20")
        with self.assertRaisesRegex(UserError, r"0 there. It is now: 1 – Lent .* t\.chuyenvien"):
            self.lend(dossier, to=self.officer2)
        at_officer = self.papers(
            dossier, place="person", user_id=self.officer.id, agency_id=self.justice.id
        )
        with self.assertRaisesRegex(AccessError, r"This is for: t\.chuyenvien"):
            self.move(dossier, self.receptionist, "lend", at_officer, agency_id=self.police.id)
        self.move(dossier, self.officer, "lend", at_officer, agency_id=self.police.id)
        self.assertEqual(self.places(dossier), {"agency": 1})
        self.assertIn(self.police, dossier.agency_ids, "its officers see the dossier now")
        at_police = self.papers(dossier, place="agency", agency_id=self.police.id)
        self.move(dossier, self.receptionist, "back", at_police)
        self.assertEqual(self.places(dossier), {"desk": 1})
        kinds = dossier.event_ids.sorted("seq").mapped("kind")
        self.assertEqual(kinds[1:], ["paper_lend", "paper_lend", "paper_back"])
        self.assertIsNone(dossier._ledger_break())

    def test_a_lent_paper_does_not_go_with_the_file(self):
        dossier = self.take_in()
        self.lend(dossier)
        dossier.with_user(self.receptionist).action_hand_over(to_agency_id=self.justice.id)
        self.assertEqual(dossier.handover_line_ids.papers, 2)
        self.assertEqual(self.places(dossier), {"person": 1})

    def test_the_same_paper_is_not_given_twice(self):
        dossier = self.take_in()
        self.lend(dossier)
        with self.assertRaisesRegex(UserError, "1 to move, 0 there"):
            self.move(dossier, self.receptionist, "return")
        self.assertEqual(self.total(dossier), 3)

    def test_early_return_and_bringing_it_again(self):
        dossier = self.take_in()
        slip = self.move(dossier, self.receptionist, "return", receiver_name="Trần Thị Nhận")
        self.assertEqual((slip.receiver_name, self.places(dossier)), (
            "Trần Thị Nhận", {"applicant": 1}
        ))  # fmt: skip
        self.assertTrue(dossier.event_ids.sorted("seq")[-1].public)
        self.move(dossier, self.receptionist, "receive", self.papers(dossier, place="applicant"))
        self.assertEqual(self.places(dossier), {"desk": 1})

    def test_paper_of_an_online_dossier_is_received_when_it_comes(self):
        dossier = self.take_in()
        dossier.sudo()._set({"channel": "online"})
        self.assertFalse(self.holdings(dossier), "files are no papers")
        self.move(dossier, self.receptionist, "receive", self.papers(dossier, place="outside"))
        self.assertEqual(self.places(dossier), {"desk": 1})
        self.assertEqual(self.total(dossier), 1)

    def test_post_and_archive_carry_their_reference(self):
        dossier = self.take_in()
        self.move(dossier, self.receptionist, "post", reference="RR473124829VN")
        row = self.holdings(dossier, place="post")
        self.assertEqual(row.reference, "RR473124829VN")
        copies = self.papers(dossier, "Bản sao giấy tờ", "copy")
        self.move(dossier, self.receptionist, "archive", copies, reference="Kệ 4, hộp 12")
        self.assertEqual(self.holdings(dossier, place="archive").reference, "Kệ 4, hộp 12")

    def test_the_result_is_a_paper_too(self):
        dossier = self.walk_to_result(self.take_in(case_id=self.free_case.id))
        row = self.holdings(dossier, kind="result")
        self.assertEqual((row.name, row.place), ("Giấy xác nhận", "desk"))
        dossier.with_user(self.receptionist).action_return_result()
        self.assertEqual(self.places(dossier, "Giấy xác nhận", "result"), {"applicant": 1})

    def test_papers_of_another_dossier_and_under_way(self):
        dossier, other = self.take_in(), self.take_in()
        with self.assertRaisesRegex(UserError, "another dossier"):
            self.move(dossier, self.receptionist, "return", self.papers(other))
        dossier.with_user(self.receptionist).action_hand_over(to_agency_id=self.justice.id)
        with self.assertRaisesRegex(UserError, "Under way"):
            self.move(dossier, self.receptionist, "return")

    def test_a_number_grows_but_does_not_shrink(self):
        dossier = self.take_in()
        paper = self.paper(dossier).with_user(self.receptionist)
        paper.originals = 2
        self.env["tthc.custody.holding"].invalidate_model()
        self.assertEqual(self.places(dossier), {"desk": 2})
        for vals in ({"originals": 1}, {"received": False}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "cannot be lowered"):
                paper.write(vals)
        self.move(dossier, self.receptionist, "return")
        sheets = self.env["tthc.custody.correction"].with_user(self.receptionist)
        values = {"dossier_id": dossier.id, "component_id": paper.id, "reason": "Gõ nhầm"}
        with self.assertRaisesRegex(UserError, "have moved"):
            sheets.create({**values, "originals": 0}).action_confirm()
        sheets.create({**values, "originals": 1}).action_confirm()
        self.assertEqual(self.places(dossier), {"applicant": 1})
        self.assertEqual(dossier.event_ids.sorted("seq")[-1].kind, "paper_correct")

    def test_rows_stay_as_they_are(self):
        slip = self.lend(self.take_in())
        for record in (slip, slip.movement_ids):
            for act in (
                lambda row=record: row.sudo().write({"at": "2026-01-01 00:00:00"}),
                lambda row=record: row.sudo().unlink(),
                lambda row=record: row.sudo().create({}),
            ):
                with self.assertRaises(UserError):
                    act()

    def test_any_sequence_of_moves_keeps_every_paper(self):
        """At random, by whoever has the paper: the screen's answer is always the bookkeeping's,
        and no paper is lost on the way."""
        rng = random.Random(20260309)
        dossier = self.take_in()
        self.paper(dossier).originals = 3
        self.env["tthc.custody.holding"].invalidate_model()
        received = self.total(dossier)
        done = 0
        for _turn in range(120):
            row = rng.choice(self.holdings(dossier))
            way = rng.choice(sorted(custody.WAYS))
            papers = row._as_papers()
            papers[0]["quantity"] = rng.randint(1, 3)
            more = rng.choice([
                {"user_id": self.officer.id}, {"agency_id": self.police.id}, {"to_place": "desk"}
            ])  # fmt: skip
            try:
                with self.env.cr.savepoint():
                    dossier.sudo()._move_papers(way, papers, **more)
                    done += 1
            except (UserError, AccessError):
                continue
            self.assertEqual(self.total(dossier), received)
            balance = dossier._custody_balance()
            self.assertEqual(sum(balance.values()), received)
        self.assertGreater(done, 5)

    def test_dialog_lends(self):
        dossier = self.take_in()
        action = dossier.with_user(self.receptionist).action_papers_lend()
        form = Form(
            self.env["tthc.custody.move"]
            .with_user(self.receptionist)
            .with_context(**action["context"])
        )
        self.assertEqual(len(form.line_ids), 3)
        for index in range(3):
            with form.line_ids.edit(index) as line:
                if line.name == "Giấy chứng nhận":
                    line.quantity = 1
        form.user_id = self.officer
        form.save().action_confirm()
        self.assertEqual(self.places(dossier), {"person": 1})

    def test_pages_tell_the_trail(self):
        dossier = self.take_in()
        slip = self.lend(dossier)
        dossier.with_user(self.receptionist).action_hand_over(to_agency_id=self.justice.id)
        text = dossier.with_user(self.receptionist).get_custody_table()
        for part in (slip.name, "BG-", self.officer.name, self.citizen.name, "Giấy chứng nhận"):
            self.assertIn(part, text)

    def test_pivot_by_place(self):
        dossier = self.take_in()
        self.lend(dossier)
        groups = self.env["tthc.custody.holding"].with_user(self.manager)._read_group(
            [("dossier_id", "=", dossier.id)], ["place"], ["quantity:sum"]
        )  # fmt: skip
        self.assertEqual(dict(groups), {"desk": 2, "person": 1})
