from odoo import fields, models


class TthcPostalEnvelopeOutcome(models.TransientModel):
    """How a delivery went, told by the post office."""

    _name = "tthc.postal.envelope.outcome"
    _description = "Outcome of a Delivery, by the Post Office"

    envelope_id = fields.Many2one("tthc.postal.envelope", required=True)
    kind = fields.Selection([("deliver", "Delivered"), ("fail", "Failed")], required=True)
    at = fields.Datetime("When", required=True, default=lambda self: fields.Datetime.now())
    receiver_name = fields.Char("Received by")
    receiver_relation = fields.Selection(
        selection=lambda self: (
            self.env["tthc.shipment"]._fields["receiver_relation"]._description_selection(self.env)
        ),
        string="Relation",
        default="self",
    )
    proof_picture = fields.Image("Proof of Delivery", max_width=1600, max_height=1600)
    reason = fields.Char(help="Nobody at home, wrong address, refused; the answer of the carrier.")

    def action_confirm(self):
        """Record the outcome by the shipment's own actions, which tell the dossiers.

        :raise AccessError: for anybody but a worker of the envelope's carrier
        """
        self.ensure_one()
        shipment = self.envelope_id._shipment()
        if self.kind == "fail":
            shipment.action_fail(reason=self.reason, at=self.at)
        else:
            shipment.action_deliver(
                receiver_name=self.receiver_name,
                relation=self.receiver_relation,
                picture=self.proof_picture,
                at=self.at,
            )
        return {"type": "ir.actions.act_window_close"}


class TthcPostalSheetSign(models.TransientModel):
    """The signature of the post's side, drawn on the worker's own screen."""

    _name = "tthc.postal.sheet.sign"
    _description = "Sign for the Post"

    sheet_id = fields.Many2one("tthc.postal.sheet", required=True)
    signer_name = fields.Char("Signed by", required=True, default=lambda self: self.env.user.name)
    signature = fields.Binary(attachment=False)

    def action_confirm(self):
        """Keep the drawing for the list as it is; the centre signs afterwards.

        :raise AccessError: for anybody but a worker of the sheet's carrier
        """
        self.ensure_one()
        sheet = self.with_context(bin_size=False)
        record = sheet.sheet_id._record()
        signatures = self.env["tthc.postal.signature"]
        signatures._sign(record, ["post"], "drawn", sheet.signer_name, sheet.signature)
        record.write({"signed_by_post": sheet.signer_name.strip()})
        return {"type": "ir.actions.act_window_close"}
