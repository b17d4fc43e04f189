from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ..tools import ledger

#: Facts of an event that its hash covers.
HASHED = (
    "seq",
    "kind",
    "user_id",
    "user_name",
    "from_state",
    "to_state",
    "from_step_id",
    "to_step_id",
    "from_agency_id",
    "to_agency_id",
    "note",
    "legal_basis",
    "clock_effect",
    "clock_category",
)
#: What the second version of the hash covers besides.
HASHED_SINCE_2 = ("company_id", "on_behalf_id", "task_id", "facts")
#: Kinds that the owner sees on the portal.
PUBLIC_KINDS = (
    "register",
    "accept",
    "refuse",
    "receive_competent",
    "request_supplement",
    "receive_supplement",
    "forward",
    "approve",
    "seal",
    "request_payment",
    "payment_received",
    "issue_result",
    "reject",
    "return_result",
    "extend",
    "apologise",
    "recompute",
    "request_withdrawal",
    "answer_withdrawal",
    "stop",
    "reopen",
    "mirror",
)


class TthcDossierEvent(models.Model):
    """The ledger: one row per action, appended and never touched again.

    Rows of a dossier form a hash chain; the dossier keeps their number and the last hash, so
    that a changed, removed, inserted or cut-off event is found.
    """

    _name = "tthc.dossier.event"
    _description = "Dossier Event"
    _order = "dossier_id, seq"
    _log_access = False
    _rec_name = "kind"

    dossier_id = fields.Many2one("tthc.dossier", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    seq = fields.Integer("No.", required=True)
    kind = fields.Selection(
        [
            ("register", "Register"),
            ("accept", "Accept"),
            ("refuse", "Refuse to Accept"),
            ("complete_at_once", "Answer at Once"),
            ("receive_competent", "Receive at the Competent Agency"),
            ("request_supplement", "Request a Supplement"),
            ("receive_supplement", "Receive the Supplement"),
            ("request_payment", "Request Payment"),
            ("payment_received", "Payment Received"),
            ("take", "Take"),
            ("forward", "Forward"),
            ("approve", "Approve"),
            ("seal", "Seal"),
            ("return_step", "Hand Back"),
            ("recall", "Recall"),
            ("reassign", "Reassign"),
            ("consult", "Consult an Agency"),
            ("answer_consultation", "Answer the Consultation"),
            ("lapse_consultation", "Go On without the Answer"),
            ("hand_over", "Hand Over the Papers"),
            ("take_over", "Take Over the Papers"),
            ("issue_result", "Issue the Result"),
            ("reject", "Reject"),
            ("return_result", "Return the Result"),
            ("request_withdrawal", "Request Withdrawal"),
            ("answer_withdrawal", "Answer the Withdrawal"),
            ("stop", "Stop"),
            ("reopen", "Reopen"),
            ("propose_extension", "Propose an Extension"),
            ("refuse_extension", "Refuse the Extension"),
            ("extend", "Extend"),
            ("apologise", "Apologise and Give a New Date"),
            ("recompute", "Recompute the Appointment"),
            ("mirror", "Told by Another System"),
        ],
        required=True,
    )
    at = fields.Datetime("When", required=True, index=True)
    user_id = fields.Many2one("res.users", "Who", required=True, ondelete="restrict")
    user_name = fields.Char(required=True)
    on_behalf_id = fields.Many2one(
        "res.users",
        "On Behalf of",
        ondelete="restrict",
        help="The absent person for whom the deputy acted.",
    )
    from_state = fields.Char()
    to_state = fields.Char()
    from_step_id = fields.Many2one("tthc.procedure.step", ondelete="restrict")
    to_step_id = fields.Many2one("tthc.procedure.step", ondelete="restrict")
    from_agency_id = fields.Many2one("tthc.agency", ondelete="restrict")
    to_agency_id = fields.Many2one("tthc.agency", ondelete="restrict")
    task_id = fields.Many2one("tthc.dossier.task", "Step", ondelete="restrict")
    facts = fields.Json(help="What else the action decided, as it was then.")
    note = fields.Text()
    legal_basis = fields.Char()
    clock_effect = fields.Selection(
        [
            ("start", "Start"),
            ("pause", "Pause"),
            ("resume", "Resume"),
            ("restart", "Restart"),
            ("extend", "Extend"),
            ("stop", "Stop"),
        ]
    )
    clock_category = fields.Char()
    clock_until = fields.Datetime()
    previous = fields.Char(required=True)
    digest = fields.Char("Hash", required=True)
    hash_version = fields.Integer(
        default=1, help="Which facts the hash covers: 1 those of the first ledger, 2 all."
    )
    public = fields.Boolean(compute="_compute_public")

    _seq_unique = models.UniqueIndex("(dossier_id, seq)")

    @api.depends("kind")
    def _compute_public(self):
        for event in self:
            event.public = event.kind in PUBLIC_KINDS

    @api.depends("kind", "at")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for event in self:
            # The kind of an uninstalled module stays in the ledger.
            label = labels.get(event.kind, event.kind)
            event.display_name = f"{label} – {format_datetime(self.env, event.at)}"

    @api.model
    @api.private
    def _append(self, dossier, values):
        """Append an event for ``dossier``; the caller stores its number and hash there."""
        row = {
            **values,
            "dossier_id": dossier.id,
            "company_id": dossier.company_id.id,
            "seq": dossier.event_count + 1,
            "at": values.get("at") or dossier._now(),
            "user_id": self.env.uid,
            "user_name": self.env.user._tthc_actor_name(),
            "previous": dossier.event_head or ledger.GENESIS,
            "hash_version": 2,
        }
        row["digest"] = ledger.event_hash(row["previous"], _payload(row))
        return super().create([row])

    def _sentence(self):
        """Who did what when, in the language of the user and the time of the centre."""
        self.ensure_one()
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return self.env._(
            "%(at)s: %(user)s – %(kind)s",
            at=self.dossier_id._local_text(self.at),
            user=self.user_name,
            kind=labels.get(self.kind, self.kind),
        )

    def _read_payload(self):
        self.ensure_one()
        names = (*HASHED, *HASHED_SINCE_2, "at", "clock_until", "hash_version")
        row = {name: self[name] for name in names}
        for name, value in row.items():
            if isinstance(value, models.BaseModel):
                row[name] = value.id
        return _payload({**row, "dossier_id": self.dossier_id.id})

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(self.env._("Events are recorded by the dossier's actions only."))

    def write(self, vals):
        raise UserError(self.env._("The event ledger is append-only: nothing in it changes."))

    def unlink(self):
        raise UserError(self.env._("The event ledger is append-only: nothing in it is deleted."))


def _payload(row):
    """The hashed facts of an event, in a form that reads back the same from the database."""
    names = HASHED if row.get("hash_version") == 1 else (*HASHED, *HASHED_SINCE_2)
    payload = {name: row.get(name) or None for name in names}
    payload["dossier_id"] = row["dossier_id"]
    payload["at"] = fields.Datetime.to_string(row["at"])
    payload["clock_until"] = (
        fields.Datetime.to_string(row["clock_until"]) if row.get("clock_until") else None
    )
    return payload


class TthcDossier(models.Model):
    _inherit = "tthc.dossier"

    def action_verify_ledger(self):
        """Recompute the hash chain and say whether it is whole, or where it breaks."""
        self.check_access("read")
        broken = {dossier: found for dossier in self if (found := dossier._ledger_break())}
        if not broken:
            message, kind = self.env._("The event ledger is whole."), "success"
        else:
            kind = "danger"
            reasons = {
                "missing": self.env._("an event is missing"),
                "link": self.env._("it does not follow from the event before it"),
                "content": self.env._("its content was changed"),
                "tail": self.env._("what came after it is missing"),
            }
            message = "\n".join(
                self.env._(
                    "%(dossier)s: the ledger is broken at event %(seq)s (%(reason)s).",
                    dossier=dossier.display_name,
                    seq=seq,
                    reason=reasons[reason],
                )
                for dossier, (seq, reason) in broken.items()
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "type": kind, "sticky": bool(broken)},
        }

    def _ledger_break(self):
        """Where the chain is broken: ``None``, or ``(seq, reason)``."""
        self.ensure_one()
        dossier = self.sudo()
        events = [
            (event.seq, event.previous, event.digest, event._read_payload())
            for event in self.env["tthc.dossier.event"]
            .sudo()
            .search([("dossier_id", "=", self.id)], order="seq")
        ]
        return ledger.find_break(events, dossier.event_count, dossier.event_head)
