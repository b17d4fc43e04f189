import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import exchange, status
from .tthc_shipment_label import PAYERS


class TthcShipment(models.Model):
    """Lists of packed shipments for the carrier."""

    _inherit = "tthc.shipment"

    def action_export_orders(self):
        """Ask for the form of the list that tells the carrier of these shipments.

        :raise UserError: several carriers, or one that is not packed
        """
        self._check_exchange()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("List for the Carrier"),
            "res_model": "tthc.carrier.export",
            "view_mode": "form",
            "target": "new",
            "context": {"default_shipment_ids": [(6, 0, self.ids)]},
        }

    def _check_exchange(self):
        self.check_access("read")
        if len(self.carrier_id) != 1:
            raise UserError(self.env._("A list is for one carrier: select its shipments."))
        strange = self.filtered(lambda one: one.state != status.PACKED)
        if strange:
            raise UserError(
                self.env._(
                    "Only packed shipments stand on a list for the carrier. %s is not packed, or "
                    "the post has it already.",
                    strange[0].display_name,
                )
            )

    def _exchange_rows(self):
        """What a carrier is told of each of these shipments: dicts by
        :data:`..tools.exchange.OUTGOING`."""
        return [shipment._exchange_row() for shipment in self]

    def _exchange_row(self):
        items = self.sudo().item_ids
        sender = self.sudo().company_id
        return {
            "order_ref": self.name or "",
            "tracking_number": self.tracking_number or "",
            "sender_name": sender.name,
            "sender_phone": exchange.domestic_phone(sender.phone),
            "sender_address": ", ".join(
                filter(None, (sender.street, sender.street2, sender.city, sender.state_id.name))
            ),
            "recipient_name": self.recipient_name,
            "recipient_phone": exchange.domestic_phone(self.recipient_phone),
            "recipient_street": self.recipient_street or "",
            "recipient_commune": self.recipient_commune or "",
            "recipient_province": self.recipient_state_id.name or "",
            "weight": self.weight,
            "cod_amount": round(self.cod_amount),
            "payer": PAYERS.get(self.payer, ""),
            "service": self.service or "",
            "papers": "; ".join(dict.fromkeys(filter(None, items.mapped("papers")))),
            "papers_count": sum(items.mapped("originals")) + sum(items.mapped("copies")),
            "note": self.note or "",
        }

    @api.private
    def _exchange_file(self, layout, ending="xlsx"):
        """Make and keep the list of these packed shipments.

        :param layout: ``tthc.carrier.layout`` of the kind ``orders``
        :param ending: ``xlsx`` or ``csv``
        :return: ``tthc.carrier.file``
        :raise UserError: several carriers or centres, or a shipment that is not packed
        """
        files = self.env["tthc.carrier.file"]
        files._check_clerk()
        self._check_exchange()
        columns = layout.line_ids.sorted(lambda row: (row.sequence, row.id))
        titles = [row._words()[0] for row in columns]
        told = self._exchange_rows()
        if "payer" not in columns.mapped("key"):
            for one, shipment in zip(told, self, strict=True):
                if shipment.payer == "recipient":
                    one["note"] = " – ".join(filter(None, [one["note"], exchange.RECEIVER_PAYS]))
        rows = [[one[row.key] for row in columns] for one in told]
        write = exchange.write_xlsx if ending == "xlsx" else exchange.write_csv
        data = write(titles, rows)
        today = fields.Date.context_today(self)
        return (
            files.sudo()
            ._keep(
                {
                    "carrier_id": self.carrier_id.id,
                    "company_id": self.company_id[:1].id,
                    "layout_id": layout.id,
                    "kind": "orders",
                    "user_id": self.env.uid,
                    "filename": exchange.today_name(today, self.carrier_id.code, ending),
                    "file": base64.b64encode(data),
                    "sha256": hashlib.sha256(data).hexdigest(),
                    "state": "done",
                    "row_count": len(rows),
                    "done_count": len(rows),
                }
            )
            .with_env(self.env)
        )
