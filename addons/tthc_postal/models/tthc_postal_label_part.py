import base64
import logging

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


class TthcPostalLabelPart(models.Model):
    """Some labels of a job, made and committed together."""

    _name = "tthc.postal.label.part"
    _description = "Part of the Labels"
    _order = "job_id desc, sequence"
    _rec_name = "sequence"

    job_id = fields.Many2one(
        "tthc.postal.label.job", required=True, readonly=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(readonly=True)
    shipment_ids = fields.Json("Shipments", readonly=True, help="Ids, in the order of the pages.")
    count = fields.Integer("Labels", readonly=True)
    pdf = fields.Binary(attachment=True, readonly=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Done")], required=True, readonly=True, default="waiting"
    )

    def _run(self):
        """Make this part by the rights of the job's user; what cannot be made stops the job and
        is said, not raised. A part that another worker holds or has made is left alone."""
        part = self.sudo()
        if part.job_id.failure or not part._hold():
            return
        try:
            with self.env.cr.savepoint():
                part.write({"pdf": base64.b64encode(part._make()), "state": "done"})
        except UserError as error:
            part.job_id._fail(str(error))
        except Exception:
            _logger.exception("Labels of job %s, part %s", part.job_id.id, part.sequence)
            part.job_id._fail(self.env._("An unexpected error; it is in the log."))

    def _make(self):
        """The pages (bytes)."""
        job = self.job_id
        user = job.user_id
        companies = [cid for cid in job.company_ids or [] if cid in user.company_ids.ids]
        context = {"lang": user.lang, "tz": user.tz}
        if companies:
            context["allowed_company_ids"] = companies
        env = self.env(user=user.id, su=False, context=context)
        shipments = env["tthc.shipment"].browse(self.shipment_ids)
        shipments.check_access("read")
        return shipments._labels_pdf()

    def _hold(self):
        """Lock the row, if it waits and nobody else has it."""
        self.flush_recordset()
        return bool(
            self.env.execute_query(
                SQL(
                    "SELECT id FROM tthc_postal_label_part WHERE id = %s AND state = 'waiting' "
                    "FOR NO KEY UPDATE SKIP LOCKED",
                    self.id,
                )
            )
        )

    def _raw(self):
        """The pages of this part (bytes); empty before they are made."""
        return base64.b64decode(self.with_context(bin_size=False).pdf or b"")
