import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import process_graph
from .tthc_step_decision import DEFAULT_DECISIONS

KINDS = [
    ("receive", "Receive"),
    ("process", "Process"),
    ("appraise", "Appraise"),
    ("approve", "Approve"),
    ("seal", "Seal"),
    ("return", "Return the Result"),
]
ROLES = [("receptionist", "Receptionist"), ("officer", "Officer"), ("leader", "Leader")]


class TthcProcedureStep(models.Model):
    """A step of a case's own process ("quy trình nội bộ"), pinned to one core state of the dossier.

    Its number is its place in the order; it goes on to the steps that it names, or else to the one
    that follows. The owner is an agency and a role; a step without an agency is the receiving
    centre's own.
    """

    _name = "tthc.procedure.step"
    _description = "Process Step"
    _inherit = ["tthc.numbered.row", "tthc.version.part"]
    _order = "case_id, number, id"
    _parent_field = "case_id"
    _references_field = "next_numbers"

    name = fields.Char(required=True)
    case_id = fields.Many2one("tthc.procedure.case", required=True, index=True, ondelete="cascade")
    agency_kind = fields.Selection(
        [
            ("centre", "Receiving Centre"),
            ("competent", "Competent Agency"),
            ("fixed", "This Agency"),
        ],
        "Owner",
        required=True,
        default="competent",
        help="The competent agency is the one named in the centre's offer of the procedure.",
    )
    agency_id = fields.Many2one("tthc.agency", ondelete="restrict")
    role = fields.Selection(ROLES, required=True, default="officer")
    kind = fields.Selection(KINDS, required=True, default="process")
    hours = fields.Float("Working Hours", help="Time for this step; 1 working day is 8 hours.")
    next_numbers = fields.Char(
        "Next",
        help="Numbers of the steps that follow, e.g. “4” or “3, 4”. Empty: the next one in "
        "order; the last one ends the process.",
    )
    ends_process = fields.Boolean("Ends", help="The process may end after this step.")
    split = fields.Selection(
        [("parallel", "All in Parallel"), ("one", "One, as Decided")],
        "Several Next",
        required=True,
        default="parallel",
        help="What happens where several steps follow: all of them at the same time, or one of "
        "them. A step that several lead to waits for all of those that run.",
    )
    lead = fields.Boolean(
        help="The agency of this step leads those that work at the same time "
        "(NĐ 61/2018/NĐ-CP, Art. 19.6)."
    )
    decision_ids = fields.Many2many(
        "tthc.step.decision",
        "tthc_step_decision_rel",
        "step_id",
        "decision_id",
        "May Decide",
        compute="_compute_decision_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    on_spot = fields.Boolean(
        "At the Centre", help="Done inside the centre (“4 tại chỗ”: 4 things on the spot)."
    )

    _number_unique = models.Constraint(
        "UNIQUE (case_id, number) DEFERRABLE INITIALLY DEFERRED",
        "Two steps of a case have the same number.",
    )

    @api.depends("kind")
    def _compute_decision_ids(self):
        decisions = self.env["tthc.step.decision"].search([])
        for step in self:
            codes = DEFAULT_DECISIONS.get(step.kind, ())
            step.decision_ids = decisions.filtered(lambda row, codes=codes: row.code in codes)

    @api.constrains("agency_kind", "agency_id")
    def _check_owner(self):
        for step in self:
            if step.agency_kind == "fixed" and not step.agency_id:
                raise ValidationError(
                    self.env._("Step “%s” names no agency: choose the one that does it.", step.name)
                )

    @api.constrains("hours")
    def _check_hours(self):
        for step in self:
            if step.hours < 0:
                raise ValidationError(
                    self.env._("Step “%s”: hours cannot be below zero.", step.name)
                )

    def _node(self):
        """This step for the pure rules in :mod:`~..tools.process_graph`."""
        self.ensure_one()
        return process_graph.Step(
            number=self.number,
            hours=self.hours,
            kind=self.kind or "process",
            next_text=self.next_numbers or "",
            ends=self.ends_process,
            split=self.split or "parallel",
            owner=bool(self.agency_kind and (self.agency_kind != "fixed" or self.agency_id)),
            role=bool(self.role),
        )

    def _owner_label(self):
        """Who does it, for the diagram's lanes and the printed sheet."""
        self.ensure_one()
        if self.agency_kind == "fixed":
            return self.agency_id.display_name or self.env._("No agency chosen")
        return dict(self._fields["agency_kind"]._description_selection(self.env)).get(
            self.agency_kind, self.env._("No owner chosen")
        )

    def _snapshot_values(self):
        """Override of :mod:`.tthc_version_part`: the steps that follow by name. Their numbers
        change with every step put before them."""
        names = {str(step.number): step.name for step in self.case_id.step_ids}
        following = re.findall(r"[0-9]+", self.next_numbers or "")
        return {
            "number": None,
            "next_numbers": ", ".join(names.get(number, number) for number in following) or None,
        }
