from odoo import api, fields, models

#: Actions that may have to say which of several steps follows.
ONWARD = ("forward", "approve", "seal")


class TthcDossierDecision(models.TransientModel):
    """The part of the dialog that asks where the dossier goes."""

    _inherit = "tthc.dossier.decision"

    step_ids = fields.Many2many(
        "tthc.procedure.step", compute="_compute_step_ids", string="Possible Steps"
    )
    step_id = fields.Many2one("tthc.procedure.step", "Goes to", domain="[('id', 'in', step_ids)]")

    @api.model
    def _selection_action(self):
        labels = dict(
            self.env["tthc.dossier.event"]._fields["kind"]._description_selection(self.env)
        )
        listed = super()._selection_action()
        return [(name, labels[name]) for name in ONWARD] + listed

    @api.depends("action", "dossier_id", "task_id")
    def _compute_step_ids(self):
        for decision in self:
            dossier, task = decision.dossier_id, decision.task_id.sudo()
            if decision.action in ONWARD:
                decision.step_ids = dossier._ways(task)
            elif decision.action == "return_step" and task:
                decision.step_ids = dossier._ways_back(task)
            else:
                decision.step_ids = False

    @api.model
    def default_get(self, fields_list):
        """Where one of several steps led here, the latest is offered to go back to."""
        values = super().default_get(fields_list)
        if values.get("action") == "return_step" and values.get("task_id"):
            dossier = self.env["tthc.dossier"].browse(values["dossier_id"])
            task = self.env["tthc.dossier.task"].sudo().browse(values["task_id"])
            values["step_id"] = dossier._ways_back(task)[:1].id
        return values

    def _confirm(self):
        if self.action in ONWARD:
            action = getattr(self.dossier_id, f"action_{self.action}")
            return action(self.note, next_step_ids=self.step_id.ids)
        return super()._confirm()

    def _confirm_return_step(self):
        self.dossier_id.action_return_step(self._note_with_reason(), step_id=self.step_id.id)

    @api.model
    def _guidance_texts(self):
        way = self.env._("One of several steps follows: decide which one.")
        return {**super()._guidance_texts(), **dict.fromkeys(ONWARD, way)}
