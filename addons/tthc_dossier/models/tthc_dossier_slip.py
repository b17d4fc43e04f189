from odoo import fields, models

from ..tools import clock, ledger_forms, wall_time

#: Kinds whose note was written to the person; every other note is between officers.
PUBLIC_NOTES = (
    "refuse",
    "request_supplement",
    "request_payment",
    "extend",
    "apologise",
    "answer_withdrawal",
    "reject",
    "stop",
)
#: Effects after which the appointment is another one.
NEW_APPOINTMENT = ("restart", "resume")


class TthcDossier(models.Model):
    """What is made from the events alone: the control slip and the public timeline. For that an
    event says every appointment that it gives."""

    _inherit = "tthc.dossier"

    def _log_event(self, kind, note=None, extra=None, **values):
        """Extends the engine: an event keeps the appointment that follows from it; the clock's
        restart and resumption give one, computed before the event is written."""
        extra = dict(extra or {})
        if values.get("clock_effect") in NEW_APPOINTMENT and self.accepted_at:
            values.setdefault("at", self._now())
            extra = {**self._due_dates_with(note, values), **extra}
        if extra.get("due_at"):
            due = fields.Datetime.to_string(extra["due_at"])
            values["facts"] = {**(values.get("facts") or {}), "due": due}
        return super()._log_event(kind, note=note, extra=extra, **values)

    def _due_dates_with(self, note, values):
        """The values of the due dates once the segment of an event to come is counted."""
        zone = self.company_id._tthc_zone()
        segment = clock.Segment(
            kind=clock.SegmentKind(values["clock_effect"]),
            at=wall_time.to_local(values["at"], zone),
            reason=note or "",
            category=values.get("clock_category") or "",
        )
        calendar = self.company_id._tthc_working_calendar()
        return self._due_dates_in(calendar, [*self._segments(), segment])

    def _slip_blocks(self):
        """Blocks of the control slip, see :func:`..tools.ledger_forms.hand_overs`; instants as
        printed."""
        self.ensure_one()
        told = self.env["tthc.dossier.event"].sudo()._told(self.ids)[self.id]
        blocks = ledger_forms.hand_overs(told)
        for block in blocks:
            for name in ("given_at", "taken_at", "ended_at", "due"):
                block[name] = self._local_text(block[name], "%H giờ %M phút, ngày %d/%m/%Y")
        return blocks

    def _public_timeline(self):
        """What the owner reads of the events: dicts of ``at``, ``kind`` (label), ``agency`` and
        ``note``, the last only where it was written to the person."""
        self.ensure_one()
        events = self.sudo().event_ids.filtered("public").sorted("seq")
        labels = dict(events._fields["kind"]._description_selection(self.env))
        return [
            {
                "at": self._local_text(event.at),
                "kind": labels.get(event.kind, event.kind),
                "agency": event.to_agency_id.name or "",
                "note": event.note if event.kind in PUBLIC_NOTES else False,
            }
            for event in events
        ]
