from datetime import datetime

from psycopg2 import Error as DatabaseError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestAccessLog(DossierCommon):
    """Who looked at whose data is kept for good and read by those who answer for it."""

    def log(self, user):
        return self.env["tthc.access.log"].with_user(user)

    def test_one_statement_for_many_people(self):
        """However many people, as many queries as for one."""
        people = self.env["res.partner"].create(
            [{"name": f"Người {index}", "tthc_kind": "citizen"} for index in range(60)]
        )
        log = self.log(self.receptionist)
        log._record(self.citizen, "export")
        counts = []
        for some in (people[:1], people):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(len(log._record(some, "export")), len(some))
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_a_row_says_who_when_whose_where_and_why(self):
        dossier = self.take_in()
        log = self.log(self.receptionist).sudo().with_context(tthc_now=datetime(2026, 3, 9, 2, 0))
        row = log._record(self.citizen, "unmask", "Đối chiếu thẻ", dossier)
        self.assertEqual(row.user_id, self.receptionist)
        self.assertEqual(row.company_id, self.centre)
        self.assertEqual(row.partner_name, "Nguyễn Văn Thử")
        self.assertEqual((row.res_model, row.res_id), ("tthc.dossier", dossier.id))
        self.assertEqual(row.record_name, dossier.display_name)
        self.assertEqual(row.at, datetime(2026, 3, 9, 2, 0))
        self.assertFalse(log._record(self.env["res.partner"], "unmask"))

    def test_the_name_stays_as_it_was(self):
        row = self.log(self.receptionist)._record(self.citizen, "unmask")
        self.citizen.name = "Tên Khác"
        self.assertEqual(row.partner_name, "Nguyễn Văn Thử")

    @mute_logger("odoo.sql_db")
    def test_nobody_changes_it(self):
        row = self.log(self.receptionist)._record(self.citizen, "unmask").sudo()
        for act in (
            lambda: row.write({"note": "x"}),
            row.unlink,
            lambda: row.create({"kind": "unmask"}),
        ):
            self.assertRaises(UserError, act)
        for query in ("UPDATE tthc_access_log SET note = 'x'", "DELETE FROM tthc_access_log"):
            with self.assertRaises(DatabaseError), self.cr.savepoint():
                self.cr.execute(SQL(query))

    def test_who_reads_it(self):
        here = self.log(self.receptionist)._record(self.citizen, "unmask")
        there = self.log(self.other_receptionist)._record(self.citizen, "unmask")
        both = [("id", "in", (here + there).ids)]
        self.assertEqual(self.log(self.manager).search(both).ids, here.ids)
        self.assertEqual(set(self.log(self.inspector).search(both).ids), {here.id, there.id})
        for user in (self.receptionist, self.officer, self.leader):
            self.assertRaises(AccessError, self.log(user).search, both)
        action = self.citizen.with_user(self.inspector).action_view_tthc_access()
        found = self.log(self.inspector).search(action["domain"])
        self.assertEqual(set(found.ids), {here.id, there.id})

    def test_opening_the_record_needs_its_rights(self):
        dossier = self.take_in()
        row = self.log(self.receptionist)._record(self.citizen, "unmask", record=dossier)
        action = row.with_user(self.manager).action_open_record()
        self.assertEqual(action["res_id"], dossier.id)
        bare = self.log(self.receptionist)._record(self.citizen, "unmask")
        self.assertFalse(bare.with_user(self.manager).action_open_record())
