import json
import logging

from psycopg2 import OperationalError

from odoo import models
from odoo.tools import SQL

from ..tools import record as record_parser
from ..tools.found import BLOCKING, INFO, Issue
from ..tools.text import storable
from .tthc_import_reasons import SOURCE_FIELDS

_logger = logging.getLogger(__name__)


class TthcImportBatch(models.Model):
    _inherit = "tthc.import.batch"

    def _process(self, records):
        """Read ``records`` and make their drafts. A record that cannot be written is rejected with
        the database's own words; the others are not held up."""
        if not records:
            return
        try:
            with self.env.cr.savepoint():
                self._process_together(records)
        except OperationalError:
            raise  # somebody else changed the same rows: the whole chunk is tried again
        except Exception as error:
            if len(records) == 1:
                _logger.info("Record %s could not be written", records.code, exc_info=True)
                self.env.invalidate_all()
                issue = Issue("record", "failed", records.raw_text or "", BLOCKING, str(error))
                self._reject(records, [issue])
                return
            self.env.invalidate_all()
            for record in records:
                self._process(record)

    def _process_together(self, records):
        drafts = self.env["tthc.import.draft"]
        labels = drafts._labels()
        newest = self._newest_of(records)
        earlier = self._earlier_of(records)
        usable, seen = [], {}
        for row in records:
            last = newest.get(row.code)
            if last and last.raw_hash == row.raw_hash and self._as_before(row, last):
                continue
            parsed, issues = self._parse(row, labels)
            if parsed is None or not parsed.usable:
                self._reject(row, issues, parsed)
                continue
            first = seen.get(parsed.code) or earlier.get(parsed.code)
            if first and first != parsed.content_hash():
                issue = Issue("ma_thu_tuc", "duplicate_code", parsed.code, BLOCKING)
                self._reject(row, [issue], parsed)
            elif parsed.code in seen:
                row.write({"state": "unchanged", "parsed": parsed.parsed, "content_hash": first})
            else:
                seen[parsed.code] = parsed.content_hash()
                usable.append((row, parsed))
        self._store(usable, drafts._write_drafts(usable))

    def _newest_of(self, records):
        """The newest record of each code that was already worked on."""
        self.env["tthc.import.record"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT ON (code) id FROM tthc_import_record
                 WHERE code = ANY(%s) AND state != 'waiting' AND id != ALL(%s)
                 ORDER BY code, id DESC
                """,
                [code for code in records.mapped("code") if code],
                records.ids,
            )
        )
        found = records.browse(row[0] for row in self.env.cr.fetchall())
        return {record.code: record for record in found}

    def _earlier_of(self, records):
        """Content hash of the first record of each code of the same file, before these."""
        found = records.search(
            [
                ("batch_id", "in", records.batch_id.ids),
                ("code", "in", [code for code in records.mapped("code") if code]),
                ("state", "not in", ("waiting", "rejected")),
                ("id", "not in", records.ids),
            ],
            order="id desc",
        )
        return {record.code: record.content_hash for record in found}

    def _as_before(self, row, last):
        """Nothing changed since ``last``, text for text: it need not be read again."""
        if row.corrected_text or last.corrected_text or not last.version_id:
            return False
        row.write(
            {
                "state": "unchanged",
                "content_hash": last.content_hash,
                "draft_hash": last.draft_hash,
                "version_id": last.version_id.id,
                "procedure_id": last.procedure_id.id,
                "parsed": last.parsed,
            }
        )
        return True

    def _parse(self, row, labels):
        """The record of ``row`` and its issues; None for the record where the line is none."""
        if row.problem:
            return None, [Issue("record", row.problem, row.raw_text or "", BLOCKING)]
        try:
            values = json.loads(row.corrected_text or row.raw_text or "")
        except (ValueError, RecursionError):
            return None, [Issue("record", "not_json", row.corrected_text or row.raw_text, BLOCKING)]
        if not isinstance(values, dict):
            return None, [Issue("record", "not_object", row.raw_text or "", BLOCKING)]
        parsed = record_parser.parse(values, labels)
        if row.corrected_text:
            row.write({"code": parsed.code[:64] or False, "name": parsed.name or False})
        return parsed, parsed.issues

    def _reject(self, row, issues, parsed=None):
        row.write({"state": "rejected", "parsed": parsed.parsed if parsed else row.parsed or {}})
        self._supersede(row)
        self._queue([(row, issues)])

    def _store(self, usable, answers):
        """Write what became of the records, and queue their issues."""
        queued = []
        for row, parsed in usable:
            state, version, procedure, draft_hash, more = answers[row.id]
            values = {
                "version_id": version,
                "procedure_id": procedure,
                "draft_hash": draft_hash,
                "content_hash": parsed.content_hash(),
                "parsed": parsed.parsed,
            }
            if state == "unchanged":
                row.write({**values, "state": state})
                continue
            issues = [*parsed.issues, *more]
            doubtful = any(issue.severity != INFO for issue in issues)
            row.write({**values, "state": "review" if doubtful else "draft"})
            queued.append((row, issues))
        self._supersede(self.env["tthc.import.record"].union(*(row for row, _issues in queued)))
        self._queue(queued)

    def _supersede(self, rows):
        """Close the issues of earlier records of the same procedures: their text is no more the
        newest."""
        codes = [code for code in rows.mapped("code") if code]
        if codes:
            self.env["tthc.import.issue"].search(
                [
                    ("code", "in", codes),
                    ("resolved", "=", False),
                    ("batch_id", "<", min(rows.batch_id.ids)),
                ]
            )._close(superseded=True)

    def _queue(self, queued):
        known = {key for key, _label in SOURCE_FIELDS}
        self.env["tthc.import.issue"].create(
            [
                {
                    "record_id": row.id,
                    "field": issue.field if issue.field in known else "other",
                    "reason": issue.reason,
                    "severity": issue.severity,
                    "verbatim": storable(
                        issue.verbatim
                        if issue.field in known
                        else f"{issue.field}: {issue.verbatim}"
                    ),
                    "detail": storable(issue.detail) or False,
                }
                for row, issues in queued
                for issue in issues
            ]
        )
