from odoo import fields, models


class TthcProcedureGroupLine(models.Model):
    """A procedure of a group, and the ones that come before it."""

    _name = "tthc.procedure.group.line"
    _description = "Linked Procedure"
    _inherit = ["tthc.numbered.row", "tthc.publication.part"]
    _order = "group_id, number, id"
    _rec_name = "procedure_id"
    _parent_field = "group_id"
    _references_field = "after_numbers"
    _publication_fields = ("group_id",)

    group_id = fields.Many2one(
        "tthc.procedure.group", required=True, index=True, ondelete="cascade"
    )
    procedure_id = fields.Many2one("tthc.procedure", required=True, index=True, ondelete="restrict")
    case_name = fields.Char(
        "Case",
        help="Name of the case (trường hợp) of the procedure's version in force. Empty: its first "
        "case, unless the person's situation asks for another.",
    )
    after_numbers = fields.Char(
        "After",
        help="Numbers of the procedures whose results it waits for, e.g. “1” or “1, 2”. Empty: it "
        "begins at once; several may run at the same time.",
    )
    requirement = fields.Selection(
        [("mandatory", "Always"), ("optional", "If Asked for")],
        required=True,
        default="mandatory",
    )
    lead = fields.Boolean(
        help="Its agency leads the group and answers for the common limit "
        "(NĐ 61/2018/NĐ-CP, Art. 19.6)."
    )
    note = fields.Char()

    _number_unique = models.Constraint(
        "UNIQUE (group_id, number) DEFERRABLE INITIALLY DEFERRED",
        "Two procedures of a group have the same number.",
    )

    def _case_at(self, on_date, cases=None):
        """The case of this line in the version in force on ``on_date``; empty when there is none.

        :param cases: ``{line id: case}``, what the person's situation asks for
        """
        self.ensure_one()
        if cases and self._origin.id in cases:
            return cases[self._origin.id]
        versions = self.env["tthc.procedure.version"]
        domain = versions._domain_in_force(on_date)
        domain &= fields.Domain("procedure_id", "=", self.procedure_id.id)
        found = versions.search(domain, limit=1).case_ids
        if self.case_name:
            return found.filtered(lambda case: case.name == self.case_name)[:1]
        return found[:1]


class TthcProcedureGroupShare(models.Model):
    """The editor's word that components of different names are one paper."""

    _name = "tthc.procedure.group.share"
    _description = "Same Paper of Linked Procedures"
    _inherit = ["tthc.publication.part"]
    _order = "group_id, sequence, id"
    _publication_fields = ("group_id",)

    group_id = fields.Many2one(
        "tthc.procedure.group", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Asked for Once as", required=True)
    component_names = fields.Text(
        "Stands for", required=True, help="Names of the components, one on each line."
    )

    def _names(self):
        self.ensure_one()
        return [name.strip() for name in (self.component_names or "").splitlines() if name.strip()]
