from odoo import api, fields, models
from odoo.tools import format_datetime

from ..tools import ledger

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
    that a changed, removed, inserted or cut-off event is found (``tools/ledger.py``). Control
    slip, ledger book and public timeline are made from these rows alone.
    """

    _name = "tthc.dossier.event"
    _description = "Dossier Event"
    _inherit = ["tthc.append.only"]
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
            ("revoke_mandate", "Revoke the Mandate"),
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
    state_before = fields.Char(compute="_compute_state_words")
    state_after = fields.Char(compute="_compute_state_words")

    _seq_unique = models.UniqueIndex("(dossier_id, seq)")

    @api.depends("kind")
    def _compute_public(self):
        for event in self:
            event.public = event.kind in PUBLIC_KINDS

    @api.depends("from_state", "to_state")
    def _compute_state_words(self):
        words = dict(self.env["tthc.dossier"]._fields["state"]._description_selection(self.env))
        for event in self:
            event.state_before = words.get(event.from_state, event.from_state)
            event.state_after = words.get(event.to_state, event.to_state)

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
        row["at"] = row["at"].replace(microsecond=0)
        row["digest"] = ledger.event_hash(row["previous"], ledger.payload(row))
        return self._append_rows([row])

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
