from odoo import api, fields, models

from ..models.tthc_consultation import ANSWERS
from ..models.tthc_dossier_task import ROLE_GROUPS


class TthcDossierDecision(models.TransientModel):
    """The parts of the dialog for assigning, consulting and handing over papers."""

    _inherit = "tthc.dossier.decision"

    assignee_id = fields.Many2one(
        "res.users", "Assign to", help="Empty: everybody of the agency with the step's role."
    )
    candidate_ids = fields.Many2many("res.users", compute="_compute_candidate_ids")
    consulted_ids = fields.Many2many(
        "tthc.agency", "tthc_decision_consulted_rel", string="Agencies to Ask"
    )
    answer_by = fields.Datetime()
    paper_ids = fields.Many2many(
        "tthc.dossier.component", "tthc_decision_paper_rel", string="Papers It Is about"
    )
    consultation_id = fields.Many2one("tthc.dossier.consultation", ondelete="cascade")
    question = fields.Text(related="consultation_id.question", string="Question")
    answer = fields.Selection(ANSWERS, default="agree")
    answer_number = fields.Char("Document of the Answer")
    hand_to = fields.Selection(
        [("agency", "An Agency"), ("centre", "The Receiving Centre")], default="agency"
    )
    hand_to_id = fields.Many2one("tthc.agency", "Agency")

    @api.model
    def default_get(self, fields_list):
        """Extends the dialog: the usual time to answer, the question to be answered, and where
        the dossier is worked on as the place the papers go to."""
        values = super().default_get(fields_list)
        dossier = self.env["tthc.dossier"].browse(values.get("dossier_id"))
        name = values.get("action")
        if name == "consult":
            values.setdefault("answer_by", dossier._consultation_due(fields.Datetime.now()))
        elif name == "answer_consultation" and not values.get("consultation_id"):
            task = dossier.task_id.sudo()
            person = dossier._acting_person(name, task)
            values["consultation_id"] = dossier._answerable(person)[:1].id
        elif name == "hand_over":
            target = dossier.agency_id.sudo()
            if target == dossier.paper_agency_id.sudo():
                target = target.browse()
            values.setdefault("hand_to", "agency" if target else "centre")
            values.setdefault("hand_to_id", target.id)
        return values

    @api.depends("task_id")
    def _compute_candidate_ids(self):
        """Those to whom the step can be given."""
        users = self.env["res.users"].sudo()
        for decision in self:
            task = decision.task_id.sudo()
            if not task:
                decision.candidate_ids = False
                continue
            group = self.env.ref(ROLE_GROUPS[task.role])
            place = (
                [("tthc_agency_ids", "in", task.agency_id.ids)]
                if task.agency_id
                else [("company_ids", "in", task.company_id.ids)]
            )
            decision.candidate_ids = users.search([("all_group_ids", "in", group.ids), *place])

    @api.model
    def _guidance_texts(self):
        """Extends the dialog."""
        return {
            **super()._guidance_texts(),
            "recall": self.env._("The dossier comes back to you; nobody has received it yet."),
            "reassign": self.env._("From now on the step is this person's; the person is told."),
            "consult": self.env._(
                "The explanation is your question. The asked agencies see the dossier from now "
                "on; its limit goes on running."
            ),
            "answer_consultation": self.env._("The explanation is your agency's answer in full."),
            "lapse_consultation": self.env._(
                "The ledger keeps that the answer did not come; the manager is told when its time "
                "is over."
            ),
            "hand_over": self.env._(
                "The paper file goes on a hand-over list; the other side confirms its arrival."
            ),
        }

    def _confirm_reassign(self):
        self.dossier_id.action_reassign(self.note, user_id=self.assignee_id.id)

    def _confirm_consult(self):
        self.dossier_id.action_consult(
            self.note,
            agency_ids=self.consulted_ids.ids,
            due_at=self.answer_by,
            component_ids=self.paper_ids.ids,
        )

    def _confirm_answer_consultation(self):
        self.dossier_id.action_answer_consultation(
            self.note,
            consultation_id=self.consultation_id.id,
            answer=self.answer,
            number=self.answer_number,
        )

    def _confirm_hand_over(self):
        agency = self.hand_to_id.id if self.hand_to == "agency" else None
        self.dossier_id.action_hand_over(self.note, to_agency_id=agency)
