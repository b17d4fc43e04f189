"""Whatever happens to envelopes and papers in whatever order: each paper is at one place, and the
book and the envelope agree, or the difference is told."""

import random

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.tthc_custody.tools.custody import Place

from ..tools import travel
from .common import PapersCommon

RUNS, STEPS = 6, 8


@tagged("post_install", "-at_install")
class TestSequences(PapersCommon):
    def test_any_order_of_events(self):
        for seed in range(RUNS):
            with self.subTest(seed=seed):
                self.run_one(random.Random(seed))

    def run_one(self, chance):
        shipment = self.draft(originals=chance.choice((0, 1, 2, 3)))
        dossier = shipment.item_ids.dossier_id
        received = sum(dossier._custody_received().values())
        honest = chance.random() < 0.5
        acts = (self.post_acts,) if honest else (self.post_acts, self.post_acts, self.desk_acts)
        for _step in range(STEPS):
            act = chance.choice(acts)
            name, call = chance.choice(act(self.shipment_of(dossier), dossier, chance))
            try:
                with self.env.cr.savepoint():
                    call()
            except UserError:
                continue
            self.check(dossier, received, name)
            if honest:  # what was issued anew, or miscounted, is all that can differ
                told = self.differences(dossier.shipment_item_ids.shipment_id)
                self.assertLessEqual(set(told), {travel.WAS_LOST, travel.SHORT}, name)

    def post_acts(self, shipment, dossier, chance):
        clerk = shipment.with_user(self.clerk)
        return [
            ("hand over", lambda: self.hand_over(shipment)),
            ("on the way", clerk.action_in_transit),
            ("fail", lambda: clerk.action_fail("Vắng nhà")),
            ("deliver", lambda: clerk.action_deliver("Người Nhận")),
            ("back", lambda: self.bring_back(shipment)),
            ("lose", lambda: clerk.action_lose("Thất lạc")),
            ("again", lambda: clerk.action_send_again(fault="carrier")),
        ]

    def desk_acts(self, shipment, dossier, chance):
        """What people enter by hand, true or not."""
        book = dossier._custody_balance()
        (lot, place), _count = chance.choice(sorted(book.items(), key=str))
        paper = {
            "component_id": lot[0],
            "kind": lot[1],
            "quantity": 1,
            "place": place.kind,
            "agency_id": place.agency,
            "user_id": place.user,
        }
        moves = [
            (way, lambda way=way, more=more: dossier.sudo()._move_papers(way, [paper], **more))
            for way, more in (
                ("lend", {"user_id": self.officer.id}),
                ("back", {}),
                ("return", {}),
                ("receive", {}),
                ("post", {}),
            )
        ]
        return [*moves, ("report", lambda: self.report(dossier, lot))]

    def report(self, dossier, lot):
        self.env["tthc.custody.incident"].with_user(self.receptionist).create(
            {
                "dossier_id": dossier.id,
                "component_id": lot[0] or False,
                "paper_kind": lot[1],
                "description": "Không thấy",
            }
        )

    def check(self, dossier, received, name):
        moves = dossier._custody_moves()
        new = sum(move.quantity for move in moves if move.source == travel.OUTSIDE)
        listed = self.env["tthc.custody.holding"].search([("dossier_id", "=", dossier.id)])
        self.assertEqual(sum(listed.mapped("quantity")), received + new, name)
        self.assertTrue(all(count > 0 for count in dossier._custody_balance().values()), name)
        self.assertIsNone(dossier._ledger_break(), name)
        self.agrees(self.shipment_of(dossier), dossier, name)

    def agrees(self, shipment, dossier, name):
        """Right after a step of the post, its papers are where the envelope is."""
        row = self.steps(shipment)[-1:]
        acts = {"hand over": "out", "deliver": "delivered", "back": "back", "lose": "lost"}
        if acts.get(name) != row.step or row.differs or not shipment.item_ids.originals:
            return
        place = {"out": "post", "delivered": "applicant", "back": "desk", "lost": "lost"}[row.step]
        self.assertIn(place, self.place(dossier), name)
        if row.step != "out":
            self.assertFalse(
                self.env["tthc.shipment.papers"].search(
                    [("shipment_id", "=", shipment.id), ("is_open", "=", True)]
                )
            )
            where = {place for (lot, place) in dossier._custody_balance() if lot == travel.RESULT}
            self.assertNotIn(Place("post"), where, name)
