"""A batch: collected, packed, labelled, scanned into the bag, sealed and handed over."""

import io

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfFileReader

from ..models import tthc_postal_label_job
from ..tools import status
from .common import NUMBER, FreePostalCommon


@tagged("post_install", "-at_install")
class TestBatch(FreePostalCommon):
    def batch(self, count=2):
        dossiers = [self.result_by_post() for _number in range(count)]
        batch = self.env["tthc.postal.batch"].with_user(self.clerk)
        batch = batch.create({"company_id": self.centre.id, "carrier_id": self.carrier.id})
        batch.action_collect()
        self.assertEqual(batch.shipment_ids.item_ids.dossier_id, sum(dossiers, self.dossiers()))
        return batch

    def dossiers(self):
        return self.env["tthc.dossier"]

    def test_what_is_missing_from_the_bag_stays_behind(self):
        batch = self.batch(3)
        batch.action_pack_all()
        first, second, third = batch.shipment_ids.sorted("id")
        first.with_user(self.clerk).tracking_number = NUMBER
        self.assertEqual(batch.missing_count, 3)
        for code in ("rr 473 124 829 vn", second.name.lower()):
            self.assertTrue(batch.scan_item(code)["ok"], code)
        self.assertTrue(batch.scan_item(NUMBER)["ok"])
        self.assertFalse(batch.scan_item("BG/1999/00001")["ok"])
        self.assertEqual((batch.bagged_count, batch.missing_count), (2, 1))
        with self.assertRaisesRegex(UserError, "seal"):
            batch.action_close()
        batch.seal_numbers = " NP-1 ,NP-2,"
        record = self.env["tthc.postal.handover"].browse(batch.action_close()["res_id"])
        self.assertEqual(batch.state, "closed")
        self.assertEqual(record.line_ids.shipment_id, first | second)
        self.assertEqual(record.seal_number, "NP-1, NP-2")
        self.assertEqual((third.batch_id.id, third.state), (False, status.PACKED))
        with self.assertRaisesRegex(UserError, "sealed"):
            first.with_user(self.clerk).action_return_to_centre()
        record = record.with_user(self.clerk)
        record.signed_by_post = "Lê Văn Bưu"
        record.action_sign()
        self.assertEqual((batch.state, batch.signed_by_post), ("handed_over", "Lê Văn Bưu"))
        self.assertEqual(set(batch.shipment_ids.mapped("state")), {status.HANDED_OVER})
        scan = self.env["tthc.scan"].with_user(self.clerk)
        for code in (batch.name, "np-2"):
            self.assertEqual(scan.resolve(code)["action"]["res_model"], batch._name, code)

    def test_a_record_that_was_given_up_opens_the_bag(self):
        batch = self.batch()
        batch.action_pack_all()
        batch.action_all_in_bag()
        batch.seal_numbers = "NP-3"
        record = self.env["tthc.postal.handover"].browse(batch.action_close()["res_id"])
        record.with_user(self.clerk).action_cancel()
        self.assertEqual((batch.state, batch.handover_id.id), ("open", False))
        self.assertEqual(batch.bagged_count, 2)
        record = self.env["tthc.postal.handover"].browse(batch.action_close()["res_id"])
        record.with_user(self.clerk).unlink()
        self.assertEqual((batch.state, batch.handover_id.id), ("open", False))

    def test_what_cannot_be_packed_is_left_out_and_named(self):
        batch = self.batch()
        bad = batch.shipment_ids.sorted("id")[0]
        bad.with_user(self.clerk).recipient_phone = False
        said = batch.action_pack_all()
        self.assertIn(bad.item_ids.dossier_number, said["params"]["message"])
        self.assertFalse(bad.batch_id)
        self.assertEqual(batch.shipment_ids.state, status.PACKED)

    def test_only_the_clerk_of_the_centre_seals(self):
        batch = self.batch(1)
        batch.action_pack_all()
        batch.action_all_in_bag()
        batch.seal_numbers = "NP-4"
        for user in (self.receptionist, self.other_clerk, self.manager):
            with self.assertRaises(AccessError):
                batch.with_user(user).action_close()

    def test_pick_list(self):
        batch = self.batch()
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.clerk)
            ._render_qweb_html("tthc_postal.report_pick_list", batch.ids)
        )
        for item in batch.shipment_ids.item_ids:
            self.assertIn(item.dossier_number, html.decode())

    # Labels ---------------------------------------------------------------------------------------

    def test_label_says_what_the_courier_needs(self):
        shipment = self.packed()
        shipment.with_user(self.receptionist).write({"tracking_number": NUMBER, "weight": 75})
        pdf = PdfFileReader(io.BytesIO(shipment._labels_pdf()))
        self.assertEqual(len(pdf.pages), 1)
        box = pdf.pages[0].mediabox
        self.assertAlmostEqual(float(box[2]) / 72 * 25.4, 105, delta=1)
        self.assertAlmostEqual(float(box[3]) / 72 * 25.4, 148, delta=1)
        text = pdf.pages[0].extract_text()
        for part in (
            "RR 473 124 829 VN",
            shipment.name,
            "Số 9, đường Gửi",
            "75 g",
            self.carrier.name,
        ):
            self.assertIn(part, text)
        with self.assertRaisesRegex(UserError, "Pack"):
            self.shipment_of(self.result_by_post()).action_print_labels()

    def test_job_makes_many_labels_in_parts(self):
        shipments = self.packed() | self.packed() | self.packed()
        jobs = self.env["tthc.postal.label.job"].with_user(self.receptionist)
        self.patch(tthc_postal_label_job, "PART", 2)
        job = jobs._start(shipments.with_user(self.receptionist))
        self.assertEqual((job.state, job.progress, len(job.sudo().part_ids)), ("running", 0, 2))
        self.assertEqual(job.sudo().part_ids[0].shipment_ids, shipments.ids[:2])
        job.sudo().part_ids[0]._run()
        self.assertEqual(job.done_count, 2)
        self.env["tthc.postal.label.job"].sudo()._run_waiting()
        job.invalidate_recordset()
        self.assertEqual((job.state, job.progress), ("done", 100))
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [("res_model", "=", job._name), ("res_field", "=", "file"), ("res_id", "=", job.id)]
            )
        )
        pages = PdfFileReader(io.BytesIO(attachment.raw)).pages
        self.assertEqual(len(pages), 3)
        for page, shipment in zip(pages, shipments, strict=True):
            self.assertIn(shipment.name, page.extract_text())
        self.assertFalse(job.with_user(self.clerk).search([("id", "=", job.id)]))

    def test_job_says_why_it_stopped(self):
        shipment = self.packed()
        job = self.env["tthc.postal.label.job"].with_user(self.receptionist)._start(shipment)
        job.sudo().part_ids.shipment_ids = [0]
        self.env["tthc.postal.label.job"].sudo()._run_waiting()
        self.assertEqual(job.sudo().state, "failed")
        job.sudo().part_ids.shipment_ids = shipment.ids
        job.action_retry()
        self.env["tthc.postal.label.job"].sudo()._run_waiting()
        self.assertEqual(job.sudo().state, "done")


@tagged("post_install", "-at_install")
class TestBatchScreen(FreePostalCommon, HttpCase):
    def test_three_envelopes_by_keyboard(self):
        for _turn in range(3):
            self.packed()
        batch = self.env["tthc.postal.batch"].with_user(self.clerk)
        batch = batch.create({"company_id": self.centre.id, "carrier_id": self.carrier.id})
        batch.action_collect()
        url = "/odoo/action-tthc_postal.action_postal_batches"
        self.start_tour(url, "tthc_clerk_fills_a_bag", login=self.clerk.login)
        self.assertEqual((batch.state, batch.seal_numbers), ("closed", "NP-778"))
        self.assertEqual(batch.bagged_count, 3)
        self.assertEqual(batch.handover_id.line_ids.shipment_id, batch.shipment_ids)
