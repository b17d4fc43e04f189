"""From a file to drafts, and again."""

import gzip
import json
import unicodedata
from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..tools import channels
from . import portal
from .common import ImportCase


@tagged("post_install", "-at_install")
class TestDrafts(ImportCase):
    def test_draft_holds_every_row(self):
        batch = self.run_import([portal.record(1)], packed=True)
        self.assertEqual(batch.state, "done")
        self.assertEqual(self.states(batch), ["draft"])
        version = self.draft(batch)
        self.assertEqual(version.state, "draft")
        self.assertEqual(version.editor_id, self.users["editor"])
        self.assertEqual(version.decision, "12/QĐ-BVD")
        self.assertFalse(version.date_from)
        self.assertEqual(version.level_ids.mapped("code"), ["province"])
        self.assertEqual(len(version.target_group_ids), 2)
        self.assertEqual(version.procedure_kind, "delegated")
        self.assertEqual(version.procedure_id.sector_id.name, "Vườn ươm")
        numbers = set(version.legal_document_ids.mapped("number"))
        self.assertEqual(numbers, {"91/2024/QH15", "92/2025/NĐ-CP"})
        case = version.case_ids
        self.assertEqual(case.name, "Trường hợp chung")
        self.assertEqual(case.component_ids.mapped("originals"), [1, 0])
        self.assertEqual(case.component_ids[0].form_code, "Mẫu số 01.docx")
        self.assertEqual(set(case.channel_ids.mapped("channel")), {"counter", "online"})
        self.assertEqual(set(case.channel_ids.mapped("time_unit")), {"working_day"})
        self.assertEqual((case.fee_ids.amount, case.fee_ids.kind), (50000, "le_phi"))
        self.assertEqual(case.result_ids.code, "KQ.G99.000001")

    def test_doubtful_row_is_flagged_in_the_draft(self):
        table = channels.HEADER + "Trực tiếp3Miễn phí(Nộp 135.000 đồng)"
        batch = self.run_import([portal.record(1, cach_thuc_thuc_hien=table)])
        self.assertEqual(self.states(batch), ["review"])
        channel = self.draft(batch).case_ids.channel_ids
        self.assertEqual((channel.time_value, channel.time_unit), (3, "unknown"))
        self.assertTrue(channel.needs_review)
        self.assertIn("03 ngày làm việc", channel.review_note)
        self.assertTrue(self.draft(batch).case_ids.fee_ids.needs_review)
        self.assertEqual(self.reasons(batch), {"time_without_unit", "free_with_sum"})

    def test_every_case_has_channels_fees_and_results(self):
        papers = [("Tờ khai", "", "1 bản chính")]
        table = portal.component_table(("--", papers), ("Trường hợp gia hạn", papers))
        version = self.draft(self.run_import([portal.record(1, thanh_phan_ho_so=table)]))
        self.assertEqual(
            version.case_ids.mapped("name"), ["Trường hợp chung", "Trường hợp gia hạn"]
        )
        for case in version.case_ids:
            self.assertEqual(len(case.channel_ids), 2)
            self.assertTrue(case.fee_ids and case.result_ids)

    def test_lists_are_matched_once(self):
        document = self.env["tthc.legal.document"].create({"number": "091/2024/QH15"})
        first = portal.record(1, linh_vuc="LĨNH VỰC THỬ")
        second = portal.record(2, linh_vuc=unicodedata.normalize("NFD", "Lĩnh vực thử"))
        batch = self.run_import([first, second])
        drafts = batch.record_ids.version_id
        self.assertEqual(drafts.sector_id, self.sector)
        self.assertEqual(
            self.env["tthc.sector"].search_count([("name", "=ilike", "lĩnh vực thử")]), 1
        )
        self.assertTrue(all(document in draft.legal_document_ids for draft in drafts))

    def test_local_variant_is_a_procedure_of_its_own(self):
        codes = ["8.000001", "8.000001.000.00.00.H29"]
        batch = self.run_import([portal.record(1, ma_thu_tuc=code) for code in codes])
        self.assertEqual(batch.record_ids.procedure_id.mapped("code"), codes)

    def test_rates(self):
        batch = self.run_import(list(portal.records(12)))
        rows = {row.field: row for row in batch.rate_ids}
        self.assertEqual(rows["ma_thu_tuc"].parsed, 12)
        self.assertEqual(rows["yeu_cau_dieu_kien"].absent, 12)
        flagged = batch.issue_ids.filtered(
            lambda issue: issue.field == "cach_thuc_thuc_hien" and issue.severity != "info"
        ).record_id
        self.assertEqual(rows["cach_thuc_thuc_hien"].flagged, len(flagged))
        self.assertEqual(batch.progress, 100)


@tagged("post_install", "-at_install")
class TestRejects(ImportCase):
    def test_bad_lines_are_kept(self):
        good = json.dumps(portal.record(1), ensure_ascii=False).encode()
        batch = self.run_import(b"\n".join([b"{broken", good, b"[1]", b'"x"', b"{}"]))
        self.assertEqual(
            self.states(batch), ["rejected", "draft", "rejected", "rejected", "rejected"]
        )
        self.assertEqual(batch.record_ids.sorted("line")[0].raw_text, "{broken")
        self.assertTrue(batch.record_ids[0].issue_ids)
        self.assertEqual(batch.usable_rate, 20)

    def test_reject_keeps_every_field(self):
        record = portal.record(1, thanh_phan_ho_so="--", can_cu_phap_ly="Luật không số")
        batch = self.run_import([record])
        self.assertEqual(self.states(batch), ["rejected"])
        self.assertFalse(self.draft(batch))
        self.assertEqual(json.loads(batch.record_ids.raw_text), record)
        self.assertEqual(self.reasons(batch), {"components_absent", "legal_without_number"})
        self.assertFalse(self.env["tthc.procedure"].search([("code", "=", "8.000001")]))

    def test_duplicate_code(self):
        same, other = portal.record(1), portal.record(1, ten_thu_tuc="Tên khác")
        batch = self.run_import([portal.record(1), same, other])
        self.assertEqual(self.states(batch), ["draft", "unchanged", "rejected"])
        self.assertEqual(self.reasons(batch), {"duplicate_code"})

    def test_values_of_other_types(self):
        batch = self.run_import(
            [
                portal.record(1, ten_thu_tuc=None),
                portal.record(2, bo=3),
                portal.record(3, x="\ud800"),
            ]
        )
        self.assertEqual(self.states(batch), ["rejected", "review", "review"])

    def test_characters_that_no_database_stores(self):
        record = portal.record(1, ten_thu_tuc="Tên\x00 thử", dia_chi_tiep_nhan="\ud800 ấp 1")
        batch = self.run_import([record])
        self.assertEqual(self.draft(batch).procedure_id.name, "Tên thử")

    def test_record_that_cannot_be_written(self):
        drafts = self.env.registry["tthc.import.draft"]
        create = drafts._create_drafts

        def refuse(self, creations, sectors, answers):
            if any(record.code == "8.000002" for _row, record, *_rest in creations):
                raise UserError(self.env._("không ghi được"))
            return create(self, creations, sectors, answers)

        with patch.object(drafts, "_create_drafts", refuse):
            batch = self.run_import([portal.record(number) for number in (1, 2, 3)])
        self.assertEqual(self.states(batch), ["draft", "rejected", "draft"])
        self.assertEqual(batch.issue_ids.detail, "không ghi được")

    def test_unreadable_files(self):
        for data in (b"", b"a;b\n1;2", "{}".encode("utf-16")):
            batch = self.run_import(data or b" ")
            self.assertEqual(batch.state, "failed")
            self.assertTrue(batch.problem)

    def test_truncated_file(self):
        lines = "\n".join(json.dumps(record) for record in portal.records(30)).encode()
        packed = gzip.compress(lines)
        batch = self.run_import(packed[: len(packed) // 2])
        self.assertEqual(batch.state, "done")
        self.assertIn("truncated", self.reasons(batch))
        self.assertTrue(batch.problem)
        self.assertGreater(batch.total, 2)


@tagged("post_install", "-at_install")
class TestAgain(ImportCase):
    def test_same_file_changes_nothing(self):
        records = list(portal.records(8))
        first = self.run_import(records)
        versions = self.env["tthc.procedure.version"].search_count([])
        issues = self.env["tthc.import.issue"].search_count([])
        again = self.run_import(records)
        self.assertEqual(set(self.states(again)), {"unchanged"})
        self.assertEqual(self.env["tthc.procedure.version"].search_count([]), versions)
        self.assertEqual(self.env["tthc.import.issue"].search_count([]), issues)
        self.assertEqual(again.record_ids.version_id, first.record_ids.version_id)
        self.assertEqual(again.rate_ids.mapped("parsed"), first.rate_ids.mapped("parsed"))

    def test_other_order_of_rows_changes_nothing(self):
        one, two = ("Tờ khai", "", "1 bản chính"), ("Ảnh", "", "1 bản chính")
        self.run_import(
            [portal.record(1, thanh_phan_ho_so=portal.component_table(("--", [one, two])))]
        )
        again = self.run_import(
            [portal.record(1, thanh_phan_ho_so=portal.component_table(("--", [two, one])))]
        )
        self.assertEqual(self.states(again), ["unchanged"])

    def test_changed_record_rewrites_the_untouched_draft(self):
        first = self.draft(self.run_import([portal.record(1)]))
        again = self.run_import([portal.record(1, so_quyet_dinh="99/QĐ-BVD")])
        self.assertEqual(self.draft(again), first)
        self.assertEqual(first.decision, "99/QĐ-BVD")
        self.assertEqual(len(first.case_ids), 1)
        third = self.run_import([portal.record(1, so_quyet_dinh="99/QĐ-BVD")])
        self.assertEqual(self.states(third), ["unchanged"])

    def test_edited_draft_is_never_overwritten(self):
        for edit in (
            lambda draft: draft.write({"date_from": date(2026, 7, 1)}),
            lambda draft: draft.case_ids.component_ids[0].unlink(),
            lambda draft: draft.case_ids.step_ids.create(
                {"case_id": draft.case_ids.id, "name": "Tiếp nhận"}
            ),
        ):
            self.env["tthc.import.batch"].search([]).unlink()
            self.env["tthc.procedure.version"].search([("decision", "=like", "%QĐ-BVD")]).unlink()
            first = self.draft(self.run_import([portal.record(1)]))
            edit(first.with_user(self.users["editor"]))
            again = self.run_import([portal.record(1, so_quyet_dinh="99/QĐ-BVD")])
            second = self.draft(again)
            self.assertNotEqual(second, first)
            self.assertEqual(first.decision, "12/QĐ-BVD")
            self.assertEqual(second.procedure_id, first.procedure_id)
            self.assertIn("draft_beside", self.reasons(again))

    def test_published_version_is_never_touched(self):
        first = self.draft(self.run_import([portal.record(1)]))
        first.with_user(self.users["editor"]).write({"date_from": date(2026, 1, 1)})
        for case in first.case_ids.with_user(self.users["editor"]):
            case.step_ids = [
                Command.create(
                    {"name": "Tiếp nhận", "agency_kind": "centre", "kind": "receive", "hours": 4}
                ),
                Command.create({"name": "Xử lý", "hours": 20}),
            ]
        self.publish(first)
        unchanged = self.run_import([portal.record(1)])
        self.assertEqual(self.states(unchanged), ["unchanged"])
        again = self.run_import([portal.record(1, so_quyet_dinh="99/QĐ-BVD")])
        second = self.draft(again)
        self.assertEqual((first.state, first.decision), ("published", "12/QĐ-BVD"))
        self.assertEqual((second.state, second.decision), ("draft", "99/QĐ-BVD"))

    def test_version_in_force_of_the_same_content(self):
        """The catalogue had the procedure before any import: nothing is proposed."""
        source = portal.record(1)
        version = self.draft(self.run_import([source]))
        version.with_user(self.users["editor"]).write({"date_from": date(2026, 1, 1)})
        for case in version.case_ids.with_user(self.users["editor"]):
            case.step_ids = [
                Command.create(
                    {"name": "Tiếp nhận", "agency_kind": "centre", "kind": "receive", "hours": 4}
                ),
                Command.create({"name": "Xử lý", "hours": 20}),
            ]
        self.publish(version)
        self.env["tthc.import.batch"].search([]).unlink()
        again = self.run_import([source])
        self.assertEqual(self.states(again), ["unchanged"])
        self.assertEqual(self.draft(again), version)

    def test_name_and_sector_of_the_catalogue_stay(self):
        procedure = self.env["tthc.procedure"].create(
            {"code": "8.000001", "name": "Tên cũ", "sector_id": self.sector.id}
        )
        batch = self.run_import([portal.record(1)])
        self.assertEqual(self.draft(batch).procedure_id, procedure)
        self.assertEqual(procedure.name, "Tên cũ")
        self.assertEqual(self.reasons(batch), {"name_differs", "sector_differs"})

    def test_run_that_was_ended_goes_on(self):
        batch = self.start(list(portal.records(7)))
        batch._load(batch._stored_stream())
        half = batch.record_ids.sorted("line")[:3]
        batch._process(half)
        drafts = half.version_id
        batch.state = "loading"
        batch._run()
        self.assertEqual(batch.state, "done")
        self.assertEqual(len(batch.record_ids), 7)
        self.assertEqual(half.version_id, drafts)
        codes = [f"8.{number:06d}" for number in range(1, 8)]
        procedures = self.env["tthc.procedure"].search([("code", "in", codes)])
        self.assertEqual(procedures.mapped("version_count"), [1] * 7)

    def test_two_imports_at_once(self):
        batch = self.start([portal.record(1)])
        with self.registry.cursor() as other:
            other.execute("SELECT pg_advisory_lock(%s)", [0x74746863_696D70])
            with self.assertRaisesRegex(UserError, "Another import is running"):
                batch._run()
            other.execute("SELECT pg_advisory_unlock(%s)", [0x74746863_696D70])
        batch._run()
        self.assertEqual(batch.state, "done")

    def test_cron_goes_on_as_the_user(self):
        batch = self.start([portal.record(1)])
        self.env["tthc.import.batch"]._cron_run()
        self.assertEqual(batch.state, "done")
        self.assertEqual(self.draft(batch).create_uid, self.users["editor"])


@tagged("post_install", "-at_install")
class TestQueue(ImportCase):
    def setUp(self):
        super().setUp()
        self.bad = portal.record(1, cach_thuc_thuc_hien=channels.HEADER + "Trực tiếp3Miễn phí")
        self.batch = self.run_import([self.bad])
        self.record = self.batch.record_ids

    def test_resolving_the_last_issue_ends_the_review(self):
        self.assertEqual((self.record.state, self.record.open_issue_count), ("review", 1))
        issue = self.batch.issue_ids
        issue.action_resolve()
        self.assertEqual((self.record.state, self.record.open_issue_count), ("draft", 0))
        self.assertEqual(issue.resolved_by_id, self.users["editor"])
        issue.action_reopen()
        self.assertEqual(self.record.state, "review")

    def test_correction_is_kept_apart(self):
        self.record.action_copy_raw()
        fixed = self.record.corrected_text.replace("Trực tiếp3Miễn", "Trực tiếp3 NgàyMiễn")
        self.record.corrected_text = fixed
        version = self.record.version_id
        self.record.action_reparse()
        self.assertEqual(self.record.state, "draft")
        self.assertEqual(self.record.version_id, version)
        self.assertEqual(version.case_ids.channel_ids.time_unit, "calendar_day")
        self.assertEqual(json.loads(self.record.raw_text), self.bad)

    def test_correction_that_is_no_record(self):
        self.record.corrected_text = "{"
        self.record.action_reparse()
        self.assertEqual(self.record.state, "rejected")
        self.assertEqual(self.record.issue_ids.reason, "not_json")

    def test_reject_needs_a_reason(self):
        with self.assertRaises(UserError):
            self.record.action_reject(" ")
        chosen = {"active_model": "tthc.import.record", "active_ids": self.record.ids}
        wizards = self.env["tthc.import.reject"].with_user(self.users["editor"])
        dialog = Form(wizards.with_context(**chosen))
        dialog.reason = "Bộ đã bãi bỏ"
        dialog.save().action_reject()
        self.assertEqual((self.record.state, self.record.open_issue_count), ("rejected", 0))

    def test_newer_record_closes_earlier_issues(self):
        issue = self.batch.issue_ids
        again = self.run_import([portal.record(1)])
        self.assertEqual(self.states(again), ["draft"])
        self.assertTrue(issue.resolved and issue.superseded)

    def test_side_by_side(self):
        self.assertIn(self.bad["ten_thu_tuc"], self.record.raw_view)
        self.assertIn("Trường hợp chung", self.record.draft_view)
        self.assertIn("91/2024/QH15", self.record.draft_view)

    def test_rights(self):
        for role in ("publisher", "staff"):
            user = self.users[role]
            record = self.record.with_user(user)
            self.assertTrue(record.name)
            self.assertTrue(record.batch_id.rate_ids.mapped("parsed"))
            for action in (
                record.action_resolve,
                record.action_reparse,
                record.action_copy_raw,
                lambda record=record: record.action_reject("x"),
                record.issue_ids.action_resolve,
                lambda user=user: (
                    self.env["tthc.import.batch"].with_user(user)._start("x", b"e30=")
                ),
            ):
                with self.assertRaises(AccessError):
                    action()
            with self.assertRaises(AccessError):
                self.env["tthc.import.upload"].with_user(user).create({"data": b"e30="})
        for role in ("portal", "public"):
            with self.assertRaises(AccessError):
                self.record.with_user(self.users[role]).read(["name"])
