import io
import itertools
import os
import time
from contextlib import contextmanager

from psycopg2 import OperationalError

from odoo import api, fields, models, modules
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import source
from ..tools.text import clean, line, storable

CHUNK = 100  # records of one transaction
TRIES = 5  # of a chunk whose rows somebody else changed at the same time
# Of pg_advisory_lock: one import at a time, or two would both make a procedure of one code.
LOCK = 0x74746863_696D70


class TthcImportBatch(models.Model):
    """One file of records: read into the queue, then record by record into drafts.

    The work is committed in chunks. Each record carries its own state, so that a run that was
    ended, by whatever, goes on where it stood.
    """

    _name = "tthc.import.batch"
    _description = "Catalogue Import"
    _inherit = ["mail.thread"]
    _order = "id desc"

    name = fields.Char("File", required=True, readonly=True)
    source_kind = fields.Selection(
        [("upload", "Uploaded"), ("command", "Command"), ("demo", "Demonstration")],
        required=True,
        default="upload",
        readonly=True,
    )
    data = fields.Binary("Records", attachment=True, readonly=True)
    file_hash = fields.Char(readonly=True, index=True)
    state = fields.Selection(
        [
            ("loading", "Reading the File"),
            ("running", "Making Drafts"),
            ("done", "Done"),
            ("failed", "Not Readable"),
        ],
        required=True,
        default="loading",
        readonly=True,
        tracking=True,
    )
    problem = fields.Char(readonly=True, help="What is wrong with the file, and what to do.")
    user_id = fields.Many2one(
        "res.users", "Imported by", required=True, readonly=True, default=lambda self: self.env.uid
    )
    started_at = fields.Datetime("Started on", readonly=True)
    finished_at = fields.Datetime("Finished on", readonly=True)
    seconds = fields.Float("Working Time (s)", readonly=True, digits=(12, 1))
    record_ids = fields.One2many("tthc.import.record", "batch_id", "Records of the File")
    issue_ids = fields.One2many("tthc.import.issue", "batch_id", "Issues")
    rate_ids = fields.One2many("tthc.import.rate", "batch_id", "Parse Rates")
    total = fields.Integer("Records in the File", readonly=True)
    waiting_count = fields.Integer("Waiting", compute="_compute_counts")
    draft_count = fields.Integer("Drafts Made", compute="_compute_counts")
    review_count = fields.Integer("To Review", compute="_compute_counts")
    unchanged_count = fields.Integer("Unchanged", compute="_compute_counts")
    rejected_count = fields.Integer("Rejected", compute="_compute_counts")
    open_issue_count = fields.Integer("Open Issues", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts", help="Per cent of the records done.")
    usable_rate = fields.Float(
        "Usable Records (%)",
        compute="_compute_counts",
        digits=(5, 1),
        help="Records with a draft, or unchanged, of those done.",
    )

    def _compute_counts(self):
        groups = self.env["tthc.import.record"]._read_group(
            [("batch_id", "in", self.ids)],
            ["batch_id", "state"],
            ["__count", "open_issue_count:sum"],
        )
        counts, issues = {}, {}
        for batch, state, count, open_issues in groups:
            counts[batch.id, state] = count
            issues[batch.id] = issues.get(batch.id, 0) + (open_issues or 0)
        for batch in self:
            number = {
                state: counts.get((batch.id, state), 0)
                for state in ("waiting", "draft", "review", "unchanged", "rejected")
            }
            for state, count in number.items():
                batch[f"{state}_count"] = count
            batch.open_issue_count = issues.get(batch.id, 0)
            done = sum(number.values()) - number["waiting"]
            batch.progress = 100 * done / batch.total if batch.total else 0
            batch.usable_rate = 100 * (done - number["rejected"]) / done if done else 0

    # Start -----------------------------------------------------------------------------------

    @api.model
    def _start(self, name, data, source_kind="upload"):
        """Queue an uploaded file; the scheduled action does the work.

        :param data: base64 of the file
        """
        batch = self.create({"name": name, "data": data, "source_kind": source_kind})
        self.env.ref("tthc_catalogue_import.cron_import").sudo()._trigger()
        return batch

    @api.model
    def _cron_run(self):
        """Go on with every import that is not done."""
        for batch in self.search([("state", "in", ("loading", "running"))], order="id"):
            user = batch.user_id
            own = batch.with_user(user).with_context(lang=user.lang)
            try:
                left = own._run()
            except UserError:
                # Another import runs, in a worker or by the command: come again.
                again = fields.Datetime.add(fields.Datetime.now(), minutes=1)
                self.env.ref("tthc_catalogue_import.cron_import")._trigger(again)
                return
            if not left:
                return

    @api.private
    def import_file(self, path, report=None):
        """Import the file at ``path`` in the foreground; a run of the same file that was ended
        goes on. For the command.

        :param report: called with the batch after each chunk
        :raise UserError: another import runs
        :raise OSError: the file cannot be opened
        """
        with open(path, "rb") as stream:
            digest = source.file_hash(stream)
            batch = self.search(
                [("file_hash", "=", digest), ("state", "in", ("loading", "running"))], limit=1
            )
            if not batch:
                name = os.path.basename(path)
                batch = self.create({"name": name, "file_hash": digest, "source_kind": "command"})
            batch._run(stream, report)
        return batch

    def action_continue(self):
        """Let a run that was ended go on, in the background."""
        self.check_access("write")
        self.env.ref("tthc_catalogue_import.cron_import").sudo()._trigger()

    def _view_records(self, title, domain):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "tthc.import.record",
            "view_mode": "list,form",
            "domain": [("batch_id", "in", self.ids), *domain],
        }

    def action_view_records(self):
        return self._view_records(self.env._("Records"), [])

    def action_view_review(self):
        return self._view_records(self.env._("To Review"), [("state", "=", "review")])

    def action_view_rejected(self):
        return self._view_records(self.env._("Rejected"), [("state", "=", "rejected")])

    def action_view_issues(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_catalogue_import.action_import_issue"
        )
        return {**action, "domain": [("batch_id", "in", self.ids)]}

    # Run -------------------------------------------------------------------------------------

    def _run(self, stream=None, report=None):
        """Read the file into the queue where that is not done, then make the drafts.

        :return: the seconds left to a scheduled action; 0: it must come again
        :raise UserError: another import runs
        """
        self.ensure_one()
        with self._alone():
            if not self.started_at:
                self.started_at = fields.Datetime.now()
            if self.state == "loading":
                try:
                    self._load(stream or self._stored_stream())
                except source.SourceError as error:
                    self._fail(error.code)
                    return self._checkpoint(report=report)
            left, tries = float("inf"), 0
            while left and self.state == "running":
                began = time.monotonic()
                chunk = self.record_ids.search(
                    [("batch_id", "=", self.id), ("state", "=", "waiting")],
                    order="line",
                    limit=CHUNK,
                )
                if not chunk:
                    self.write({"state": "done", "finished_at": fields.Datetime.now()})
                try:
                    self._process(chunk)
                except OperationalError:
                    tries += 1
                    if tries > TRIES or modules.module.current_test:
                        raise
                    self.env.cr.rollback()
                    continue
                self.seconds += time.monotonic() - began
                left = self._checkpoint(len(chunk), report)
            return left

    @contextmanager
    def _alone(self):
        """Hold the lock of imports.

        :raise UserError: somebody else holds it
        """
        self.env.cr.execute(SQL("SELECT pg_try_advisory_lock(%s)", LOCK))
        if not self.env.cr.fetchone()[0]:
            raise UserError(
                self.env._(
                    "Another import is running. Wait until it is done, then start this one again: "
                    "it goes on where it stood."
                )
            )
        try:
            yield
        finally:
            if not self.env.cr.closed:
                self.env.cr.execute(SQL("SELECT pg_advisory_unlock(%s)", LOCK))

    def _checkpoint(self, done=0, report=None):
        """Commit, forget what was read, and tell how far the run is."""
        left = float("inf")
        if modules.module.current_test or self.env.context.get("import_in_one_transaction"):
            self.env.flush_all()
        else:
            waiting = self.waiting_count
            left = self.env["ir.cron"]._commit_progress(done, remaining=waiting)
        # The cache would otherwise grow with every record of the file.
        self.env.invalidate_all()
        if report:
            report(self)
        return left

    def _fail(self, code):
        sentences = {
            "empty": self.env._("The file holds no record. Choose the file of the crawl."),
            "encoding": self.env._("The file is not UTF-8. Save it as UTF-8 and import it again."),
            "format": self.env._(
                "The file is neither JSON lines nor a JSON array, plain or gzip. Choose the file "
                "of the crawl (.jsonl, .jsonl.gz or .json)."
            ),
        }
        self.write(
            {"state": "failed", "problem": sentences[code], "finished_at": fields.Datetime.now()}
        )

    def _stored_stream(self):
        """The uploaded file, from the file store and not through memory."""
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", "data"),
                    ("res_id", "=", self.id),
                ]
            )
        )
        if attachment.store_fname:
            return open(attachment._full_path(attachment.store_fname), "rb")
        return io.BytesIO(attachment.raw or b"")

    def _load(self, stream):
        """Put the records of ``stream`` into the queue, from where an earlier run stood.

        :raise source.SourceError: the file cannot be read as records
        """
        with stream:
            rest = itertools.islice(source.items(stream), self.total, None)
            while items := list(itertools.islice(rest, CHUNK * 5)):
                self.env["tthc.import.record"].create([self._record_values(i) for i in items])
                self.total += len(items)
                self._checkpoint()
                if items[-1].problem == "truncated":
                    self.problem = self.env._(
                        "The file breaks off after record %s: get it again and import it anew.",
                        items[-1].number - 1,
                    )
        self.state = "running"

    def _record_values(self, item):
        values = item.values or {}
        return {
            "batch_id": self.id,
            "line": item.number,
            "raw_text": storable(item.raw),
            "raw_hash": item.fingerprint,
            "problem": item.problem or False,
            "code": line(clean(str(values.get("ma_thu_tuc") or "")))[:64] or False,
            "name": line(clean(str(values.get("ten_thu_tuc") or ""))) or False,
        }
