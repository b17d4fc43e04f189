from odoo import models

from ..tools import status

#: What a shipment goes through when nothing goes wrong, as its owner sees it.
STAGES = {
    "deliver": (
        status.PACKED,
        status.HANDED_OVER,
        status.IN_TRANSIT,
        status.OUT_FOR_DELIVERY,
        status.DELIVERED,
    ),
    "collect": (status.HANDED_OVER, status.IN_TRANSIT, status.DELIVERED),
}


class TthcShipment(models.Model):
    """The way of a shipment for the owner of what is in it."""

    _inherit = "tthc.shipment"

    def _portal_row(self):
        """What the owner of a dossier may see of its shipment: no other person's papers."""
        self.ensure_one()
        labels = self._state_labels()
        relations = dict(self._fields["receiver_relation"]._description_selection(self.env))
        return {
            "number": self.name or "",
            "direction": self.direction,
            "carrier": self.carrier_id.name or "",
            "hotline": self.carrier_id.phone or "",
            "tracking_number": self.tracking_number or "",
            "tracking_link": self.tracking_link or "",
            "state": self.state,
            "state_label": labels[self.state],
            "trouble": self.state in (status.FAILED, status.RETURNING, status.LOST),
            "stages": self._stages(),
            "to_pay": self._to_pay_text(),
            "received_by": self.receiver_name or "",
            "relation": relations.get(self.receiver_relation, ""),
            "received_at": self._local_text(self.delivered_at),
            "events": [
                {
                    "at": self._local_text(event.at),
                    "label": labels[event.status],
                    "place": event.place or "",
                    "reason": (event.note or "") if event.status == status.FAILED else "",
                }
                for event in self.event_ids.sorted(lambda event: (event.at, event.id))
                if event.moved
            ],
        }

    def _to_pay_text(self):
        """What the courier asks of the recipient at the door; empty when nothing, or no longer."""
        if self.direction != "deliver" or self.state in status.ENDING:
            return ""
        postage = self.price if self.payer == "recipient" else 0
        amount = round(self.cod_amount) + round(postage)
        return self.currency_id.format(amount) if amount else ""

    def _state_labels(self):
        """The states in the words of the user; a collection begins with its announcement and ends
        at the centre."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        if self.direction == "collect":
            labels[status.DRAFT] = self.env._("Announced")
            labels[status.DELIVERED] = self.env._("Arrived at the Centre")
            labels[status.RETURNED] = self.env._("Back with the Sender")
        return labels

    def _stages(self):
        """``{"label", "reached", "at"}`` of the usual stages: reached by its own event or passed
        over by a later one."""
        labels = self._state_labels()
        first = {}
        for event in self.event_ids.filtered("moved").sorted(lambda event: (event.at, event.id)):
            first.setdefault(event.status, event.at)
        stages = STAGES[self.direction]
        last = max((index for index, stage in enumerate(stages) if stage in first), default=-1)
        return [
            {
                "label": labels[stage],
                "reached": index <= last,
                "at": self._local_text(first.get(stage), "%d/%m"),
            }
            for index, stage in enumerate(stages)
        ]
