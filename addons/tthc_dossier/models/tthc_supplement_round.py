from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import supplement

#: States in which the person still has something to bring.
WAITING = ("open", "partial")


class TthcSupplementRound(models.Model):
    """One request for a supplement: what was asked for, by whom, on what basis, until when, and
    what came. Written by the actions of the dossier only; the ledger has the same facts."""

    _name = "tthc.supplement.round"
    _description = "Supplement Round"
    _order = "dossier_id, number"
    _rec_name = "number"

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="dossier_id.company_id", string="Centre", store=True, index=True
    )
    owner_id = fields.Many2one(related="dossier_id.owner_id")
    procedure_id = fields.Many2one(related="dossier_id.procedure_id")
    dossier_state = fields.Selection(related="dossier_id.state", string="State of the Dossier")
    number = fields.Integer(
        "Round", required=True, readonly=True, help="0: not asked for, leave was not given yet."
    )
    stage = fields.Selection(
        [
            (supplement.COUNTER, "Before Acceptance"),
            (supplement.EXAMINATION, "During Examination"),
        ],
        required=True,
        readonly=True,
        help="Before acceptance there is no number and no limit runs; during examination the "
        "limit begins again from zero when everything has come.",
    )
    state = fields.Selection(
        [
            ("proposed", "Waiting for Leave"),
            ("declined", "Leave Not Given"),
            ("open", "Waiting for the Person"),
            ("partial", "Came in Part"),
            ("received", "Complete"),
            ("ended", "Dossier Ended"),
        ],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    item_ids = fields.One2many("tthc.supplement.item", "round_id", "Asked for", readonly=True)
    reason_id = fields.Many2one("tthc.reason", readonly=True, ondelete="restrict")
    reason = fields.Text("Explanation", readonly=True)
    legal_basis = fields.Char(readonly=True)
    agency_id = fields.Many2one(
        "tthc.agency",
        "Asked by Agency",
        readonly=True,
        ondelete="restrict",
        help="Empty: the receiving centre.",
    )
    task_id = fields.Many2one("tthc.dossier.task", "Step", readonly=True, ondelete="restrict")
    requested_by_id = fields.Many2one("res.users", "Asked by", readonly=True, ondelete="restrict")
    requested_at = fields.Datetime("Asked on", readonly=True)
    leave_reasons = fields.Char(
        readonly=True, help="Why leave was needed: “late”, “again”; empty when it was not."
    )
    leave_note = fields.Text(
        "Why Nevertheless", readonly=True, help="Why it is asked for beyond the rule."
    )
    approver_id = fields.Many2one("res.users", "Leave Given by", readonly=True, ondelete="restrict")
    approved_at = fields.Datetime("Leave Given on", readonly=True)
    answer_due_at = fields.Datetime("To Be Brought until", readonly=True, index=True)
    received_by_id = fields.Many2one("res.users", "Received by", readonly=True, ondelete="restrict")
    received_at = fields.Datetime("Received on", readonly=True)
    received_note = fields.Text("Note on Receipt", readonly=True)
    is_unanswered = fields.Boolean(
        "Deadline Passed",
        compute="_compute_is_unanswered",
        search="_search_is_unanswered",
        help="The person did not bring everything in time; the dossier may be stopped.",
    )
    items_text = fields.Char("Asked for, in Short", compute="_compute_items_text")

    _number_unique = models.UniqueIndex(
        "(dossier_id, number) WHERE number > 0", "Two rounds of a dossier have the same number."
    )

    @api.depends("number", "dossier_id")
    def _compute_display_name(self):
        for row in self:
            dossier = row.dossier_id.display_name
            if row.number:
                row.display_name = self.env._(
                    "%(dossier)s – round %(number)s", dossier=dossier, number=row.number
                )
            else:
                row.display_name = self.env._("%s – request for a supplement", dossier)

    @api.depends("state", "answer_due_at")
    def _compute_is_unanswered(self):
        now = fields.Datetime.now()
        for row in self:
            row.is_unanswered = bool(
                row.state in WAITING and row.answer_due_at and row.answer_due_at < now
            )

    def _search_is_unanswered(self, operator, value):
        if operator != "in":
            return NotImplemented
        unanswered = fields.Domain("state", "in", WAITING) & fields.Domain(
            "answer_due_at", "<", fields.Datetime.now()
        )
        return unanswered if True in value else ~unanswered

    @api.depends("item_ids.name", "item_ids.received")
    def _compute_items_text(self):
        for row in self:
            row.items_text = "; ".join(
                row.item_ids.filtered(lambda i: not i.received).mapped("name")
            )

    # Leave for what goes beyond the rule --------------------------------------------------------

    def action_approve(self, note=None):
        """Give leave: the request goes out to the person, in the name of whoever proposed it.

        :raise AccessError: for anybody but a leader of the agency or the manager
        :raise UserError: it does not wait for leave
        """
        self.ensure_one()
        self._check_proposed()
        return self.dossier_id._perform(
            "request_supplement", note=self.reason, proposal=self, leave_note=note
        )

    def action_decline(self, note=None):
        """Give no leave: nothing is asked for, the dossier goes on.

        :raise AccessError: for anybody but a leader of the agency or the manager
        :raise UserError: it does not wait for leave
        """
        self.ensure_one()
        self.check_access("read")
        self._check_proposed()
        self.dossier_id._check_supplement_approver(self.sudo().task_id)
        self.sudo().write(
            {
                "state": "declined",
                "approver_id": self.env.uid,
                "approved_at": self.dossier_id._now(),
                "received_note": note or False,
            }
        )
        return True

    def _check_proposed(self):
        if self.state != "proposed":
            raise UserError(self.env._("This request does not wait for leave."))

    def action_open_dossier(self):
        """The dossier that it belongs to."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.dossier",
            "res_id": self.dossier_id.id,
            "view_mode": "form",
        }

    # For the ledger and the portal --------------------------------------------------------------

    def _facts(self):
        """What the event of the request keeps."""
        self.ensure_one()
        to_text = fields.Datetime.to_string
        return {
            "round": self.number,
            "stage": self.stage,
            "items": [item._facts() for item in self.item_ids],
            "answer_due": to_text(self.answer_due_at) if self.answer_due_at else "",
            **(self.reason_id._facts() if self.reason_id else {}),
            **(
                {
                    "leave_needed": self.leave_reasons.split(","),
                    "leave_note": self.leave_note or "",
                    "approver": self.approver_id.name or "",
                    "proposed_by": self.requested_by_id.name,
                }
                if self.leave_reasons
                else {}
            ),
        }
