"""What the post brings: scanned in, counted, signed by both sides, sealed, and taken in."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import SQL

from .common import NUMBER, FreePostalCommon
from .rights import DRAWING


@tagged("post_install", "-at_install")
class TestScanningIn(FreePostalCommon):
    def record(self, direction="from_post", **more):
        records = self.env["tthc.postal.handover"].with_user(self.clerk)
        return records.create({"direction": direction, "carrier_id": self.carrier.id, **more})

    def scan(self, record, code, kind):
        answer = record.scan_in(code)
        self.assertEqual(answer["kind"], kind, answer)
        return answer["message"]

    def announced(self, dossier=None, **more):
        shipments = self.env["tthc.shipment"].with_user(self.receptionist)
        return shipments.create(
            {
                "direction": "collect",
                "carrier_id": self.carrier.id,
                "recipient_name": "Người Gửi",
                "item_ids": [
                    (0, 0, {"dossier_id": dossier and dossier.id, "papers": "Đơn", "originals": 2})
                ],
                **more,
            }
        )

    def test_an_announced_item_is_found_by_each_of_its_numbers(self):
        dossier = self.take_in(accept=False, channel="post")
        shipment = self.announced(dossier, tracking_number=NUMBER)
        for code in ("rr 473 124 829 vn", dossier._lookup_url()):
            record = self.record()
            self.scan(record, code, "added")
            self.assertEqual(record.line_ids.shipment_id, shipment)
            self.assertTrue(record.line_ids.announced)
            self.assertIn("already", self.scan(record, code, "twice"))
            record.action_cancel()

    def test_what_nobody_announced_is_kept(self):
        record = self.record()
        self.scan(record, NUMBER, "new")
        record.action_add_unnumbered()
        first, second = record.line_ids
        self.assertEqual((first.tracking_number, first.shipment_id.direction), (NUMBER, "collect"))
        self.assertFalse(first.announced | second.announced)
        self.assertFalse(second.tracking_number)
        record.signed_by_post = "Lê Văn Bưu"
        record.action_sign()
        self.assertEqual(set(record.line_ids.shipment_id.mapped("state")), {"delivered"})

    def test_a_dossier_without_an_envelope_gets_one(self):
        dossier = self.take_in(channel="post")
        record = self.record()
        self.scan(record, dossier.name, "new")
        self.assertEqual(record.line_ids.shipment_id.item_ids.sudo().dossier_id, dossier)
        self.assertEqual(record.line_ids.recipient_name, self.citizen.name)

    def test_the_second_code_of_an_envelope(self):
        """Dossier's code and carrier's number in either order; a misread between them does no
        harm, and what does not belong together is put right."""
        dossiers = [self.take_in(accept=False, channel="post") for _turn in range(2)]
        first, second = (self.announced(dossier) for dossier in dossiers)
        record = self.record()
        self.assertIn("Now scan", self.scan(record, dossiers[0]._lookup_url(), "added"))
        self.scan(record, "RR473124828VN", "refused")
        self.assertIn(NUMBER, self.scan(record, NUMBER, "joined"))
        self.assertEqual(first.tracking_number, NUMBER)
        self.scan(record, "RR123456785VN", "new")
        placeholder = record.line_ids.shipment_id - first
        self.scan(record, dossiers[1]._lookup_url(), "joined")
        self.assertEqual(second.tracking_number, "RR123456785VN")
        self.assertFalse(placeholder.exists())
        self.assertEqual(record.line_ids.shipment_id, first | second)
        self.assertEqual(record.line_ids.mapped("announced"), [True, True])
        line = record.line_ids.filtered(lambda row: row.shipment_id == second)
        self.assertTrue(line.joined)
        line.action_separate()
        self.assertEqual((second.tracking_number, line.joined), (False, False))
        self.assertEqual(len(record.line_ids), 3)
        self.scan(record, NUMBER, "twice")
        self.scan(record, "EE123456785VN", "new")
        self.assertEqual(len(record.line_ids), 4, "no envelope waited for a number")

    def test_an_item_that_somebody_worked_on_stays_apart(self):
        dossier = self.take_in(accept=False, channel="post")
        self.announced(dossier)
        record = self.record()
        self.scan(record, NUMBER, "new")
        record.line_ids.remark = "Phong bì xanh"
        self.scan(record, dossier._lookup_url(), "added")
        self.assertEqual(len(record.line_ids), 2)

    def test_what_does_not_belong_is_said(self):
        record, other = self.record(), self.record()
        for code, hint in (
            ("RR473124828VN", "check digit"),
            ("hello", "Nothing is known"),
            ("", "Nothing is known"),
            (self.packed().name, "cannot change hands"),
        ):
            with self.subTest(code=code):
                self.assertIn(hint, self.scan(record, code, "refused"))
        elsewhere = self.announced(
            carrier_id=self.free_carrier.id, tracking_number="118-abc", recipient_name="B"
        )
        message = self.scan(record, elsewhere.tracking_number, "refused")
        self.assertIn("travels with", message)
        self.scan(other, NUMBER, "new")
        self.assertIn("another record", self.scan(record, NUMBER, "refused"))
        self.assertFalse(record.line_ids)

    def test_to_the_post_packed_shipments_only(self):
        dossier = self.result_by_post()
        shipment = self.packed(dossier)
        record = self.record("to_post")
        self.scan(record, dossier.name, "added")
        self.assertEqual(record.line_ids.shipment_id, shipment)
        self.scan(record, NUMBER, "refused")

    def test_only_the_clerk_of_the_centre_scans(self):
        record = self.record()
        for user in (self.receptionist, self.manager, self.other_clerk):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                record.with_user(user).scan_in(NUMBER)

    def test_inventory_and_differences(self):
        record = self.record()
        shipment = self.announced(tracking_number=NUMBER)
        self.scan(record, NUMBER, "added")
        line = record.line_ids
        self.assertEqual((line.announced_originals, line.counted), (2, False))
        self.assertFalse(line.difference)
        for values, difference in (
            ({"envelope": "opened"}, "open_envelope"),
            ({"envelope": "damaged"}, "damaged"),
            ({"counted": True, "found_originals": 1}, "missing"),
            ({"found_originals": 2, "found_copies": 1}, "extra"),
            ({"found_copies": 0, "envelope": "whole"}, False),
            ({"difference": "wrong_addressee", "remark": "Gửi Sở khác"}, "wrong_addressee"),
        ):
            line.write(values)
            with self.subTest(values=values):
                self.assertEqual(line.difference, difference)
                self.assertEqual(line.complete, not difference)
        self.assertEqual(line._report_row()["remark"], "Gửi nhầm nơi nhận. Gửi Sở khác")
        with Form(record) as form, form.line_ids.edit(0) as row:
            row.found_copies = 3
        self.assertTrue(line.counted)
        self.assertTrue(shipment)

    def test_count_all_as_announced(self):
        record = self.record()
        self.announced(tracking_number=NUMBER)
        self.scan(record, NUMBER, "added")
        record.action_count_as_announced()
        self.assertEqual((record.line_ids.found_originals, record.line_ids.counted), (2, True))


@tagged("post_install", "-at_install")
class TestSigning(FreePostalCommon):
    def record(self, **more):
        records = self.env["tthc.postal.handover"].with_user(self.clerk)
        record = records.create({"direction": "from_post", "carrier_id": self.carrier.id, **more})
        record.scan_in(NUMBER)
        return record

    def sheet(self, record, **values):
        action = record.action_open_sign()
        sheets = self.env["tthc.postal.sign"].with_user(self.clerk)
        return sheets.with_context(**action["context"]).create(
            {"post_name": "Lê Văn Bưu", **values}
        )

    def signed(self):
        record = self.record()
        self.sheet(record, post_signature=DRAWING, centre_signature=DRAWING).action_confirm()
        return record

    def test_both_draw(self):
        record = self.signed()
        self.assertEqual((record.state, record.sign_mode), ("signed", "drawn"))
        self.assertEqual(set(record.signature_ids.mapped("side")), {"post", "centre"})
        self.assertEqual(record.signed_by_post, "Lê Văn Bưu")
        values = record._report_values()
        self.assertTrue(values["giver_image"] and values["taker_image"])
        self.assertFalse(record.paper_missing)

    def test_a_missing_drawing_signs_nothing(self):
        record = self.record()
        for given in ({}, {"post_signature": DRAWING}, {"centre_signature": DRAWING}):
            with self.subTest(given=set(given)), self.assertRaises(UserError):
                self.sheet(record, **given).action_confirm()
            self.env.invalidate_all()
        self.assertEqual(record.state, "draft")

    def test_on_paper_with_the_scan_later(self):
        record = self.record()
        self.sheet(record, method="paper").action_confirm()
        self.assertEqual((record.state, record.sign_mode), ("signed", "paper"))
        self.assertTrue(record.paper_missing)
        missing = [("paper_missing", "=", True), ("id", "=", record.id)]
        self.assertTrue(record.search_count(missing))
        sheets = self.env["tthc.postal.sign"].with_user(self.clerk)
        sheet = sheets.with_context(**record.action_attach_scan()["context"]).create(
            {"scan": DRAWING, "scan_name": "bien-ban.png"}
        )
        sheet.action_attach()
        self.assertFalse(record.paper_missing)
        self.assertFalse(record.search_count(missing))
        self.assertFalse(record._report_values()["giver_image"])
        self.assertTrue(record._is_intact())

    def test_the_signature_is_for_the_list_as_it_is(self):
        record = self.record(signed_by_post="Lê Văn Bưu")
        self.env["tthc.postal.signature"]._sign(record, ["post"], "drawn", "Lê Văn Bưu", DRAWING)
        record.invalidate_recordset()
        self.assertTrue(record.post_has_signed)
        record.line_ids.remark = "Rách góc"
        record.invalidate_recordset()
        self.assertFalse(record.post_has_signed)

    def test_time_of_signing(self):
        record = self.record()
        late = fields.Datetime.now() + timedelta(hours=2)
        with self.assertRaisesRegex(UserError, "future"):
            self.sheet(record, method="paper", at=late).action_confirm()
        at = fields.Datetime.now().replace(microsecond=0) - timedelta(hours=2)
        self.env.invalidate_all()
        record = self.record() if record.state != "draft" else record
        self.sheet(record, method="paper", at=at).action_confirm()
        self.assertEqual(record.signed_at, at)
        self.assertEqual(record.line_ids.shipment_id.delivered_at, at)

    def test_nothing_changes_a_signature(self):
        record = self.signed()
        for row in (record.signature_ids, record.signature_ids.sudo()):
            for act in (
                lambda row=row: row.write({"image": DRAWING}),
                row.unlink,
                lambda row=row: row.create({"signer_name": "X"}),
            ):
                with self.assertRaises(UserError):
                    act()
        with self.assertRaises(UserError):
            record.write({"seal": "x"})
        with self.assertRaises(UserError):
            record.line_ids.write({"found_originals": 9})

    def test_what_is_changed_behind_our_back_shows(self):
        for table, column, value in (
            ("tthc_postal_handover_line", "remark", "sửa lén"),
            ("tthc_postal_handover", "signed_by_post", "Người khác"),
        ):
            with self.subTest(table=table), self.env.cr.savepoint() as savepoint:
                record = self.signed()
                self.assertTrue(record._is_intact())
                self.assertEqual(record.action_verify()["params"]["type"], "success")
                key = "handover_id" if table.endswith("line") else "id"
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET %s = %s WHERE %s = %s",
                        SQL.identifier(table),
                        SQL.identifier(column),
                        value,
                        SQL.identifier(key),
                        record.id,
                    )
                )
                self.env.invalidate_all()
                self.assertFalse(record._is_intact())
                self.assertEqual(record.action_verify()["params"]["type"], "danger")
                savepoint.rollback()
                self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestTakingIn(FreePostalCommon):
    def test_the_sheet_is_filled_and_the_time_is_that_of_the_signature(self):
        records = self.env["tthc.postal.handover"].with_user(self.clerk)
        record = records.create(
            {
                "direction": "from_post",
                "carrier_id": self.carrier.id,
                "signed_by_post": "Lê Văn Bưu",
            }
        )
        record.scan_in(NUMBER)
        shipment = record.line_ids.shipment_id
        shipment.sudo().write({"recipient_id": self.citizen.id})
        self.assertFalse(record.line_ids.to_take_in)
        at = fields.Datetime.now().replace(microsecond=0) - timedelta(hours=4)
        record.action_sign(at=at)
        line = record.line_ids.with_user(self.receptionist)
        line.invalidate_recordset()
        self.assertTrue(line.to_take_in)
        action = line.action_take_in()
        sheets = self.env["tthc.dossier.intake"].with_user(self.receptionist)
        sheet = sheets.with_context(**action["context"]).create(
            {
                "name": self.citizen.name,
                "procedure_id": self.procedure.id,
                "subject": "Qua bưu chính",
            }
        )
        self.assertEqual((sheet.channel, sheet.partner_id), ("post", self.citizen))
        sheet.line_ids.received = True
        opened = sheet.action_accept()
        dossier = self.env["tthc.dossier"].browse(opened["res_id"])
        self.assertEqual((dossier.channel, dossier.submitted_at), ("post", at))
        self.assertEqual(shipment.item_ids.dossier_id, dossier)
        self.assertEqual(dossier.state not in ("draft", "registered"), True)
        self.assertIn("post_received", self.kinds(dossier))
        line.invalidate_recordset()
        self.assertFalse(line.to_take_in)
        self.assertEqual(line.action_take_in()["res_id"], dossier.id)


@tagged("post_install", "-at_install")
class TestScanningScreen(FreePostalCommon, HttpCase):
    def test_labels_one_after_the_other_by_keyboard(self):
        records = self.env["tthc.postal.handover"].with_user(self.clerk)
        record = records.create({"direction": "from_post", "carrier_id": self.carrier.id})
        url = f"/odoo/action-tthc_postal.action_handovers/{record.id}"
        self.start_tour(url, "tthc_clerk_scans_in", login=self.clerk.login)
        record.invalidate_recordset()
        self.assertEqual(
            record.line_ids.mapped("tracking_number"), ["RR473124829VN", "RR123456785VN"]
        )
