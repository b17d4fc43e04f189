"""What carriers tell: stored once, judged by its time, in bulk."""

import random
from datetime import datetime, timedelta
from functools import reduce

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..tools import news, status
from .common import FreePostalCommon

CODES = {
    "Đang vận chuyển": status.IN_TRANSIT,
    "Đang đi phát": status.OUT_FOR_DELIVERY,
    "Phát không thành công": status.FAILED,
    "Chuyển hoàn": status.RETURNING,
    "Phát thành công": status.DELIVERED,
    "Thất lạc": status.LOST,
}


class NewsCommon(FreePostalCommon):
    def take(self, *rows, source="file", carrier=None, **kwargs):
        return self.env["tthc.carrier.news"]._take(
            carrier or self.free_carrier, list(rows), source, **kwargs
        )

    def on_the_way(self, hours=48):
        """A shipment of the file carrier that was handed over ``hours`` ago."""
        shipment = self.shipment_of(self.result_by_post())
        shipment.write({"carrier_id": self.free_carrier.id, "tracking_number": f"VTP{shipment.id}"})
        self.now = fields.Datetime.now()
        self.packed_at = self.now - timedelta(hours=hours + 1)
        shipment.with_context(tthc_now=self.packed_at).sudo().action_pack()
        shipment.sudo().action_hand_over(at=self.now - timedelta(hours=hours))
        return shipment

    def row(self, shipment, code, hours, **values):
        return {
            "tracking_number": shipment.tracking_number,
            "code": code,
            "at": self.now - timedelta(hours=hours),
            **values,
        }

    def told(self, shipment, code):
        return shipment.news_ids.filtered(lambda row: row.code == code)


@tagged("post_install", "-at_install")
class TestNews(NewsCommon):
    def test_delivery_is_told_to_the_dossier_by_the_job(self):
        shipment = self.on_the_way()
        counts = self.take(
            self.row(shipment, "  phát THÀNH công", 1, receiver_name="Lê Nhận", place="Bắc Ninh"),
            self.row(shipment, "Đang đi phát", 2),
        )
        self.assertEqual((counts["taken"], counts["moved"]), (2, 1))
        self.assertEqual((shipment.state, shipment.receiver_name), ("delivered", "Lê Nhận"))
        self.assertFalse(shipment.item_ids.is_open)
        dossier = shipment.item_ids.dossier_id
        self.assertEqual(dossier.state, "done")
        self.env["tthc.shipment.event"]._cron_tell()
        self.assertEqual(dossier.state, "returned")
        kinds = self.kinds(dossier)
        self.assertLess(
            kinds.index("post_out_for_delivery"), kinds.index("post_delivered"), "in their order"
        )
        self.assertTrue(all(shipment.event_ids.mapped("told")))

    def test_the_same_news_is_stored_once_whatever_its_source(self):
        shipment = self.on_the_way()
        row = self.row(shipment, "Đang vận chuyển", 5)
        self.assertEqual(self.take(row, row)["repeated"], 1)
        by_reference = {**row, "tracking_number": "", "order_ref": shipment.name}
        self.assertEqual(self.take(by_reference)["repeated"], 1)
        self.assertEqual(len(shipment.news_ids), 1)
        self.assertEqual(len(shipment.event_ids.filtered(lambda row: row.source == "carrier")), 1)

    def test_unknown_status_takes_effect_when_it_is_mapped(self):
        shipment = self.on_the_way()
        self.take(self.row(shipment, "Hoàn tất", 1), self.row(shipment, "Đang đi phát", 2))
        self.assertEqual(shipment.state, "out_for_delivery")
        self.assertEqual(self.told(shipment, "Hoàn tất").state, "unknown_status")
        self.env["tthc.carrier.status"].with_user(self.clerk).create(
            {"connector": "file", "code": "hoàn tất", "meaning": "delivered"}
        )
        self.assertEqual(shipment.state, "delivered")

    def test_unknown_item_takes_effect_when_its_number_is_known(self):
        shipment = self.on_the_way()
        self.take({**self.row(shipment, "Đang vận chuyển", 1), "tracking_number": "MỚI 1"})
        self.assertEqual(shipment.state, "handed_over")
        shipment.with_user(self.clerk).tracking_number = "MỚI 1"
        self.assertEqual(shipment.state, "in_transit")

    def test_delivered_to_the_centre_waits_for_a_signature(self):
        shipment = self.env["tthc.shipment"].create(
            {
                "direction": "collect",
                "company_id": self.centre.id,
                "carrier_id": self.free_carrier.id,
                "recipient_name": "Người gửi",
                "tracking_number": "GUI1",
            }
        )
        self.now = fields.Datetime.now()
        self.take(
            self.row(shipment, "Đang vận chuyển", 2), self.row(shipment, "Phát thành công", 1)
        )
        self.assertEqual(shipment.state, "in_transit")
        self.assertEqual(self.told(shipment, "Phát thành công").state, "unsigned")
        shipment.with_user(self.clerk).action_deliver("Văn thư")
        self.assertEqual(self.told(shipment, "Phát thành công").state, "noted")

    def test_returned_is_on_its_way_back_until_a_record_says_so(self):
        shipment = self.on_the_way()
        self.take(self.row(shipment, "Đã trả người gửi", 1))
        self.assertEqual(shipment.state, "returning")

    def test_news_before_the_hand_over_waits_for_it(self):
        shipment = self.packed()
        shipment.carrier_id = self.free_carrier
        self.now = fields.Datetime.now()
        row = {"order_ref": shipment.name, "code": "Đang vận chuyển", "at": self.now}
        self.take({**row, "tracking_number": "SO1"}, companies=self.centre)
        self.assertEqual((shipment.state, shipment.tracking_number), ("packed", "SO1"))
        self.assertEqual(shipment.news_ids.reason, "early")
        shipment.sudo().action_hand_over(at=shipment.last_event_at)
        self.assertEqual(shipment.state, "in_transit")

    def test_what_contradicts_is_shown_to_a_person(self):
        for first, then, state in (
            ("Phát thành công", "Chuyển hoàn", "delivered"),
            ("Phát thành công", "Phát không thành công", "delivered"),
            ("Thất lạc", "Phát thành công", "lost"),
            ("Chuyển hoàn", "Phát thành công", "returning"),
        ):
            shipment = self.on_the_way()
            self.take(self.row(shipment, first, 2), self.row(shipment, then, 1))
            strange = self.told(shipment, then)
            self.assertEqual((shipment.state, strange.state), (state, "against"), then)
            self.assertIn(strange, strange.search(strange._exception_domain()))
            strange.with_user(self.clerk).action_settle("Bưu cục báo nhầm")

    def test_a_delivery_told_of_before_the_signature_is_not_lost(self):
        """The record was signed in the evening for what had left in the morning."""
        shipment = self.on_the_way(hours=3)
        self.take(self.row(shipment, "Phát thành công", 5))
        self.assertEqual(shipment.state, "handed_over")
        self.assertEqual(self.told(shipment, "Phát thành công").state, "against")
        self.take(self.row(shipment, "Đang vận chuyển", 4))
        self.assertEqual(self.told(shipment, "Đang vận chuyển").state, "old")

    def test_a_number_in_the_column_of_our_references(self):
        shipment = self.on_the_way()
        shipment.with_user(self.clerk).tracking_number = "RR473124829VN"
        self.free_carrier.tracking_kind = "s10"
        row = {**self.row(shipment, "Đang vận chuyển", 1), "tracking_number": ""}
        self.take({**row, "order_ref": "rr 473 124 829 vn"})
        self.assertEqual(shipment.state, "in_transit")

    def test_other_values_are_kept_and_shown_once(self):
        shipment = self.on_the_way()
        self.take(
            self.row(shipment, "Đang vận chuyển", 2, cod_amount=50000),
            self.row(shipment, "Đang đi phát", 1, cod_amount=50000),
        )
        self.assertEqual(shipment.cod_amount, 0)
        wrong = shipment.news_ids.filtered("differs")
        self.assertEqual(wrong.mapped("cod_amount"), [50000])
        self.assertEqual(wrong.difference, "Cash on Delivery: 50.000 (ours: 0)")
        wrong.with_user(self.clerk).action_settle("Đã đối chiếu")
        self.assertEqual(wrong.settled_by_id, self.clerk)
        with self.assertRaises(UserError):
            wrong.with_user(self.clerk).action_settle()

    def test_news_is_kept_as_it_came(self):
        shipment = self.on_the_way()
        self.take(self.row(shipment, "Đang vận chuyển", 2))
        row = shipment.news_ids
        for call in (
            lambda: row.sudo().write({"code": "x"}),
            lambda: row.sudo().unlink(),
            lambda: row.sudo().create({"code": "x"}),
        ):
            with self.assertRaises(UserError):
                call()

    @settings(
        max_examples=20,
        deadline=None,
        suppress_health_check=[HealthCheck.differing_executors],
    )
    @given(
        st.lists(st.sampled_from(["Đang vận chuyển", "Đang đi phát", "Phát không thành công"])),
        st.sampled_from(["Phát thành công", "Thất lạc"]),
        st.randoms(use_true_random=False),
    )
    def test_any_order_of_arrival_ends_the_same(self, middle, end, rng):
        """In random order, in random portions, some of it twice: the end is that of the rule over
        the sorted events, and no state ever goes back."""
        self.env.flush_all()
        self.env.cr.execute("SAVEPOINT history")
        try:
            self._run_history([*middle, end], rng)
        finally:
            self.env.transaction.clear()
            self.env.cr.execute("ROLLBACK TO SAVEPOINT history")

    def _run_history(self, codes, rng):
        shipment = self.on_the_way(hours=200)
        start = shipment._position()
        told = [(code, 100 - index) for index, code in enumerate(codes)]
        expected = reduce(
            lambda position, row: status.apply(
                position, CODES[row[0]], self.now - timedelta(hours=row[1])
            ),
            told,
            start,
        )
        arriving = told + rng.sample(told, rng.randint(0, len(told)))
        rng.shuffle(arriving)
        phase = status.PHASES[shipment.state]
        while arriving:
            portion = arriving[: rng.randint(1, 5)]
            arriving = arriving[len(portion) :]
            self.take(*(self.row(shipment, code, hours) for code, hours in portion))
            self.assertGreaterEqual(status.PHASES[shipment.state], phase)
            phase = status.PHASES[shipment.state]
        self.assertEqual(shipment.state, expected.state)
        self.assertEqual(len(shipment.news_ids), len(told))


START = datetime(2026, 10, 8, 8)
MEANINGS = st.sampled_from([*status.OUT, *status.FINAL, news.NONE])


@tagged("post_install", "-at_install")
class TestJudge(FreePostalCommon):
    @settings(max_examples=50, deadline=None)
    @given(
        st.sampled_from(["deliver", "collect"]),
        st.lists(st.tuples(MEANINGS, st.integers(0, 50)), max_size=20),
        st.integers(),
    )
    def test_one_by_one_or_all_at_once_never_goes_back(self, direction, history, seed):
        now = START + timedelta(days=30)
        tolds = [
            news.Told(meaning, START + timedelta(hours=hours), place)
            for place, (meaning, hours) in enumerate(history)
        ]
        begin = status.Position(direction, "handed_over", START - timedelta(hours=1))
        at_once, verdicts, _last = news.judge_all(begin, dict(enumerate(tolds)), now)
        self.assertEqual(len(verdicts), len(tolds))
        sorted_one_by_one = begin
        for told in sorted(tolds, key=news.order):
            sorted_one_by_one, _verdict = news.judge(sorted_one_by_one, told, now)
        self.assertEqual(at_once, sorted_one_by_one)
        shuffled = random.Random(seed).sample(tolds, len(tolds))
        position = begin
        for told in shuffled:
            following, verdict = news.judge(position, told, now)
            self.assertGreaterEqual(status.PHASES[following.state], status.PHASES[position.state])
            self.assertEqual(verdict.moves, following is not position)
            position = following
        if direction == "collect":
            self.assertNotEqual(position.state, status.DELIVERED)
        else:
            self.assertNotEqual(position.state, status.RETURNED)
