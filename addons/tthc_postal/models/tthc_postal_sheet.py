from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .tthc_postal_envelope import SHIPMENT, _make_view

RECORD = [
    "name",
    "company_id",
    "carrier_id",
    "direction",
    "date",
    "state",
    "seal_number",
    "signed_at",
    "signed_by_post",
]


class TthcPostalSheet(models.Model):
    """A hand-over record as the post sees it: to be signed for by its side."""

    _name = "tthc.postal.sheet"
    _description = "Hand-over Sheet"
    _auto = False
    _depends = {"tthc.postal.handover": RECORD}
    _order = "date desc, id desc"

    name = fields.Char("Number", readonly=True)
    company_id = fields.Many2one("res.company", "Centre", readonly=True)
    carrier_id = fields.Many2one("tthc.carrier", readonly=True)
    direction = fields.Selection(
        [("to_post", "Centre to Post"), ("from_post", "Post to Centre")], readonly=True
    )
    date = fields.Date(readonly=True)
    state = fields.Selection([("draft", "Draft"), ("signed", "Signed")], readonly=True)
    seal_number = fields.Char(readonly=True)
    signed_at = fields.Datetime("Signed on", readonly=True)
    signed_by_post = fields.Char("Signed for the Post", readonly=True)
    line_ids = fields.One2many("tthc.postal.sheet.line", "sheet_id", "Envelopes", readonly=True)
    post_has_signed = fields.Boolean(
        "The Post Has Signed", compute="_compute_post_has_signed", compute_sudo=True
    )

    def _compute_display_name(self):
        for sheet in self:
            day = sheet.date and sheet.date.strftime("%d/%m/%Y")
            sheet.display_name = sheet.name or self.env._("Hand-over of %s", day)

    def _compute_post_has_signed(self):
        for sheet in self:
            record = self.env["tthc.postal.handover"].browse(sheet.id)
            sheet.post_has_signed = record.post_has_signed

    def init(self):
        _make_view(
            self,
            """SELECT record.id, record.name, record.company_id, record.carrier_id,
                record.direction, record.date, record.state, record.seal_number,
                record.signed_at, record.signed_by_post
            FROM tthc_postal_handover record WHERE record.state <> 'cancelled'""",
        )

    def action_open_sign(self):
        """Sign for the post: the list as it is, before the centre signs."""
        self.ensure_one()
        self._record()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign for the Post"),
            "res_model": "tthc.postal.sheet.sign",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_sheet_id": self.id},
        }

    def _record(self):
        """The hand-over record, as superuser, as long as it can be signed.

        :raise AccessError: for anybody but a worker of the sheet's carrier
        :raise UserError: it is signed, or empty
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("tthc_postal.group_post_office"):
            raise AccessError(self.env._("Only a worker of the post office does this."))
        record = self.env["tthc.postal.handover"].sudo().browse(self.id)
        record._check_draft()
        if not record.line_ids:
            raise UserError(self.env._("Nothing stands on this sheet yet."))
        return record


class TthcPostalSheetLine(models.Model):
    """An envelope on a hand-over sheet, with what was remarked about it."""

    _name = "tthc.postal.sheet.line"
    _description = "Line of a Hand-over Sheet"
    _auto = False
    _order = "sheet_id, id"
    _rec_name = "tracking_number"
    _depends = {
        "tthc.shipment": SHIPMENT,
        "tthc.postal.handover": RECORD,
        "tthc.postal.handover.line": ["handover_id", "shipment_id", "envelope", "difference"],
    }

    sheet_id = fields.Many2one("tthc.postal.sheet", readonly=True)
    company_id = fields.Many2one("res.company", "Centre", readonly=True)
    carrier_id = fields.Many2one("tthc.carrier", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    name = fields.Char("Number", readonly=True)
    tracking_number = fields.Char(readonly=True)
    recipient_name = fields.Char("Recipient", readonly=True)
    weight = fields.Integer("Weight (g)", readonly=True)
    cod_amount = fields.Monetary("Cash on Delivery", readonly=True)
    envelope = fields.Selection(
        [("whole", "Whole"), ("opened", "Opened"), ("damaged", "Damaged")], readonly=True
    )
    difference = fields.Selection(
        [
            ("missing", "Papers Missing"),
            ("extra", "Papers Not Announced"),
            ("damaged", "Damaged"),
            ("wrong_addressee", "Not for This Centre"),
            ("open_envelope", "Open Envelope"),
        ],
        readonly=True,
    )

    def init(self):
        _make_view(
            self,
            """SELECT line.id, line.handover_id AS sheet_id, record.company_id,
                record.carrier_id, company.currency_id, shipment.name, shipment.tracking_number,
                shipment.recipient_name, shipment.weight, shipment.cod_amount, line.envelope,
                line.difference
            FROM tthc_postal_handover_line line
            JOIN tthc_postal_handover record ON record.id = line.handover_id
            JOIN tthc_shipment shipment ON shipment.id = line.shipment_id
            JOIN res_company company ON company.id = record.company_id
            WHERE record.state <> 'cancelled' AND {known}""",
        )
