from odoo import fields, models

#: What a step of each kind decides unless the editor says otherwise.
DEFAULT_DECISIONS = {
    "receive": ("forward", "refuse", "request_supplement"),
    "process": ("forward", "request_supplement", "return_previous"),
    "appraise": ("forward", "request_supplement", "consult", "extend", "return_previous"),
    "approve": ("approve", "reject", "extend", "return_previous", "sign"),
    "seal": ("seal", "forward"),
    "return": ("return_result",),
}


class TthcStepDecision(models.Model):
    """Something that whoever does a step may decide: one of the named actions of a dossier, or
    what becomes one when the part of the suite that does it is there (consulting, signing)."""

    _name = "tthc.step.decision"
    _description = "Decision of a Step"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)

    _code_unique = models.UniqueIndex("(code)", "A decision of this code exists already.")
