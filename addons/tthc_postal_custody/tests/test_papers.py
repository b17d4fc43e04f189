"""Where papers are while the post has them, by the real people."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..hooks import uninstall_hook
from .common import PapersCommon

CARD = ("Giấy chứng nhận", "original")


@tagged("post_install", "-at_install")
class TestPapers(PapersCommon):
    def news(self, shipment, code, **more):
        """What the carrier's list says, and the dossiers told of it."""
        status = self.env["tthc.carrier.status"].search(
            [("connector", "=", "file"), ("meaning", "=", code)], limit=1
        )
        at = fields.Datetime.now()
        row = {"order_ref": shipment.name, "code": status.code, "at": at, **more}
        counts = self.env["tthc.carrier.news"]._take(shipment.carrier_id, [row], "file")
        self.assertEqual(counts.get("moved"), 1, counts)
        events = self.env["tthc.shipment.event"].search(
            [("told", "=", False), ("shipment_id", "=", shipment.id)]
        )
        events._tell(set())
        self.assertFalse(events.filtered("problem"))

    def test_delivered_papers_are_with_the_citizen(self):
        shipment = self.draft(originals=2)
        dossier = shipment.item_ids.dossier_id
        record = self.hand_over(shipment)
        self.assertEqual((self.place(dossier), self.place(dossier, *CARD)), ({"post"}, {"post"}))
        row = self.steps(shipment)
        self.assertEqual((row.step, row.paper_count, row.is_open), ("out", 2, True))
        self.assertEqual((row.handover_id, row.differs), (record, False))
        slip = row.slip_id
        self.assertEqual((slip.way, slip.note, slip.user_id), ("post", record.name, self.clerk))
        self.assertIn("Lê Văn Bưu", slip.receiver_name)
        self.assertIn(shipment.name, slip.reference)
        held = self.env["tthc.custody.holding"].with_user(self.receptionist)
        held = held.search([("dossier_id", "=", dossier.id), ("place", "=", "post")])
        self.assertIn(shipment.name, held[0].where_text)
        shipment.with_user(self.clerk).action_deliver("Người Nhận")
        self.assertEqual(self.place(dossier), {"applicant"})
        self.assertEqual(self.place(dossier, *CARD), {"applicant"})
        self.assertEqual(dossier.state, "returned")
        self.assertFalse(dossier._custody_to_return())
        out, end = self.steps(shipment)
        self.assertFalse(out.is_open)
        self.assertEqual((end.step, end.slip_id.receiver_name), ("delivered", "Người Nhận"))

    def test_a_centre_that_blocks_lets_go_what_is_in_the_envelope(self):
        self.centre.tthc_custody_guard = "block"
        shipment = self.draft()
        with self.assertRaisesRegex(UserError, "go back to the person"):
            shipment.with_user(self.receptionist).action_pack()
        with self.assertRaises(AccessError):
            shipment.with_user(self.clerk).action_add_originals()
        shipment.with_user(self.receptionist).action_add_originals()
        self.assertEqual(shipment.item_ids.originals, 2)
        self.assertIn("Giấy chứng nhận", shipment.item_ids.papers)
        self.hand_over(shipment)
        shipment.with_user(self.clerk).action_deliver("Người Nhận")
        self.assertEqual(shipment.item_ids.dossier_id.state, "returned")
        self.assertFalse(self.differences(shipment))

    def test_what_comes_back_is_at_the_centre_and_is_handed_out(self):
        shipment = self.draft(originals=2)
        dossier = shipment.item_ids.dossier_id
        self.hand_over(shipment)
        shipment.with_user(self.clerk).action_fail("Vắng nhà")
        self.assertEqual(self.place(dossier), {"post"})
        record = self.bring_back(shipment)
        self.assertEqual((self.place(dossier), self.place(dossier, *CARD)), ({"desk"}, {"desk"}))
        end = self.steps(shipment)[-1]
        self.assertEqual((end.step, end.handover_id, end.differs), ("back", record, False))
        slip = dossier.with_user(self.receptionist)._move_papers("return", self.card(dossier))
        self.assertEqual(slip.way, "return")
        dossier.with_user(self.receptionist).action_return_result()
        self.assertEqual(self.place(dossier), {"applicant"})

    def card(self, dossier):
        holdings = self.env["tthc.custody.holding"].search(
            [("dossier_id", "=", dossier.id), ("name", "=", CARD[0]), ("kind", "=", CARD[1])]
        )
        return holdings._as_papers()

    def test_back_while_the_file_is_away_lies_at_the_desk(self):
        shipment = self.draft()
        dossier = shipment.item_ids.dossier_id
        self.hand_over(shipment)
        dossier.with_user(self.receptionist).action_hand_over(to_agency_id=self.justice.id)
        shipment.with_user(self.clerk).action_return_to_centre()
        self.assertEqual(self.place(dossier), {"desk"})
        self.assertFalse(self.differences(shipment))
        dossier.with_user(self.receptionist).action_return_result()
        self.assertEqual(self.place(dossier), {"applicant"})

    def test_lost_papers_are_a_matter_to_settle(self):
        shipment = self.draft(originals=2)
        dossier = shipment.item_ids.dossier_id
        self.hand_over(shipment)
        shipment.with_user(self.clerk).action_lose("Công văn số 12 của bưu điện")
        self.assertEqual((self.place(dossier), self.place(dossier, *CARD)), ({"lost"}, {"lost"}))
        incidents = dossier.custody_incident_ids
        self.assertEqual(incidents.mapped("kind"), ["lost", "lost"])
        self.assertEqual(incidents.mapped("state"), ["open", "open"])
        self.assertIn("Công văn số 12", incidents[0].description)
        self.assertEqual(incidents[0].responsible_name, shipment.carrier_id.name)
        # Issued anew and sent again: the lost one stays lost.
        shipment.with_user(self.clerk).action_send_again(fault="carrier")
        again = self.shipment_of(dossier)
        self.hand_over(again)
        self.assertEqual(self.differences(again), ["was_lost"])
        again.with_user(self.clerk).action_deliver("Người Nhận")
        self.assertEqual(self.place(dossier), {"lost", "applicant"})

    def test_news_of_delivery_goes_through_whatever_the_book_says(self):
        shipment = self.draft(originals=2)
        dossier = shipment.item_ids.dossier_id
        desk = dossier.with_user(self.receptionist)
        result = [{"kind": "result", "quantity": 1}]
        desk.action_move_papers("lend", result, user_id=self.officer.id)
        desk.action_move_papers("lend", self.card(dossier), user_id=self.officer.id)
        self.hand_over(shipment)
        self.assertEqual(self.differences(shipment), ["elsewhere", "short"])
        self.assertEqual(self.place(dossier), {"post"})
        # Somebody reports the result as lost while it is on its way.
        self.env["tthc.custody.incident"].with_user(self.receptionist).create(
            {"dossier_id": dossier.id, "paper_kind": "result", "description": "Không thấy"}
        )
        self.news(shipment, "delivered", receiver_name="Người Nhận")
        self.assertEqual((shipment.state, dossier.state), ("delivered", "returned"))
        self.assertEqual(self.place(dossier), {"applicant"})
        end = self.steps(shipment)[-1].with_user(self.manager)
        self.assertEqual([fact["reason"] for fact in end.facts], ["detour"])
        self.assertIn("Lost", end.with_context(lang="en_US").difference)
        end.remark = "Đã gọi người nhận"
        end.action_settle()
        self.assertEqual(end.settled_by_id, self.manager)
        with self.assertRaises(UserError):
            end.remark = "Khác"

    def test_a_book_that_cannot_be_written_stops_nothing(self):
        shipment, other = self.draft(), self.draft()
        self.env.flush_all()
        self.env.cr.execute(
            """CREATE FUNCTION pg_temp.refuse() RETURNS trigger AS
               $$ BEGIN RAISE EXCEPTION 'the book is shut'; END $$ LANGUAGE plpgsql;
               CREATE TRIGGER t_refuse BEFORE INSERT ON tthc_custody_movement
               FOR EACH ROW WHEN (NEW.dossier_id = %s) EXECUTE FUNCTION pg_temp.refuse()""",
            [shipment.item_ids.dossier_id.id],
        )
        with mute_logger("odoo.addons.tthc_postal_custody.models.tthc_shipment", "odoo.sql_db"):
            self.hand_over(shipment, other)
        self.env.cr.execute("DROP TRIGGER t_refuse ON tthc_custody_movement")
        self.assertEqual((shipment.state, other.state), ("handed_over", "handed_over"))
        self.assertEqual(self.place(other.item_ids.dossier_id), {"post"})
        row = self.steps(shipment)
        self.assertIn("the book is shut", row.difference)
        shipment.with_user(self.clerk).action_deliver("Người Nhận")
        self.assertEqual(self.place(shipment.item_ids.dossier_id), {"applicant"})

    def test_what_the_post_brings_is_counted_once_and_compared(self):
        dossier = self.take_in(accept=False, channel="post")
        shipment = self.env["tthc.shipment"].with_user(self.receptionist).create(
            {
                "direction": "collect",
                "company_id": self.centre.id,
                "carrier_id": self.carrier.id,
                "recipient_name": "Người gửi",
                "item_ids": [(0, 0, {"dossier_id": dossier.id, "papers": "Hồ sơ"})],
            }
        )  # fmt: skip
        record = self.env["tthc.postal.handover"].with_user(self.clerk).create(
            {
                "direction": "from_post",
                "company_id": self.centre.id,
                "carrier_id": self.carrier.id,
                "line_ids": [
                    (0, 0, {"shipment_id": shipment.id, "counted": True, "found_originals": 3})
                ],
            }
        )  # fmt: skip
        self.sign(record)
        row = self.steps(shipment)
        self.assertEqual((row.step, row.handover_id, row.differs), ("in", record, False))
        dossier.with_user(self.receptionist).action_accept()
        self.assertEqual(sum(self.places(dossier).values()), 3)  # 2 originals, 1 copy: as entered
        self.assertEqual((row.differs, row.facts[0]["entered"], row.paper_count), (True, 2, 3))
        self.assertIn("3", row.difference)

    def test_what_left_before_is_caught_up_and_uninstalled(self):
        shipment = self.draft()
        dossier = shipment.item_ids.dossier_id
        self.hand_over(shipment)
        uninstall_hook(self.env)
        self.assertEqual(self.place(dossier), {"post"})
        shipment.with_user(self.clerk).action_deliver("Người Nhận")
        self.assertEqual(self.place(dossier), {"applicant"})
        other = self.draft()
        with mute_logger("odoo.sql_db"):
            self.hand_over(other)
        self.env["tthc.shipment"]._custody_catch_up(["handed_over"])
        self.assertEqual(self.steps(other).mapped("step"), ["out"])

    def test_forms_and_lists_of_each_role(self):
        shipment = self.draft()
        self.assertIn("Giấy chứng nhận", shipment.with_user(self.clerk).custody_warning)
        self.assertTrue(shipment.custody_left)
        told = shipment.with_user(self.clerk).with_context(lang="vi_VN").custody_warning
        self.assertIn("phải trả lại công dân", told)
        for user in (self.clerk, self.receptionist, self.manager, self.inspector):
            Form(shipment.with_user(user))
        self.hand_over(shipment)
        self.assertFalse(shipment.custody_warning)
        for user in (self.receptionist, self.manager, self.inspector):
            with self.subTest(user.login):
                form = Form(shipment.with_user(user))
                self.assertEqual(form.papers_count, 1)
                domain = shipment.with_user(user).action_view_papers()["domain"]
                rows = self.env["tthc.shipment.papers"].with_user(user).search(domain)
                self.assertEqual(rows.papers, "1 × Giấy xác nhận")
        for user in (self.clerk, self.officer):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["tthc.shipment.papers"].with_user(user).search([])

    def test_pick_list_follows_the_shelves(self):
        shelves = ("Kệ 10", "Kệ 2", False)
        shipments = [self.draft() for _shelf in shelves]
        for shipment, shelf in zip(shipments, shelves, strict=True):
            shipment.item_ids.dossier_id.with_user(self.receptionist).paper_shelf = shelf
        last = shipments[-1].item_ids.dossier_id.with_user(self.receptionist)
        last.action_move_papers(
            "lend", [{"kind": "result", "quantity": 1}], user_id=self.officer.id
        )
        batch = self.env["tthc.postal.batch"].with_user(self.clerk)
        batch = batch.create({"company_id": self.centre.id, "carrier_id": self.carrier.id})
        batch.action_collect()
        places = [row["place"] for row in batch._pick_rows()]
        self.assertEqual(places[:2], ["Kệ 2", "Kệ 10"])
        self.assertIn(self.officer.name, places[2])
        html = self.env["ir.actions.report"]._render_qweb_html(
            "tthc_postal.report_pick_list", batch.ids
        )[0]
        self.assertIn("Kệ 10", html.decode())

    def test_desk_counts_what_the_post_has_for_long(self):
        shipment = self.draft()
        long_ago = fields.Datetime.now() - timedelta(days=30)
        shipment.with_user(self.receptionist).action_pack()
        self.hand_over(shipment)
        self.steps(shipment)._set({"at": long_ago, "differs": True})
        desk = self.env["tthc.desk"].with_user(self.receptionist).with_company(self.centre)
        self.centre.tthc_custody_post_days = 40
        self.assertIn("40", desk._papers_in_post().figures[0].label)
        self.centre.tthc_custody_post_days = 20
        figures = {row.key: row for row in desk._papers_in_post().figures}
        for key in ("post_papers_long", "post_papers_differs"):
            rows = self.env[figures[key].model].with_user(self.receptionist)
            self.assertEqual(rows.search(figures[key].domain), self.steps(shipment), key)

    def test_fifty_envelopes_take_few_queries_more(self):
        """The papers of a record are read and written together."""
        spent = {}
        for count in (2, 8):
            shipments = [self.draft() for _number in range(count)]
            rows = self.env["tthc.shipment"].union(*shipments)
            rows.with_user(self.receptionist).action_pack()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            now = dict.fromkeys(rows.ids, fields.Datetime.now())
            rows.with_user(self.clerk).sudo()._custody_follow("out", now)
            self.env.flush_all()
            spent[count] = self.env.cr.sql_log_count - before
            self.assertEqual(len(self.env["tthc.shipment.papers"].search(
                [("shipment_id", "in", rows.ids)])), count)  # fmt: skip
        self.assertLessEqual(spent[8], spent[2] + 6, spent)
