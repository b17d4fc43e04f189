from odoo import models

from ..tools import status


class TthcDossier(models.Model):
    """Where a dossier's papers are, for those who look it up and for its owner."""

    _inherit = "tthc.dossier"

    def _public_progress(self):
        """Adds ``post``: the stage of the papers in the post with its label and day; nothing
        personal, so no number and no place."""
        progress = super()._public_progress()
        progress["post"] = self._post_stage()
        return progress

    def _portal_values(self):
        """Adds ``shipments``: the way of the papers, for their owner; the latest first."""
        values = super()._portal_values()
        shipments = self.sudo().shipment_item_ids.shipment_id.filtered(
            lambda shipment: shipment.name or shipment.event_ids
        )
        values["shipments"] = [
            shipment._portal_row() for shipment in shipments.sorted("id", reverse=True)
        ]
        return values

    def _post_stage(self):
        """``{"key", "label", "at"}`` of the latest shipment that has moved, or ``False``.

        Papers that the post collected are told of until the dossier is accepted only.
        """
        shipment = (
            self.env["tthc.shipment"]
            .sudo()
            .search(
                [
                    ("item_ids.dossier_id", "=", self.id),
                    ("state", "not in", (status.DRAFT, status.PACKED)),
                ],
                limit=1,
            )
        )
        labels = self._post_labels(shipment.direction)
        if shipment.state not in labels or (shipment.direction == "collect" and self.accepted_at):
            return False
        return {
            "key": shipment.state,
            "label": labels[shipment.state],
            "at": shipment._local_text(shipment.last_event_at),
        }

    def _post_labels(self, direction):
        """What people read of each state that they are told of."""
        if direction == "collect":
            on_the_way = self.env._("Your papers are on the way to the centre by post.")
            return {
                status.HANDED_OVER: on_the_way,
                status.IN_TRANSIT: on_the_way,
                status.OUT_FOR_DELIVERY: on_the_way,
                status.DELIVERED: self.env._("The post has brought your papers to the centre."),
                status.LOST: self.env._("The post cannot find your papers: ask the centre."),
            }
        return {
            status.HANDED_OVER: self.env._("The result was handed to the post."),
            status.IN_TRANSIT: self.env._("The result is on the way by post."),
            status.OUT_FOR_DELIVERY: self.env._("The post brings the result today."),
            status.FAILED: self.env._(
                "The post could not deliver the result: it tries again, or brings it back."
            ),
            status.RETURNING: self.env._("The post brings the result back to the centre."),
            status.DELIVERED: self.env._("The post has delivered the result."),
            status.RETURNED: self.env._(
                "The post brought the result back to the centre: fetch it there, or ask for it to "
                "be sent again."
            ),
            status.LOST: self.env._("The post cannot find the result: ask the centre."),
        }
