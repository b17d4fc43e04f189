from psycopg2 import IntegrityError

from odoo import models
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..tools import ledger
from .common import DossierCommon


@tagged("post_install", "-at_install")
class TestLedger(DossierCommon):
    """The event ledger is append-only and shows what was done to it behind its back."""

    def setUp(self):
        super().setUp()
        self.dossier = self.walk_to_result(self.take_in(case_id=self.free_case.id))
        self.env.flush_all()

    def in_sql(self, query, *args, **kwargs):
        """What the owner of the database can do behind the system's back."""
        self.env.flush_all()
        for table in ("tthc_dossier_event", "tthc_ledger_entry"):
            self.env.cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", SQL.identifier(table)))
        self.env.cr.execute(SQL(query, *args, **kwargs))
        for table in ("tthc_dossier_event", "tthc_ledger_entry"):
            self.env.cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", SQL.identifier(table)))
        self.env.invalidate_all()

    def tamper(self, query, *args, **kwargs):
        self.in_sql(query, *args, **kwargs)
        return [(row.seq, row.reason) for row in self.dossier._ledger_breaks()]

    def seal(self):
        return self.env["tthc.ledger.seal"]._seal()

    def event(self, seq):
        return self.dossier.event_ids.filtered(lambda event: event.seq == seq)

    def findings(self):
        """What a check of the whole database says of this dossier and its book."""
        report = self.env["tthc.ledger.check"]._run()
        names = (self.dossier.name, f"2026 – {self.centre.name}", "tthc_dossier_event")
        return [
            (row["place"], row["seq"], row["text"])
            for row in report["findings"]
            if row["place"] in names or row["place"].startswith(("H99.01", "Seal", "Dossier with"))
        ]

    # Append-only ------------------------------------------------------------------------------

    def test_untouched_chain_is_whole(self):
        self.assertIsNone(self.dossier._ledger_break())
        action = self.dossier.with_user(self.manager).action_verify_ledger()
        self.assertEqual(action["params"]["type"], "success")
        self.assertEqual(self.findings(), [])

    def test_no_door_changes_an_event(self):
        event = self.dossier.event_ids[0]
        for attempt in (
            lambda: event.sudo().write({"note": "x"}),
            lambda: event.sudo().unlink(),
            lambda: event.sudo().create({"dossier_id": self.dossier.id, "kind": "accept"}),
            lambda: event.sudo().copy(),
        ):
            with self.assertRaises(UserError):
                attempt()

    def test_no_statement_changes_an_event(self):
        """Our own SQL, cascades and merges run into PostgreSQL's guard."""
        for query in (
            "UPDATE tthc_dossier_event SET note = 'x' WHERE dossier_id = %(dossier)s",
            "UPDATE tthc_dossier_event SET user_id = 1 WHERE dossier_id = %(dossier)s",
            "DELETE FROM tthc_dossier_event WHERE dossier_id = %(dossier)s",
            "TRUNCATE tthc_dossier_event CASCADE",
            "DELETE FROM tthc_dossier WHERE id = %(dossier)s",
        ):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
                self.env.cr.execute(SQL(query, dossier=self.dossier.id))

    def test_guards_survive_an_update_of_the_table(self):
        """Odoo sets the table up anew: columns change, and the guards are there afterwards."""
        models_ = ["tthc.dossier.event", "tthc.ledger.entry", "tthc.dossier"]
        self.env.registry.init_models(self.env.cr, models_, {"module": "tthc_dossier"})
        self.test_no_statement_changes_an_event()
        self.env.cr.execute("ALTER TABLE tthc_dossier_event DISABLE TRIGGER tthc_append_only_rows")
        self.assertEqual([row[0] for row in self.findings()], ["tthc_dossier_event"])

    # Tampering --------------------------------------------------------------------------------

    def test_changed_event_is_found(self):
        for column, value in (
            ("note", "sửa"),
            ("user_name", "Người khác"),
            ("to_state", "returned"),
            ("clock_category", "khác"),
            ("at", "2026-01-01 00:00:00"),
            ("clock_until", "2026-01-01 00:00:00"),
            ("facts", '{"due": "2027-01-01 00:00:00"}'),
            ("company_id", self.other_centre.id),
            ("on_behalf_id", self.leader.id),
            ("digest", "0" * 64),
            ("previous", "1" * 64),
        ):
            with self.subTest(column=column), self.env.cr.savepoint() as savepoint:
                found = self.tamper(
                    "UPDATE tthc_dossier_event SET %s = %s WHERE dossier_id = %s AND seq = 2",
                    SQL.identifier(column),
                    value,
                    self.dossier.id,
                )
                self.assertEqual(found, [(2, "content")])
                savepoint.rollback()
                self.env.invalidate_all()

    def test_removed_event_is_found(self):
        found = self.tamper(
            "DELETE FROM tthc_dossier_event WHERE dossier_id = %s AND seq = 2", self.dossier.id
        )
        self.assertEqual(found, [(2, "missing")])

    def test_removed_event_with_the_numbers_closed_up(self):
        found = self.tamper(
            """DELETE FROM tthc_dossier_event WHERE dossier_id = %(dossier)s AND seq = 2;
               UPDATE tthc_dossier_event SET seq = seq - 101
                WHERE dossier_id = %(dossier)s AND seq > 2;
               UPDATE tthc_dossier_event SET seq = seq + 100
                WHERE dossier_id = %(dossier)s AND seq < 1;
               UPDATE tthc_dossier SET event_count = event_count - 1 WHERE id = %(dossier)s""",
            dossier=self.dossier.id,
        )
        self.assertIn((2, "missing"), found)

    def test_removed_last_event_is_found(self):
        count = self.dossier.event_count
        found = self.tamper(
            "DELETE FROM tthc_dossier_event WHERE dossier_id = %s AND seq = %s",
            self.dossier.id,
            count,
        )
        self.assertEqual(found, [(count, "missing")])

    CUT = """DELETE FROM tthc_dossier_event WHERE dossier_id = %(dossier)s AND seq = %(last)s;
             UPDATE tthc_dossier SET event_count = %(last)s - 1, event_head = (
                        SELECT digest FROM tthc_dossier_event
                         WHERE dossier_id = %(dossier)s AND seq = %(last)s - 1)
              WHERE id = %(dossier)s"""

    def test_removed_last_event_with_the_dossier_set_to_match(self):
        """The seal names it; before it was sealed, the dossier's state gives it away."""
        self.seal()
        last = self.dossier.event_count
        found = self.tamper(self.CUT, dossier=self.dossier.id, last=last)
        self.assertEqual(found, [(last, "missing")])

    def test_removed_last_event_that_was_not_sealed(self):
        last = self.dossier.event_count
        self.assertEqual(self.tamper(self.CUT, dossier=self.dossier.id, last=last), [])
        self.assertEqual(
            [(place, seq) for place, seq, _text in self.findings()],
            [(self.dossier.name, last - 1)],
        )

    def test_reordered_events_are_found(self):
        found = self.tamper(
            """UPDATE tthc_dossier_event SET seq = CASE seq WHEN 2 THEN 103 ELSE 102 END
                WHERE dossier_id = %(dossier)s AND seq IN (2, 3);
               UPDATE tthc_dossier_event SET seq = seq - 100
                WHERE dossier_id = %(dossier)s AND seq > 100""",
            dossier=self.dossier.id,
        )
        self.assertEqual(found, [(2, "moved"), (3, "moved")])

    def test_inserted_event_is_found(self):
        """One that carries a good hash, the later ones numbered on."""
        second = self.event(2)
        row = {name: second[name] for name in ("kind", "at", "user_name", "from_state", "to_state")}
        row.update(
            dossier_id=self.dossier.id, company_id=self.centre.id, user_id=self.manager.id, seq=2,
            previous=second.previous, hash_version=2,
        )  # fmt: skip
        row["digest"] = ledger.event_hash(row["previous"], ledger.payload(row))
        found = self.tamper(
            """UPDATE tthc_dossier_event SET seq = seq + 101
                WHERE dossier_id = %(dossier)s AND seq > 1;
               UPDATE tthc_dossier_event SET seq = seq - 100
                WHERE dossier_id = %(dossier)s AND seq > 100;
               INSERT INTO tthc_dossier_event (%(columns)s) VALUES %(values)s""",
            dossier=self.dossier.id,
            columns=SQL(", ").join(map(SQL.identifier, row)),
            values=tuple(row.values()),
        )
        self.assertIn((2, "inserted"), found)

    def test_chain_written_anew_is_found_by_its_seal(self):
        """Somebody changes an event and computes every later hash again, the dossier's too."""
        self.seal()
        previous, queries = self.event(2).previous, []
        rows = self.env["tthc.dossier.event"]._told(self.dossier.ids)[self.dossier.id]
        self.assertEqual(len(rows), self.dossier.event_count)
        for event in self.dossier.event_ids.sorted("seq")[1:]:
            row = {
                name: value.id if isinstance(value := event[name], models.BaseModel) else value
                for name in (*ledger.HASHED[2], "hash_version")
            }
            row["note"] = "khác hẳn" if event.seq == 2 else row["note"]
            digest = ledger.event_hash(previous, ledger.payload(row))
            queries.append((row["note"] or None, previous, digest, event.id))
            previous = digest
        for query in queries:
            self.in_sql(
                """UPDATE tthc_dossier_event SET note = %s, previous = %s, digest = %s
                    WHERE id = %s""",
                *query,
            )
        found = self.tamper(
            "UPDATE tthc_dossier SET event_head = %s WHERE id = %s", previous, self.dossier.id
        )
        self.assertEqual(found, [(query + 2, "sealed") for query in range(len(queries))])

    def test_every_break_is_told_in_words(self):
        self.in_sql(
            """UPDATE tthc_dossier_event SET note = 'x'
                WHERE dossier_id = %s AND seq IN (2, 4)""",
            self.dossier.id,
        )
        action = self.dossier.with_user(self.inspector).action_verify_ledger()
        self.assertEqual(action["params"]["type"], "danger")
        self.assertEqual(action["params"]["message"].count(self.dossier.name), 2)

    # Seals ------------------------------------------------------------------------------------

    def test_seals_cover_each_event_once(self):
        seals = self.seal()
        self.assertFalse(self.seal())
        self.dossier.with_user(self.receptionist).action_return_result()
        later = self.seal()
        self.assertEqual(later.event_count, 1)
        self.assertEqual(later.previous, seals[-1:].digest)
        report = self.env["tthc.ledger.check"]._run()
        self.assertEqual(report["unsealed"], 0)
        self.assertEqual(report["seal"]["digest"], later.digest)

    def test_changed_seal_is_found(self):
        seal = self.seal()[-1:]
        for query in (
            "UPDATE tthc_ledger_seal_line SET digest = repeat('a', 64) WHERE seal_id = %s",
            "DELETE FROM tthc_ledger_seal_line WHERE seal_id = %s AND seq = 1",
            "UPDATE tthc_ledger_seal SET at = at - interval '1 day' WHERE id = %s",
        ):
            with self.subTest(query=query), self.env.cr.savepoint() as savepoint:
                with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
                    self.env.cr.execute(SQL(query, seal.id))
                for table in ("tthc_ledger_seal", "tthc_ledger_seal_line"):
                    self.env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                self.env.cr.execute(SQL(query, seal.id))
                for table in ("tthc_ledger_seal", "tthc_ledger_seal_line"):
                    self.env.cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
                self.env.invalidate_all()
                self.assertIn(f"Seal {seal.number}", [row[0] for row in self.findings()])
                savepoint.rollback()
                self.env.invalidate_all()

    # What spans dossiers ----------------------------------------------------------------------

    def test_state_that_no_event_led_to_is_found(self):
        self.in_sql("UPDATE tthc_dossier SET state = 'returned' WHERE id = %s", self.dossier.id)
        [(place, seq, _text)] = self.findings()
        self.assertEqual((place, seq), (self.dossier.name, self.dossier.event_count))

    def test_gap_in_book_and_series_is_found(self):
        others = [self.take_in() for _index in range(2)]
        self.in_sql("DELETE FROM tthc_ledger_entry WHERE dossier_id = %s", others[0].id)
        places = [place for place, _seq, _text in self.findings()]
        year, series = others[1].ledger_entry_ids.year, others[1].ledger_entry_ids.series
        self.assertIn(series, places)
        self.assertIn(others[0].name, places)
        report = self.env["tthc.ledger.check"]._run()
        self.assertIn(f"{year} – {self.centre.name}", [row["place"] for row in report["findings"]])

    def test_changed_number_is_found(self):
        self.in_sql(
            "UPDATE tthc_ledger_entry SET number = 77 WHERE dossier_id = %s", self.dossier.id
        )
        self.assertIn(self.dossier.name, [row[0] for row in self.findings()])

    def test_first_hash_version_still_verifies(self):
        """Events of databases that were there before facts were hashed."""
        row = {name: None for name in ledger.HASHED[2]}
        first = self.take_in(accept=False)
        event = first.event_ids
        row.update(
            {name: event[name] or None for name in ("seq", "kind", "user_name", "to_state", "at")},
            user_id=event.user_id.id, dossier_id=first.id, from_state=event.from_state,
            hash_version=1,
        )  # fmt: skip
        digest = ledger.event_hash(event.previous, ledger.payload(row))
        self.in_sql(
            """UPDATE tthc_dossier_event SET hash_version = 1, digest = %(digest)s, facts = NULL,
                      task_id = NULL WHERE id = %(event)s;
               UPDATE tthc_dossier SET event_head = %(digest)s WHERE id = %(dossier)s""",
            digest=digest,
            event=event.id,
            dossier=first.id,
        )
        self.assertEqual(first._ledger_breaks(), [])
        self.in_sql("UPDATE tthc_dossier_event SET note = 'x' WHERE id = %s", event.id)
        self.assertEqual(first._ledger_break(), (1, "content"))
