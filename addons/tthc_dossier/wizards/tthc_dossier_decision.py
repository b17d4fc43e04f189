from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import actions, wall_time


class TthcDossierDecision(models.TransientModel):
    """The dialog of a named action that asks for something first: a reason, and what else the
    action needs.

    Opened with ``default_dossier_id`` and ``default_action`` in the context, and ``tthc_seen`` and
    ``tthc_task_id`` as the engine takes them. It refuses to open for what would be refused, and an
    error on confirming leaves it open with everything that was typed.

    A part of the suite with an action of its own inherits this model: its fields go into the view
    at ``<group name="more">``, and ``_confirm_<action>()`` performs it. ``self`` and its
    ``dossier_id`` then carry what the user saw; without such a method ``action_<action>(note)``
    of the dossier is called.
    """

    _name = "tthc.dossier.decision"
    _description = "Decision on a Dossier"

    dossier_id = fields.Many2one("tthc.dossier", required=True, readonly=True, ondelete="cascade")
    action = fields.Selection("_selection_action", required=True, readonly=True)
    task_id = fields.Many2one("tthc.dossier.task", "Step", readonly=True, ondelete="cascade")
    seen = fields.Integer(readonly=True, help="Events of the dossier when the dialog was opened.")
    note = fields.Text("Explanation")
    note_required = fields.Boolean(compute="_compute_note_required")
    guidance = fields.Char(compute="_compute_guidance")
    until = fields.Date("New Appointment")

    @api.model
    def _selection_action(self):
        labels = dict(
            self.env["tthc.dossier.event"]._fields["kind"]._description_selection(self.env)
        )
        return [(name, labels[name]) for name, action in actions.ACTIONS.items() if action.dialog]

    @api.model
    def default_get(self, fields_list):
        """Refuse before anything is typed, and keep what the user saw.

        :raise UserError: the dossier's state, or an obstacle, does not allow the action
        :raise AccessError: this user may not do it
        """
        values = super().default_get(fields_list)
        dossier = self.env["tthc.dossier"].browse(values.get("dossier_id"))
        name = values.get("action")
        if dossier and name:
            task = self._checked_task(dossier, name)
            seen = self.env.context.get("tthc_seen")
            if isinstance(seen, dict):
                seen = seen.get(str(dossier.id))
            values["seen"] = dossier.event_count if seen is None else int(seen)
            values["task_id"] = task.id
        return values

    @api.model
    def _checked_task(self, dossier, name):
        """The step that the action is about, once nothing speaks against the action."""
        action = actions.ACTIONS[name]
        dossier.check_access("read")
        dossier._check_state(action)
        task = dossier._acting_task(action)
        dossier._check_holder(action, task)
        dossier._check_kind(action, task)
        obstacles = dossier._action_obstacles(name)
        if obstacles:
            raise UserError("\n".join(obstacles))
        return task

    @api.depends("action")
    def _compute_note_required(self):
        for decision in self:
            action = actions.ACTIONS.get(decision.action)
            decision.note_required = bool(action and action.note_required)

    @api.depends("action")
    def _compute_guidance(self):
        texts = self._guidance_texts()
        for decision in self:
            decision.guidance = texts.get(decision.action, False)

    @api.model
    def _guidance_texts(self):
        """What the dialog says about each action, by its name."""
        return {
            "return_step": self.env._(
                "The dossier goes back to the step before; say what is to be done again."
            ),
            "request_payment": self.env._(
                "The limit pauses until the payment is on record; the person sees the text below."
            ),
        }

    def action_confirm(self):
        """Perform the action with what was given."""
        self.ensure_one()
        decision = self._acting()
        confirm = getattr(decision, f"_confirm_{self.action}", decision._confirm)
        return confirm() or {"type": "ir.actions.act_window_close"}

    def _acting(self):
        """This dialog with what the user saw, and the step that was meant, in its context."""
        return self.with_context(tthc_seen=self.seen, tthc_task_id=self.task_id.id)

    def _confirm(self):
        getattr(self.dossier_id, f"action_{self.action}")(self.note)

    def _confirm_extend(self):
        self.dossier_id.action_extend(self.note, until=self._until())

    def _until(self):
        """End of working hours of the new day, naive UTC."""
        if not self.until:
            raise UserError(self.env._("Give the day of the new appointment."))
        company = self.dossier_id.company_id.sudo()
        hours = self.dossier_id._in_calendar(company._tthc_working_calendar().hours, self.until)
        if not hours:
            raise UserError(self.env._("%s is not a working day.", self.until.strftime("%d/%m/%Y")))
        return wall_time.to_utc(datetime.combine(self.until, hours[-1][1]), company._tthc_zone())
