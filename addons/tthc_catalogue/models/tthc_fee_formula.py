from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import fee_formula
from .tthc_procedure_channel import CHANNELS

APPLICANTS = [
    ("citizen", "Citizen"),
    ("organisation", "Organisation"),
    ("household", "Household Business"),
]


class TthcFeeFormula(models.AbstractModel):
    """How much a fee costs and for whom: shared by the rules of a case and the lines of a
    regulation. Amounts are VND without decimals.

    The inheriting model gives ``tier_ids``.
    """

    _name = "tthc.fee.formula"
    _description = "Fee Formula"

    amount = fields.Integer(help="VND, per unit.")
    unit = fields.Selection(
        [("dossier", "Dossier"), ("copy", "Copy"), ("page", "Page"), ("person", "Person")],
        required=True,
        default="dossier",
    )
    ceiling = fields.Integer(help="VND at most; 0: none. With “Per Copy”, at most for one copy.")
    per_copy = fields.Boolean(
        help="The price, its ceiling included, is that of one copy and is taken as often as there "
        "are copies (TT 226/2016/TT-BTC, Art. 4: pages of the original, at most 200.000 đ a copy)."
    )
    channel = fields.Selection(CHANNELS, help="Empty: every channel.")
    applicant = fields.Selection(APPLICANTS, help="Empty: whoever asks.")
    retained_percent = fields.Float(
        "Share Kept",
        digits=(5, 2),
        help="Per cent of a phí kept by the collecting body, rounded down to the đồng; the rest "
        "goes to the budget, and all of a lệ phí does.",
    )
    tiers_key = fields.Char(
        compute="_compute_tiers_key",
        store=True,
        help="The tiers in one text, so that a price is read from one row.",
    )
    formula_text = fields.Char("Formula", compute="_compute_formula_text")

    @api.depends("tier_ids.start", "tier_ids.amount")
    def _compute_tiers_key(self):
        for row in self:
            tiers = [fee_formula.Tier(tier.start, tier.amount) for tier in row.tier_ids]
            row.tiers_key = fee_formula.pack_tiers(tiers) or False

    @api.depends("amount", "unit", "ceiling", "per_copy", "tiers_key")
    def _compute_formula_text(self):
        for row in self:
            row.formula_text = row._formula_words()

    def _formula_words(self):
        return self._formula().words() if self.unit else False

    def _formula(self):
        """This row's price as the plain formula of :mod:`..tools.fee_formula`."""
        return fee_formula.Formula(
            amount=self.amount,
            unit=self.unit,
            tiers=fee_formula.unpack_tiers(self.tiers_key),
            ceiling=self.ceiling,
            per_copy=self.per_copy,
        )

    @api.model
    def _formula_fields(self):
        """Names of the fields that :meth:`_formula` and the conditions read."""
        return [
            "amount",
            "unit",
            "tiers_key",
            "ceiling",
            "per_copy",
            "channel",
            "applicant",
            "retained_percent",
        ]

    @api.constrains("amount", "ceiling", "retained_percent")
    def _check_amounts(self):
        for row in self:
            if min(row.amount, row.ceiling) < 0:
                raise ValidationError(
                    self.env._("“%s”: an amount cannot be negative.", row.display_name)
                )
            if not 0 <= row.retained_percent <= 100:
                raise ValidationError(
                    self.env._("“%s”: the share kept lies between 0 and 100.", row.display_name)
                )

    def _formula_problems(self):
        """Sentences on tiers and ceiling that cannot be meant."""
        self.ensure_one()
        sentences = {
            "tier_start": self.env._(
                "“%s”: a tier begins at the second unit or later.", self.display_name
            ),
            "tier_twice": self.env._("“%s”: two tiers begin at the same unit.", self.display_name),
            "tier_dossier": self.env._(
                "“%s”: a price for the whole dossier has no tiers.", self.display_name
            ),
            "ceiling": self.env._(
                "“%s”: the ceiling is below the price of one unit.", self.display_name
            ),
        }
        return [sentences[code] for code in self._formula().problems()]


class TthcFeeTier(models.Model):
    """From some unit on another price: "từ trang thứ 3 trở lên" (TT 226/2016/TT-BTC)."""

    _name = "tthc.fee.tier"
    _description = "Fee Tier"
    _inherit = ["tthc.version.part"]
    _order = "start, id"
    _rec_name = "start"
    _version_field = "fee_id.case_id.version_id"
    _publication_fields = ("line_id.regulation_id",)

    fee_id = fields.Many2one(
        "tthc.procedure.fee", "Fee Rule", index="btree_not_null", ondelete="cascade"
    )
    line_id = fields.Many2one(
        "tthc.fee.regulation.line", "Price Line", index="btree_not_null", ondelete="cascade"
    )
    start = fields.Integer(
        "From Unit", required=True, help="From this unit on the amount applies (3: third page)."
    )
    amount = fields.Integer(required=True, help="VND per unit.")

    _one_owner = models.Constraint(
        "CHECK (num_nonnulls(fee_id, line_id) = 1)",
        "A tier belongs to one fee rule or to one price line.",
    )
    _positive = models.Constraint(
        "CHECK (start > 1 AND amount >= 0)",
        "A tier begins at the second unit or later, and its amount is not negative.",
    )
    _start_unique = models.UniqueIndex(
        "(coalesce(fee_id, 0), coalesce(line_id, 0), start)",
        "Two tiers of one price begin at the same unit.",
    )

    @api.depends("start", "amount")
    def _compute_display_name(self):
        for tier in self:
            tier.display_name = f"≥ {tier.start}: {fee_formula.money(tier.amount)}"
