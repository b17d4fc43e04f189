from odoo import api, fields, models
from odoo.exceptions import ValidationError


class TthcProcedureStep(models.Model):
    """A step of a case's own process, pinned to one core state of the dossier.

    Steps run in their order. The owner is an agency and a role; a step without an agency is
    the receiving centre's own.
    """

    _name = "tthc.procedure.step"
    _description = "Process Step"
    _inherit = ["tthc.version.part"]
    _order = "case_id, sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
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
    role = fields.Selection(
        [("receptionist", "Receptionist"), ("officer", "Officer"), ("leader", "Leader")],
        required=True,
        default="officer",
    )
    kind = fields.Selection(
        [
            ("receive", "Receive"),
            ("process", "Process"),
            ("approve", "Approve"),
            ("seal", "Seal"),
            ("return", "Return the Result"),
        ],
        required=True,
        default="process",
    )
    hours = fields.Float("Working Hours", help="Time for this step; 1 working day is 8 hours.")
    on_spot = fields.Boolean(
        "At the Centre", help="Done inside the centre (“4 tại chỗ”: 4 things on the spot)."
    )

    @api.constrains("agency_kind", "agency_id")
    def _check_owner(self):
        for step in self:
            if step.agency_kind == "fixed" and not step.agency_id:
                raise ValidationError(
                    self.env._("Step “%s” names no agency: choose the one that does it.", step.name)
                )


class TthcProcedureCase(models.Model):
    _inherit = "tthc.procedure.case"

    def _process_gaps(self):
        """Sentences on this case's process that keep its version from being submitted."""
        self.ensure_one()
        return []
