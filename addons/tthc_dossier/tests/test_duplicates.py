import json
from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestDuplicates(DossierCommon):
    """People who were entered twice are found, merged by a person only, and parted again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.citizen.tthc_birth_date = date(1980, 5, 4)
        cls.twice = cls.env["res.partner"].create(
            {
                "name": "Nguyen van Thử",
                "tthc_kind": "citizen",
                "tthc_birth_date": date(1980, 5, 4),
                "phone": "+84 912 000 111",
                "street": "Số 2, đường Khác",
                "email": "thu@thu.example",
            }
        )
        cls.pairs = cls.env["tthc.duplicate.pair"]
        cls.merges = cls.env["tthc.partner.merge"]

    def merge(self, values=None, user=None, kept=None, source=None):
        merges = self.merges.with_user(user or self.manager)
        return merges._merge(kept or self.citizen, source or self.twice, values or {}, "Một người")

    # Found ----------------------------------------------------------------------------------------

    def test_the_night_finds_them_once(self):
        self.env["ir.config_parameter"].set_param("tthc_dossier.duplicates_since", False)
        self.pairs._cron_find()
        pair = self.pairs.search([("partner_id", "=", self.citizen.id)])
        self.assertEqual(pair.other_id, self.twice)
        self.assertEqual(pair.reasons, "name,birth,phone")
        self.assertEqual(pair.reasons_text, "same name, same date of birth, same phone")
        self.twice.street = "Số 3"
        self.pairs._cron_find()
        self.assertEqual(self.pairs.search_count([("partner_id", "=", self.citizen.id)]), 1)

    def test_the_contact_says_so(self):
        mine = self.citizen.with_user(self.receptionist)
        self.assertEqual(mine.tthc_similar_ids, self.twice)
        told = self.twice.with_user(self.receptionist).with_context(tthc_tell_apart=True)
        self.assertIn("04/05/1980", told.display_name)
        self.assertNotIn("0912000111", told.display_name)

    def test_two_people_is_remembered(self):
        pair = self.pairs._pair_of(self.citizen, self.twice).with_user(self.manager)
        with self.assertRaises(AccessError):
            pair.with_user(self.receptionist).action_different()
        with self.assertRaises(AccessError):
            pair.with_user(self.inspector).action_different()
        pair.action_different()
        self.assertEqual((pair.state, pair.judged_by_id), ("different", self.manager))
        self.assertFalse(self.citizen.tthc_similar_ids)
        self.env["ir.config_parameter"].set_param("tthc_dossier.duplicates_since", False)
        self.pairs._cron_find()
        self.assertEqual(pair.state, "different")
        pair.action_open_again()
        self.env.invalidate_all()
        self.assertEqual(self.citizen.tthc_similar_ids, self.twice)

    def test_one_comparison_takes_few_queries(self):
        entry = self.citizen._tthc_entry()
        self.citizen._tthc_similar(entry)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        found = self.citizen._tthc_similar(entry)
        self.assertEqual([person for person, *_rest in found], [self.twice])
        self.assertLessEqual(self.cr.sql_log_count - before, 3)

    # Merged -------------------------------------------------------------------------------------

    def test_everything_moves_and_comes_back(self):
        dossier = self.take_in(owner=self.twice.id)
        draft = self.take_in(accept=False, owner=self.twice.id)
        message = self.twice.message_post(body="Ghi chú")
        tag = self.env["res.partner.category"].create({"name": "Thử"})
        self.twice.category_id = tag
        merge = self.merge({"email": "thu@thu.example"})
        self.env.invalidate_all()
        self.assertEqual((dossier | draft).owner_id, self.citizen)
        self.assertEqual((dossier | draft).party_ids.partner_id, self.citizen)
        self.assertEqual(message.res_id, self.citizen.id)
        self.assertEqual(self.citizen.category_id, tag)
        self.assertEqual(self.citizen.email, "thu@thu.example")
        self.assertFalse(self.twice.active)
        self.assertEqual(self.twice.tthc_merged_into_id, self.citizen)
        self.assertEqual(dossier._owner_name(), "Nguyen van Thử")
        self.assertEqual(draft._owner_name(), "Nguyễn Văn Thử")
        merge.with_user(self.manager).action_undo()
        self.env.invalidate_all()
        self.assertEqual((dossier | draft).owner_id, self.twice)
        self.assertEqual(dossier.party_ids.partner_id, self.twice)
        self.assertFalse(dossier.party_ids.name_then)
        self.assertEqual(message.res_id, self.twice.id)
        self.assertEqual((self.twice.category_id, self.citizen.category_id), (tag, tag.browse()))
        self.assertFalse(self.citizen.email)
        self.assertTrue(self.twice.active)
        self.assertFalse(merge.not_restored)

    def test_what_changed_since_stays_and_is_named(self):
        dossier = self.take_in(accept=False, owner=self.twice.id)
        merge = self.merge({"email": "thu@thu.example", "street": "Số 2, đường Khác"})
        self.citizen.email = "moi@thu.example"
        other = self.env["res.partner"].create({"name": "Người Ba", "tthc_kind": "citizen"})
        dossier.owner_id = other
        newer = self.take_in()
        merge.with_user(self.manager).action_undo()
        self.env.invalidate_all()
        self.assertEqual(self.citizen.email, "moi@thu.example")
        self.assertEqual(self.citizen.street, "Số 1, đường Thử")
        self.assertEqual(dossier.owner_id, other)
        self.assertEqual(newer.owner_id, self.citizen)
        self.assertIn("Email: it was changed since", merge.not_restored)
        self.assertIn("1 of 1", merge.not_restored)

    def test_rows_that_clash_stay_where_they_are(self):
        """Both follow the same record: one of the two rows is enough, and none is lost."""
        dossier = self.take_in()
        dossier.message_subscribe((self.citizen | self.twice).ids)
        merge = self.merge()
        self.env.invalidate_all()
        self.assertIn(self.citizen, dossier.message_partner_ids)
        merge.with_user(self.manager).action_undo()
        self.env.invalidate_all()
        self.assertEqual(dossier.message_partner_ids & self.twice, self.twice)

    def test_chosen_side_by_side(self):
        self.twice.tthc_identity_number = "027080000019"
        pair = self.pairs._pair_of(self.citizen, self.twice)
        action = pair.with_user(self.manager).action_compare()
        sheet = self.env["tthc.partner.compare"].browse(action["res_id"]).with_user(self.manager)
        self.assertNotIn("027080000019", json.dumps(sheet.line_ids.read(), default=str))
        lines = {line.field: line for line in sheet.line_ids}
        self.assertTrue(lines["tthc_identity_masked"].same)
        lines["email"].choice = lines["street"].choice = "right"
        sheet.write(
            {"keep": "left", "line_ids": [Command.update(lines["name"].id, {"choice": "left"})]}
        )
        merge = self.merges.browse(sheet.action_merge()["res_id"])
        self.assertEqual((merge.kept_id, merge.source_id), (self.citizen, self.twice))
        self.assertEqual(self.citizen.street, "Số 2, đường Khác")
        self.assertEqual(self.citizen.name, "Nguyễn Văn Thử")
        self.assertEqual(pair.state, "merged")

    def test_both_are_kept_on_record(self):
        merge = self.merge()
        log = self.env["tthc.access.log"].with_user(self.inspector)
        rows = log.search([("res_model", "=", merge._name), ("res_id", "=", merge.id)])
        self.assertEqual(rows.mapped("partner_id"), self.citizen | self.twice)
        self.assertEqual(set(rows.mapped("kind")), {"merge"})
        merge.with_user(self.manager).action_undo()
        rows = log.search([("res_model", "=", merge._name), ("res_id", "=", merge.id)])
        self.assertEqual(sorted(rows.mapped("kind")), ["merge", "merge", "unmerge", "unmerge"])
        action = self.citizen.with_user(self.inspector).action_view_tthc_access()
        self.assertTrue(log.search(action["domain"]))

    def test_the_log_of_the_old_contact_is_read_with_the_new(self):
        row = self.env["tthc.access.log"].with_user(self.receptionist)._record(self.twice, "unmask")
        self.merge()
        action = self.citizen.with_user(self.inspector).action_view_tthc_access()
        log = (
            self.env["tthc.access.log"].with_user(self.inspector).with_context(**action["context"])
        )
        self.assertIn(row.id, log.search(action["domain"]).ids)
        self.assertEqual(row.partner_id, self.twice)

    def test_who_is_never_merged(self):
        portal = new_test_user(self.env, "t.congdan2", groups="base.group_portal")
        portal.partner_id.tthc_kind = "citizen"
        company = self.env["res.partner"].create({"name": "Cty", "tthc_kind": "organisation"})
        bare = self.env["res.partner"].create({"name": "Không Loại"})
        for source, words in (
            (portal.partner_id, "has an account"),
            (self.centre.partner_id, "is a centre"),
            (company, "never one"),
            (bare, "Only applicants"),
            (self.citizen, "two different"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self.merge(source=source)
        for user in (self.receptionist, self.inspector, self.leader):
            with self.assertRaises(AccessError):
                self.merge(user=user)
        merge = self.merge()
        with self.assertRaisesRegex(UserError, "archived"):
            self.merge()
        with self.assertRaises(AccessError):
            merge.with_user(self.inspector).action_undo()

    def test_merges_are_undone_in_turn(self):
        third = self.env["res.partner"].create({"name": "Người Ba", "tthc_kind": "citizen"})
        first = self.merge()
        second = self.merge(kept=third, source=self.citizen)
        with self.assertRaisesRegex(UserError, "undo that merge first"):
            first.with_user(self.manager).action_undo()
        second.with_user(self.manager).action_undo()
        first.with_user(self.manager).action_undo()
        with self.assertRaisesRegex(UserError, "undone already"):
            first.with_user(self.manager).action_undo()
        self.assertTrue((self.citizen | self.twice | third).mapped("active"))

    @mute_logger("odoo.sql_db")
    def test_rows_that_never_change_do_not_hinder(self):
        """The access log is append-only: its rows stay with the contact they were written for."""
        row = self.env["tthc.access.log"].with_user(self.receptionist)._record(self.twice, "export")
        merge = self.merge()
        self.assertNotIn("tthc_access_log", merge.moved or {})
        held = self.env.execute_query(
            SQL("SELECT partner_id FROM tthc_access_log WHERE id = %s", row.id)
        )
        self.assertEqual(held, [(self.twice.id,)])
