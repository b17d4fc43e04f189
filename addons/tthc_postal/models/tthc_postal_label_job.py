import io

from odoo import api, fields, models, modules
from odoo.exceptions import UserError
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

#: Labels of one part, made and committed together.
PART = 100
#: More than this in one job is refused: a whole year was selected by mistake.
MOST = 10_000


class TthcPostalLabelJob(models.Model):
    """Many labels as one PDF, made in parts by a scheduled job while the user goes on working.

    Each part is committed with its pages: a killed worker loses the part in hand only, and it is
    made again. The parts are then put together, and the user is told.
    """

    _name = "tthc.postal.label.job"
    _description = "Labels"
    _order = "id desc"

    user_id = fields.Many2one(
        "res.users", "Who", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_ids = fields.Json(readonly=True, help="Ids of the centres that the user had chosen.")
    part_ids = fields.One2many("tthc.postal.label.part", "job_id", "Parts", readonly=True)
    total = fields.Integer("Labels", readonly=True)
    done_count = fields.Integer("Done", compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress", help="Percent.")
    file = fields.Binary("Labels (PDF)", attachment=True, readonly=True)
    file_name = fields.Char(readonly=True)
    finished_at = fields.Datetime("Finished on", readonly=True)
    failure = fields.Text("Why It Failed", readonly=True)
    state = fields.Selection(
        [("running", "Running"), ("done", "Done"), ("failed", "Not Made")],
        compute="_compute_progress",
    )

    @api.depends("part_ids.state", "finished_at", "failure")
    def _compute_progress(self):
        for job in self:
            done = job.part_ids.filtered(lambda part: part.state == "done")
            job.done_count = sum(done.mapped("count"))
            job.progress = 100 * job.done_count / job.total if job.total else 100
            job.state = "failed" if job.failure else "done" if job.finished_at else "running"

    @api.depends("total")
    def _compute_display_name(self):
        for job in self:
            job.display_name = self.env._(
                "%(count)s labels, job %(number)s", count=job.total, number=job.id
            )

    @api.model
    @api.private
    def _start(self, shipments):
        """Begin a job of the current user for ``shipments`` in their order.

        :raise UserError: too many at once
        """
        shipments.check_access("read")
        if len(shipments) > MOST:
            raise UserError(self.env._("Choose at most %s shipments at once.", MOST))
        ids = shipments.ids
        job = self.sudo().create(
            {
                "user_id": self.env.uid,
                "company_ids": self.env.companies.ids,
                "total": len(ids),
                "file_name": f"Nhan {len(ids)} buu gui.pdf",
                "part_ids": [
                    (
                        0,
                        0,
                        {
                            "sequence": start // PART,
                            "shipment_ids": ids[start : start + PART],
                            "count": len(ids[start : start + PART]),
                        },
                    )
                    for start in range(0, len(ids), PART)
                ],
            }
        )
        self.env.ref("tthc_postal.cron_labels").sudo()._trigger()
        return job.sudo(False).with_env(self.env)

    @api.model
    def _run_waiting(self):
        """Make the parts that wait, from the scheduled job; the first job first."""
        parts = self.env["tthc.postal.label.part"].search(
            [("state", "=", "waiting"), ("job_id.failure", "=", False)], order="job_id, sequence"
        )
        jobs, left = parts.job_id, len(parts)
        jobs |= self.search([("finished_at", "=", False), ("failure", "=", False)])
        self._checkpoint(0, left)
        for part in parts:
            part._run()
            left -= 1
            if not self._checkpoint(1, left):
                break
        for job in jobs:
            job._finish()
            self._checkpoint(0, left)

    def _checkpoint(self, done, left):
        """Commit what was done; seconds that remain for this run of the job."""
        if modules.module.current_test:
            self.env.flush_all()
            return float("inf")
        return self.env["ir.cron"]._commit_progress(done, remaining=left)

    def _finish(self):
        """Put the parts together once all are made, and tell the user."""
        self.ensure_one()
        if self.finished_at or any(part.state == "waiting" for part in self.part_ids):
            return
        whole = PdfFileWriter()
        for part in self.part_ids.sorted("sequence"):
            for page in PdfFileReader(io.BytesIO(part._raw())).pages:
                whole.addPage(page)
        stream = io.BytesIO()
        whole.write(stream)
        self.env["ir.attachment"].create(
            {
                "name": self.file_name,
                "res_model": self._name,
                "res_field": "file",
                "res_id": self.id,
                "raw": stream.getvalue(),
                "mimetype": "application/pdf",
            }
        )
        self.part_ids.write({"pdf": False})
        self.write({"finished_at": fields.Datetime.now()})
        self._tell("success", lambda env: env._("%s labels are ready.", self.total))

    def _fail(self, message):
        self.sudo().failure = message
        self._tell("warning", lambda env: message)

    def _tell(self, kind, message):
        env = self.with_context(lang=self.user_id.lang).env
        title = self.with_env(env).display_name
        self.user_id._bus_send(
            "simple_notification",
            {"type": kind, "title": title, "message": message(env), "sticky": True},
        )

    def action_retry(self):
        """Go on where it failed."""
        self._own().sudo().failure = False
        self.env.ref("tthc_postal.cron_labels").sudo()._trigger()
        return True

    def action_download(self):
        """Save the PDF."""
        self._own()
        if not self.finished_at:
            raise UserError(self.env._("The labels are not ready yet."))
        url = f"/web/content/{self._name}/{self.id}/file/{self.file_name}?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def _own(self):
        """:raise UserError: it is somebody else's job"""
        self.ensure_one()
        self.check_access("read")
        if self.sudo().user_id != self.env.user:
            raise UserError(self.env._("Only who began it may do this."))
        return self

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    @api.autovacuum
    def _gc_jobs(self):
        """Labels are personal data: what is older than a week goes."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=7)
        self.sudo().search([("create_date", "<", limit)]).unlink()
        loose = [("res_model", "=", self._name), ("res_id", "=", 0), ("create_date", "<", limit)]
        self.env["ir.attachment"].sudo().search(loose).unlink()
