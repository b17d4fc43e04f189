from odoo import api, fields, models

from ..tools import status


class TthcDossierIntake(models.TransientModel):
    """Taking in a dossier that the post brought: it was submitted when the hand-over record was
    signed (QĐ 45/2016/QĐ-TTg)."""

    _inherit = "tthc.dossier.intake"

    postal_item_id = fields.Many2one(
        "tthc.shipment.item", "Brought by Post", readonly=True, ondelete="set null"
    )

    @api.model
    def default_get(self, fields_list):
        """Override: what the envelope tells of its sender."""
        values = super().default_get(fields_list)
        item = self.env["tthc.shipment.item"].browse(
            self.env.context.get("default_postal_item_id") or ()
        )
        if item and item.has_access("read"):
            values.update(
                {
                    key: value
                    for key, value in item.shipment_id._intake_defaults().items()
                    if key in fields_list
                }
            )
        return values

    def _make_dossier(self, accept):
        """Override: the papers are linked before acceptance, so that the time of submission is
        that of the signature."""
        item = self.postal_item_id
        if not item or item.sudo().dossier_id:
            return super()._make_dossier(accept)
        dossier = super()._make_dossier(accept=False)
        item.write({"dossier_id": dossier.id})
        if accept:
            dossier.action_accept()
        return dossier


class TthcShipment(models.Model):
    _inherit = "tthc.shipment"

    def _intake_defaults(self):
        """What the envelope tells of the applicant, as values of the intake sheet."""
        self.ensure_one()
        values = {"channel": "post", "company_id": self.company_id.id}
        if self.recipient_id:
            return {**values, "partner_id": self.recipient_id.id}
        if self.recipient_phone or self.recipient_street:
            values |= {
                "name": self.recipient_name,
                "phone": self.recipient_phone,
                "street": self.recipient_street,
                "commune": self.recipient_commune,
                "state_id": self.recipient_state_id.id,
            }
        return values


class TthcPostalHandoverLine(models.Model):
    _inherit = "tthc.postal.handover.line"

    to_take_in = fields.Boolean(compute="_compute_to_take_in")

    @api.depends("handover_id.state", "shipment_id.state", "shipment_id.item_ids.dossier_id")
    def _compute_to_take_in(self):
        for line in self:
            shipment = line.shipment_id
            line.to_take_in = (
                line.handover_id.state == "signed"
                and shipment.direction == "collect"
                and shipment.state == status.DELIVERED
                and any(
                    item.dossier_id.state in (False, "draft", "registered")
                    for item in shipment.sudo().item_ids
                )
            )

    def action_take_in(self):
        """Open the intake of this envelope's papers, or the dossier that they belong to."""
        self.ensure_one()
        self.check_access("read")
        items = self.shipment_id.item_ids
        unlinked = items.filtered(lambda item: not item.sudo().dossier_id)
        if not unlinked and items:
            return {
                "type": "ir.actions.act_window",
                "res_model": "tthc.dossier",
                "res_id": items.sudo().dossier_id[:1].id,
                "views": [(False, "form")],
            }
        action = self.env["ir.actions.act_window"]._for_xml_id("tthc_dossier.action_intake")
        return {
            **action,
            "context": {"default_channel": "post", "default_postal_item_id": unlinked[:1].id},
        }
