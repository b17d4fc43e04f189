from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..tools import fees, limits
from .tthc_procedure_channel import CHANNELS, UNITS


class TthcOfferLimit(models.Model):
    """The shorter time to which one centre commits itself for a procedure that it offers.

    It is kept by the name of the case and the channel, so that it survives a new version of the
    procedure; where the new version has no such case, or a shorter legal limit, it is without
    effect and says so.
    """

    _name = "tthc.offer.limit"
    _description = "Centre's Commitment"
    _inherit = ["tthc.cache.source"]
    _order = "offer_id, case_name, channel"

    offer_id = fields.Many2one("tthc.offer", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="offer_id.company_id", store=True, index=True)
    procedure_id = fields.Many2one(related="offer_id.procedure_id", store=True, index=True)
    case_id = fields.Many2one(
        "tthc.procedure.case",
        "Case in Force",
        compute="_compute_case_id",
        inverse="_inverse_case_id",
        domain="[('procedure_id', '=', procedure_id), ('version_id.state', '=', 'published')]",
        help="Empty: every case.",
    )
    case_name = fields.Char(help="The case's name, by which the commitment finds it again.")
    channel = fields.Selection(CHANNELS, required=True, default="counter")
    value = fields.Float("Committed Limit", digits=(6, 1))
    unit = fields.Selection(UNITS, required=True, default="working_day")
    legal_label = fields.Char("Legal Limit", compute="_compute_status")
    status = fields.Selection(
        [
            ("kept", "In Effect"),
            ("none", "No Such Case or Channel"),
            ("longer", "Longer than the Law"),
        ],
        compute="_compute_status",
        help="Against the version in force today.",
    )

    _case_unique = models.UniqueIndex(
        "(offer_id, coalesce(case_name, ''), channel)",
        "This centre has a commitment for that case and channel already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A case given is kept by its name."""
        cases = self.env["tthc.procedure.case"]
        named = [
            {**vals, "case_name": cases.browse(vals["case_id"]).name}
            if vals.get("case_id")
            else vals
            for vals in vals_list
        ]
        return super().create(named)

    def _channel_rows(self):
        """Channel rows of the version in force to which this commitment is addressed."""
        self.ensure_one()
        cases = self.procedure_id.current_version_id.case_ids
        wanted = fees.same_name(self.case_name)
        if wanted:
            cases = cases.filtered(lambda case: fees.same_name(case.name) == wanted)
        return cases.channel_ids.filtered(lambda row: row.channel == self.channel)

    def _limit(self):
        return limits.Limit(self.value, self.unit)

    @api.depends("case_name", "procedure_id")
    def _compute_case_id(self):
        for row in self:
            wanted = fees.same_name(row.case_name)
            cases = row.procedure_id.current_version_id.case_ids
            row.case_id = (
                wanted
                and cases.filtered(lambda case, wanted=wanted: fees.same_name(case.name) == wanted)[
                    :1
                ]
            )

    def _inverse_case_id(self):
        for row in self:
            row.case_name = row.case_id.name

    @api.depends("case_name", "channel", "value", "unit", "procedure_id")
    @api.depends_context("lang")
    def _compute_status(self):
        for row in self:
            rows = row._channel_rows()
            row.legal_label = ", ".join(sorted(set(rows.mapped("legal_label")))) or False
            longer = any(limits.is_longer(row._limit(), legal._limit()) for legal in rows)
            row.status = ("longer" if longer else "kept") if rows else "none"

    @api.constrains("value", "unit", "case_name", "channel", "offer_id")
    def _check_limit(self):
        for row in self:
            if row.unit == "unknown":
                raise ValidationError(self.env._("A commitment needs a unit."))
            if row.unit != "same_day" and row.value <= 0:
                raise ValidationError(self.env._("A committed time limit must be above zero."))
            if row.status == "longer":
                raise ValidationError(
                    self.env._(
                        "A centre cannot commit itself to more time than the law gives: %s.",
                        row.legal_label,
                    )
                )

    @api.model
    @tools.ormcache("company_id", "procedure_id")
    def _commitments(self, company_id, procedure_id):
        """A centre's commitments for a procedure, cached: ``{(case, channel): Limit}``, the case
        by its folded name, empty for every case."""
        rows = self.sudo().search(
            [("company_id", "=", company_id), ("procedure_id", "=", procedure_id)]
        )
        return {(fees.same_name(row.case_name), row.channel): row._limit() for row in rows}

    @api.model
    def _commitment(self, company, procedure, case_name, row):
        """The limit to which ``company`` commits itself, for one channel row of the catalogue.

        :return: the :class:`~..tools.limits.Limit` of the centre; else that of the version; else
            ``None``. A commitment longer than the legal limit has no effect.
        """
        known = self._commitments(company.id, procedure.id)
        own = known.get((fees.same_name(case_name), row.channel)) or known.get(("", row.channel))
        if own and not limits.is_longer(own, row._limit()):
            return own
        return row._limit(committed=True) if row.committed_unit else None
