from odoo import api, fields, models

from ..tools import fees
from .tthc_procedure_fee import hundredths


class TthcFeeRegulationLine(models.Model):
    """The price that a regulation sets for one fee of some procedures."""

    _name = "tthc.fee.regulation.line"
    _description = "Price Line"
    _inherit = ["tthc.fee.formula", "tthc.publication.part"]
    _order = "regulation_id, sequence, id"
    _rec_name = "fee_name"
    _publication_fields = ("regulation_id",)

    regulation_id = fields.Many2one(
        "tthc.fee.regulation", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    procedure_ids = fields.Many2many(
        "tthc.procedure", "tthc_fee_line_procedure_rel", "line_id", "procedure_id", "Procedures"
    )
    case_name = fields.Char(
        "Case", help="Name of the one case (trường hợp) it is for; empty: every case."
    )
    fee_name = fields.Char(
        "Fee", required=True, help="Name of the fee as the procedures' versions call it."
    )
    replaces = fields.Boolean(
        "Over Stated Amounts",
        help="Also takes the place of an amount that the procedure's own version states. "
        "Otherwise only fees “Set by the Province” take it.",
    )
    tier_ids = fields.One2many("tthc.fee.tier", "line_id", "Tiers", copy=True)
    state = fields.Selection(related="regulation_id.state")
    note = fields.Char()

    def _gaps(self):
        """Sentences on lines that would set nothing, or that contradict each other."""
        gaps = []
        for line in self:
            if not line.procedure_ids:
                gaps.append(self.env._("“%s”: choose the procedures.", line.fee_name))
            gaps += line._formula_problems()
            missing = line.procedure_ids - line._procedures_with_fee()
            if missing:
                gaps.append(
                    self.env._(
                        "“%(fee)s”: no case of %(procedures)s has a fee of this name. Correct "
                        "the name, or add the fee in a new version of the procedure.",
                        fee=line.fee_name,
                        procedures=", ".join(missing.mapped("code")),
                    )
                )
        return gaps + self._twice()

    def _procedures_with_fee(self):
        """The procedures of this line that have the fee in a version not retired."""
        wanted = fees.same_name(self.fee_name)
        case = fees.same_name(self.case_name)
        rows = self.env["tthc.procedure.fee"].search_fetch(
            [
                ("case_id.procedure_id", "in", self.procedure_ids.ids),
                ("case_id.version_id.state", "!=", "retired"),
            ],
            ["name", "case_id"],
        )
        return rows.filtered(
            lambda row: (
                fees.same_name(row.name) == wanted
                and (not case or fees.same_name(row.case_id.name) == case)
            )
        ).case_id.procedure_id

    def _twice(self):
        """Sentences on lines that set one fee twice under the same conditions."""
        gaps, seen = [], {}
        for line in self:
            for procedure in line.procedure_ids:
                key = (
                    procedure.id,
                    fees.same_name(line.case_name),
                    fees.same_name(line.fee_name),
                    line.channel,
                    line.applicant,
                )
                if seen.setdefault(key, line) != line:
                    gaps.append(
                        self.env._(
                            "“%(fee)s” of %(procedure)s is set twice under the same conditions.",
                            fee=line.fee_name,
                            procedure=procedure.code,
                        )
                    )
        return gaps

    @api.model
    def _domain_sets(self, procedures):
        """Domain of the lines in use that set fees of ``procedures``."""
        return fields.Domain("state", "=", "published") & fields.Domain(
            "procedure_ids", "in", procedures.ids
        )

    def _rule(self):
        """This row as the plain line that :mod:`..tools.fees` prices with."""
        self.ensure_one()
        regulation = self.regulation_id
        return fees.RegulationLine(
            line_id=self.id,
            fee_name=self.fee_name,
            formula=self._formula(),
            procedures=frozenset(self.procedure_ids.ids),
            case_name=self.case_name or "",
            replaces=self.replaces,
            retained=hundredths(self.retained_percent),
            regulation=regulation.name,
            regulation_id=regulation.id,
            since=regulation.date_from or fields.Date.context_today(self),
            channel=self.channel or None,
            applicant=self.applicant or None,
            date_from=regulation.date_from or None,
            date_to=regulation._last_day(),
        )
