from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import status


class TthcShipmentItem(models.Model):
    """What an envelope holds of one dossier: the inventory that both sides sign for.

    Originals are listed apart from copies (QĐ 45/2016/QĐ-TTg).
    """

    _name = "tthc.shipment.item"
    _description = "Shipment Contents"
    _order = "shipment_id, id"
    _rec_name = "papers"

    shipment_id = fields.Many2one("tthc.shipment", required=True, index=True, ondelete="cascade")
    dossier_id = fields.Many2one(
        "tthc.dossier",
        index=True,
        ondelete="restrict",
        help="May stay empty for a collected envelope until its papers were taken in.",
    )
    dossier_number = fields.Char(related="dossier_id.name", string="Dossier Number")
    papers = fields.Char(help="What is in the envelope, as on the dispatch note.")
    originals = fields.Integer(default=1, help="Bản chính")
    copies = fields.Integer(help="Bản sao")
    is_open = fields.Boolean(
        default=True, readonly=True, help="The shipment is neither delivered nor back."
    )

    _open_dossier_unique = models.UniqueIndex(
        "(dossier_id) WHERE is_open", "This dossier is in another shipment already."
    )
    _counts_positive = models.Constraint(
        "CHECK (originals >= 0 AND copies >= 0)", "A number of papers cannot be negative."
    )

    @api.constrains("dossier_id", "shipment_id")
    def _check_dossier(self):
        for item in self.sudo():
            dossier, shipment = item.dossier_id, item.shipment_id
            if dossier and dossier.company_id != shipment.company_id:
                raise ValidationError(
                    self.env._(
                        "Dossier %(dossier)s belongs to %(centre)s: only that centre sends or "
                        "receives its papers.",
                        dossier=dossier.display_name,
                        centre=dossier.company_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if any("is_open" in vals for vals in vals_list):
            raise UserError(self.env._("Whether a shipment is open follows from its state."))
        for vals in vals_list:
            self._check_dossier_access(vals)
        items = super().create(vals_list)
        items._check_unsealed()
        return items

    def write(self, vals):
        """Change contents while they are not sealed; link the dossier of a collected envelope.

        A dossier linked to an envelope that is here already gets the instant of its hand-over
        as submission time (see ``tthc.shipment._submit_dossiers``).

        :raise UserError: the envelope is sealed
        """
        if "is_open" in vals:
            raise UserError(self.env._("Whether a shipment is open follows from its state."))
        self._check_dossier_access(vals)
        linking = set(vals) == {"dossier_id"} and all(
            item.shipment_id.direction == "collect" and not item.dossier_id for item in self
        )
        if not linking:
            self._check_unsealed()
        result = super().write(vals)
        if linking:
            arrived = self.filtered(lambda item: item.shipment_id.state == status.DELIVERED)
            for item in arrived:
                item.shipment_id._submit_dossiers(item)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unsealed(self):
        self._check_unsealed()

    def _check_dossier_access(self, vals):
        """:raise AccessError: a dossier whose number is not the user's to know"""
        if vals.get("dossier_id"):
            self.env["tthc.dossier"].browse(vals["dossier_id"]).check_access("read")

    def _check_unsealed(self):
        for shipment in self.shipment_id:
            if shipment.state != status.DRAFT:
                raise UserError(
                    self.env._(
                        "%s is sealed: its contents can no longer be changed. Take it back to "
                        "the centre and pack a new shipment.",
                        shipment.display_name,
                    )
                )

    @api.private
    def _close(self):
        """The shipment is over: its dossiers may go into another one."""
        return super(TthcShipmentItem, self.sudo()).write({"is_open": False})

    @api.private
    def _close_all(self, shipments):
        """Shipments that ended many at once, see :meth:`_close`."""
        rows = self.search([("shipment_id", "in", shipments.ids), ("is_open", "=", True)])
        return rows._close()

    def _pack_obstacles(self):
        """What stands against sealing this dossier's papers: translated sentences."""
        self.ensure_one()
        dossier = self.dossier_id
        if not dossier:
            return [self.env._("Choose the dossier of “%s”.", self.papers or "…")]
        if dossier.state != "done":
            return [
                self.env._(
                    "Dossier %s has no result to send: its result must be issued first.",
                    dossier.display_name,
                )
            ]
        return dossier._action_obstacles("return_result")
