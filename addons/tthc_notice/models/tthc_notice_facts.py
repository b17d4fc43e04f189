from odoo import api, fields, models

from odoo.addons.tthc_catalogue.tools.numbers import grouped
from odoo.addons.tthc_dossier.models.tthc_dossier_slip import PUBLIC_NOTES

from ..tools import kinds

#: Stands for a person's own address in the words that are kept.
CHOICE_PATH = "/thong-bao/nguoi-nhan"

#: How a result is handed out, in the language of the texts.
WAYS = {
    "counter": "tại trung tâm",
    "post": "qua dịch vụ bưu chính",
    "electronic": "bản điện tử",
}

#: What the texts may use of a notice: placeholder → label.
FACTS = {
    "recipient": "Addressee",
    "centre": "Centre's Name",
    "centre_short": "Centre's Name in SMS",
    "centre_phone": "Centre's Phone",
    "number": "Dossier Number",
    "procedure": "Procedure",
    "agency": "Agency",
    "officer": "Officer",
    "at": "Event Time",
    "received": "Received on",
    "due": "Appointment",
    "new_due": "New Appointment",
    "finished": "Processed on",
    "items": "Papers Asked for",
    "left": "Papers Still Missing",
    "answer_due": "To Be Brought until",
    "reason": "Reason",
    "address_named": "Agency to Go to",
    "letter": "Letter Number",
    "amount": "Amount",
    "return_method": "Way of Return",
    "carrier": "Carrier",
    "carrier_phone": "Carrier's Phone",
    "tracking_number": "Tracking Number",
    "tracking_url": "Tracking Address",
    "days": "Days",
    "answer": "Answer",
    "lookup_url": "Look-up Address",
    "choice_url": "Address to Stop Notices",
}

#: Facts that events of the post give.
OF_THE_POST = ("carrier", "carrier_phone", "tracking_number", "tracking_url")


class TthcNotice(models.Model):
    """What a notice may say: the facts of its moment, kept with it, and never more than the person
    is to be told: no identity number, no contents of the dossier."""

    _inherit = "tthc.notice"

    recipient = fields.Char("Addressee", compute="_compute_facts")
    centre = fields.Char("Centre's Name", compute="_compute_facts")
    centre_short = fields.Char("Centre's Name in SMS", compute="_compute_facts")
    centre_phone = fields.Char("Centre's Phone", compute="_compute_facts")
    number = fields.Char("Dossier Number", compute="_compute_facts")
    procedure = fields.Char(compute="_compute_facts")
    agency = fields.Char(compute="_compute_facts")
    officer = fields.Char(compute="_compute_facts")
    at = fields.Char("Event Time", compute="_compute_facts")
    received = fields.Char("Received on", compute="_compute_facts")
    due = fields.Char("Appointment", compute="_compute_facts")
    new_due = fields.Char("New Appointment", compute="_compute_facts")
    finished = fields.Char("Processed on", compute="_compute_facts")
    items = fields.Char("Papers Asked for", compute="_compute_facts")
    left = fields.Char("Papers Still Missing", compute="_compute_facts")
    answer_due = fields.Char("To Be Brought until", compute="_compute_facts")
    reason = fields.Char(compute="_compute_facts")
    address_named = fields.Char("Agency to Go to", compute="_compute_facts")
    letter = fields.Char("Letter Number", compute="_compute_facts")
    amount = fields.Char(compute="_compute_facts")
    return_method = fields.Char("Way of Return", compute="_compute_facts")
    carrier = fields.Char(compute="_compute_facts")
    carrier_phone = fields.Char("Carrier's Phone", compute="_compute_facts")
    tracking_number = fields.Char(compute="_compute_facts")
    tracking_url = fields.Char("Tracking Address", compute="_compute_facts")
    days = fields.Char(compute="_compute_facts")
    answer = fields.Char(compute="_compute_facts")
    lookup_url = fields.Char("Look-up Address", compute="_compute_facts")
    choice_url = fields.Char("Address to Stop Notices", compute="_compute_facts")

    @api.depends("facts")
    def _compute_facts(self):
        for notice in self:
            facts = dict(notice.facts or {})
            facts["lookup_url"] = notice.dossier_id.sudo()._lookup_url()
            facts["choice_url"] = notice._choice_url()
            for name in FACTS:
                notice[name] = facts.get(name) or ""

    def _choice_url(self):
        """Where the person stops the notices, without the token that proves who it is: it is put
        in when the e-mail goes out, so that nobody reads it in the log."""
        return self.get_base_url() + CHOICE_PATH

    @api.model
    def _facts_of(self, dossier, event, partner):
        """Facts of a notice about ``dossier`` to ``partner``; ``event`` is empty for a reminder."""
        dossier = dossier.sudo()
        company = dossier.company_id
        text = dossier._local_text
        told = event.facts or {}
        agency = event.to_agency_id or event.from_agency_id or dossier.agency_id
        instant = fields.Datetime.to_datetime
        return {
            "recipient": partner.name or "",
            "centre": company.name,
            "centre_short": company.tthc_sms_name or company.tthc_short_name or company.name,
            "centre_phone": company.phone or "",
            "number": dossier.name or "(chưa có mã)",
            "procedure": dossier.procedure_id.name,
            "agency": agency.name or company.name,
            "officer": event.user_name if not event.user_id.share else "",
            "at": text(event.at) or text(self._now()),
            "received": text(dossier.accepted_at or dossier.submitted_at),
            "due": text(dossier.due_at),
            "new_due": text(instant(told.get("new_due") or told.get("new_due_at")))
            or text(dossier.reappointed_at or dossier.due_at),
            "finished": text(dossier.finished_at),
            "items": "; ".join(item.get("name") or "" for item in told.get("items") or ()),
            "left": "; ".join(told.get("left") or ()),
            "answer_due": text(instant(told.get("answer_due"))),
            "reason": self._reason_of(event),
            "address_named": (event.kind == "refuse" and told.get("address")) or "",
            "letter": told.get("number") or "" if event.kind == "apologise" else "",
            "return_method": WAYS[dossier.return_method],
            **{name: told.get(name) or "" for name in OF_THE_POST},
            "answer": {True: "đồng ý", False: "không đồng ý"}.get(told.get("agreed"), ""),
        }

    def _reason_of(self, event):
        """Reason of the catalogue and explanation, where they were written to the person."""
        parts = [(event.facts or {}).get("reason_text")]
        if event.kind in (*PUBLIC_NOTES, "refuse", "reject", "stop"):
            parts.append(event.note)
        return " ".join(part for part in parts if part)

    @api.model
    def _key_facts(self, dossier, key):
        """What only some kinds tell."""
        if key == "fee_asked":
            owed = sum(
                row["amount"] for row in dossier.sudo()._receipt_fee_rows() if not row["paid"]
            )
            return {"amount": f"{grouped(owed)} đồng" if owed else ""}
        return {}

    @api.model
    def _key_of(self, event):
        facts = event.facts or {}
        due = event.dossier_id.due_at
        channel = event.dossier_id.channel
        return kinds.key_of(event.kind, event.at, due, channel, facts, self._kind_before(event))

    @api.model
    def _kind_before(self, event):
        """Kind of the event before a return of the result, which alone depends on it."""
        if event.kind != "return_result":
            return None
        domain = [("dossier_id", "=", event.dossier_id.id), ("seq", "=", event.seq - 1)]
        return event.search(domain, limit=1).kind
