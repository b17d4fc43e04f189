from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcPostalSign(models.TransientModel):
    """Both sides sign a hand-over record: drawn on screen, or on paper with the scan."""

    _name = "tthc.postal.sign"
    _description = "Sign a Hand-over Record"

    handover_id = fields.Many2one("tthc.postal.handover", required=True, ondelete="cascade")
    method = fields.Selection(
        [("drawn", "Draw on Screen"), ("paper", "Signed on Paper")], required=True, default="drawn"
    )
    at = fields.Datetime(
        "Signed on",
        required=True,
        default=lambda self: fields.Datetime.now(),
        help="From the post: the time of submission of the dossiers on the list.",
    )
    post_name = fields.Char(
        "For the Post", compute="_compute_post_name", store=True, readonly=False
    )
    post_has_signed = fields.Boolean(related="handover_id.post_has_signed")
    post_signature = fields.Binary("Signature for the Post", attachment=False)
    centre_name = fields.Char("For the Centre", default=lambda self: self.env.user.name)
    centre_signature = fields.Binary("Signature for the Centre", attachment=False)
    scan = fields.Binary("Scan of the Signed Record", attachment=False)
    scan_name = fields.Char("File")
    difference_count = fields.Integer("Lines with Differences", compute="_compute_difference_count")

    @api.depends("handover_id")
    def _compute_post_name(self):
        for sheet in self:
            sheet.post_name = sheet.handover_id.signed_by_post

    @api.depends("handover_id")
    def _compute_difference_count(self):
        for sheet in self:
            lines = sheet.handover_id.line_ids
            sheet.difference_count = len(lines.filtered(lambda line: not line.complete))

    def action_confirm(self):
        """Sign; the record is fixed and cannot be changed afterwards.

        :raise UserError: a signature or name is missing, or the record is not complete
        """
        self.ensure_one()
        sheet = self.with_context(bin_size=False)
        record = sheet.handover_id
        record.check_access("write")
        record._check_draft()
        if (sheet.post_name or "").strip() and sheet.post_name != record.signed_by_post:
            record.signed_by_post = sheet.post_name
        record._check_complete()
        if sheet.method == "drawn":
            self._keep_drawings(sheet, record)
        # The seconds are no fault of whoever left the proposed time as it was.
        record.action_sign(at=min(sheet.at, record._now()) if self._is_now() else sheet.at)
        if sheet.method == "paper" and sheet.scan:
            record._attach_scan(sheet.scan, sheet.scan_name)
        return {"type": "ir.actions.act_window_close"}

    def _is_now(self):
        return abs((self.at - fields.Datetime.now()).total_seconds()) < 60

    def _keep_drawings(self, sheet, record):
        signatures = self.env["tthc.postal.signature"]
        if sheet.post_signature:
            signatures._sign(record, ["post"], "drawn", record.signed_by_post, sheet.post_signature)
        elif not record.post_has_signed:
            raise UserError(self.env._("The post has not signed: draw its signature, too."))
        signatures._sign(record, ["centre"], "drawn", sheet.centre_name, sheet.centre_signature)
        record.invalidate_recordset(["signature_ids", "post_has_signed"])

    def action_attach(self):
        """Keep the scan of a record that was signed on paper."""
        self.ensure_one()
        sheet = self.with_context(bin_size=False)
        sheet.handover_id._attach_scan(sheet.scan, sheet.scan_name)
        return {"type": "ir.actions.act_window_close"}
