from odoo import fields, models

from ..tools import status
from .tthc_postal_handover_scan import UNKNOWN_SENDER

#: Answers to a scan after which a second code of the same envelope may follow.
_FOUND = ("added", "new", "twice")


class TthcPostalHandover(models.Model):
    """An envelope with two codes, scanned one after the other in either order: that of the dossier
    or of our announcement, and the carrier's number, which nobody knew yet."""

    _inherit = "tthc.postal.handover"

    scan_line_id = fields.Many2one(
        "tthc.postal.handover.line",
        "Scanned Last",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="Its second code may come with the next scan.",
    )

    def _scan_in(self, text):
        """Override: the second code of the envelope that was scanned just before.

        What is refused changes nothing: the envelope still waits for its second code.
        """
        if self.direction != "from_post" or not text:
            return super()._scan_in(text)
        before = self.scan_line_id & self.line_ids
        answer = before and self._take_number(before, text)
        if not answer:
            answer = super()._scan_in(text)
            line = self._line_of(text) if answer["kind"] in _FOUND else before.browse()
            answer = self._take_owner(before, line) or self._wait_for_number(line, answer)
        return answer

    def _take_number(self, line, text):
        """The carrier's number of an announced envelope that has none; nothing when the code is
        something else.

        :raise ValidationError: the carrier has no such number
        """
        number = self._new_number(text)
        if not number or not line._lacks_number():
            return None
        self.carrier_id._check_number(number)
        return self._join(line, number)

    def _take_owner(self, before, line):
        """An item that nobody announced turns out to be this envelope: the number moves over."""
        if not before or before == line or not before._is_unknown() or not line._lacks_number():
            return None
        placeholder = before.shipment_id
        number = placeholder.tracking_number
        before.unlink()
        placeholder.unlink()
        return self._join(line, number)

    def _join(self, line, number):
        self._set({"scan_line_id": False})
        line.shipment_id.tracking_number = number
        line.joined = True
        message = self.env._(
            "%(number)s is now the number of the envelope of %(name)s.",
            number=number,
            name=line.shipment_id.recipient_name,
        )
        return {"kind": "joined", "message": message}

    def _wait_for_number(self, line, answer):
        """Remember the envelope whose second code may follow, and say so."""
        lacks = line._lacks_number() if line else False
        waits = line if lacks or (line and line._is_unknown()) else line.browse()
        if self.scan_line_id != waits:
            self._set({"scan_line_id": waits.id})
        if not lacks:
            return answer
        hint = self.env._("Now scan the carrier's number, if there is one.")
        return {**answer, "message": f"{answer['message']} {hint}"}

    def _line_of(self, text):
        """The line of what this code names."""
        shipment = self._scanned_shipment(text)
        dossier = not shipment and self._scanned_dossier(text)
        if dossier:
            shipment = dossier._open_item().shipment_id
        return self.line_ids.filtered(lambda line: line.shipment_id.id == shipment.id)

    def _new_number(self, text):
        """The number in a code that names nothing known and may be the carrier's, else empty."""
        if self._scanned_shipment(text) or self._scanned_dossier(text):
            return ""
        return self._item_number(text)


class TthcPostalHandoverLine(models.Model):
    _inherit = "tthc.postal.handover.line"

    joined = fields.Boolean(
        "Number Scanned", readonly=True, help="Its tracking number was added by scanning."
    )

    def _lacks_number(self):
        """Whether this is an envelope to the centre that may get the carrier's number."""
        self.ensure_one()
        shipment = self.shipment_id
        return (
            self.announced
            and not shipment.tracking_number
            and shipment.direction == "collect"
            and shipment.state not in status.FINAL
        )

    def _is_unknown(self):
        """Whether this is an item that nobody announced and nobody has worked on yet."""
        self.ensure_one()
        shipment = self.shipment_id
        return bool(
            not self.announced
            and shipment.tracking_number
            and shipment.state == status.DRAFT
            and shipment.recipient_name == UNKNOWN_SENDER
            and not (self.counted or self.remark or self.fee_amount or self.difference)
            and not shipment.sudo().event_ids
            and not shipment.sudo().news_ids
        )

    def action_separate(self):
        """It was not the number of this envelope: it becomes an item of its own again."""
        self.ensure_one()
        record = self.handover_id
        record._check_clerk()
        self.check_access("write")
        record._check_draft()
        number = self.shipment_id.tracking_number
        if self.joined and number:
            self.shipment_id.tracking_number = False
            self.joined = False
            record._add_scanned(record._unknown_shipment(number), announced=False)
            record._set({"scan_line_id": False})
        return True
