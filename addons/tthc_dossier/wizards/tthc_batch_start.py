from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.tthc_batch import AT_ONCE, KINDS
from ..tools import actions


class TthcBatchStart(models.TransientModel):
    """Asks what to do with the dossiers chosen in a list."""

    _name = "tthc.batch.start"
    _description = "Work on Many Dossiers"

    kind = fields.Selection(KINDS, "Action", required=True)
    seen = fields.Json(readonly=True, help="Number of events of each dossier, by its id.")
    count = fields.Integer("Dossiers", compute="_compute_count")
    in_background = fields.Boolean(compute="_compute_count")
    note = fields.Text("Reason")
    assignee_id = fields.Many2one(
        "res.users", "Assign to", help="Empty: everybody of the agency with the step's role."
    )
    mine = fields.Boolean("Assign Them to Me")
    hand_to = fields.Selection(
        [("agency", "An Agency"), ("centre", "The Receiving Centre")], "To", default="agency"
    )
    hand_to_id = fields.Many2one("tthc.agency", "Agency")

    @api.model
    def default_get(self, fields_list):
        """Keep what the user saw of each dossier, and suggest what fits the first of them.

        :raise UserError: nothing was chosen
        """
        values = super().default_get(fields_list)
        dossiers = self.env["tthc.dossier"].browse(self.env.context.get("active_ids") or [])
        if self.env.context.get("active_model") != "tthc.dossier" or not dossiers:
            raise UserError(self.env._("Choose dossiers in the list first."))
        dossiers.check_access("read")
        values["seen"] = {str(dossier.id): dossier.event_count for dossier in dossiers}
        values.setdefault("kind", self._fitting_kind(dossiers[0]))
        return values

    @api.model
    def _fitting_kind(self, dossier):
        if dossier.state == actions.DONE:
            return "return_result"
        return "approve" if dossier.task_id.kind == "approve" else "forward"

    @api.depends("seen")
    def _compute_count(self):
        for start in self:
            start.count = len(start.seen or {})
            start.in_background = start.count > AT_ONCE

    def action_start(self):
        """Begin the batch and show it.

        :raise UserError: the action needs a reason
        """
        self.ensure_one()
        if actions.ACTIONS[self.kind].note_required and not (self.note or "").strip():
            raise UserError(self.env._("Give a reason: it is printed and kept on record."))
        seen = {int(key): value for key, value in (self.seen or {}).items()}
        dossiers = self.env["tthc.dossier"].browse(seen)
        batch = self.env["tthc.batch"]._start(self.kind, dossiers, seen, **self._values())
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.batch",
            "res_id": batch.id,
            "views": [(False, "form")],
        }

    def _values(self):
        """Fields of the batch that this kind uses."""
        return {
            "note": self.note,
            "handover_id": self._handover().id if self.kind == "hand_over" else False,
            "assignee_id": self.assignee_id.id if self.kind == "reassign" else False,
            "mine": self.kind == "take" and self.mine,
        }

    def _handover(self):
        """The list on which all these dossiers go, from where the papers of the first are."""
        ids = [int(key) for key in self.seen or {}]
        first = self.env["tthc.dossier"].browse(ids[:1])
        target = self.hand_to_id if self.hand_to == "agency" else self.hand_to_id.browse()
        origin = first.paper_agency_id
        if origin == target:
            raise UserError(self.env._("The papers are at %s already.", first._place_name(origin)))
        return self.env["tthc.handover"]._open(
            first.company_id, origin, target, self.env.user, fields.Datetime.now()
        )
