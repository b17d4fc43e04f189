from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_catalogue.models.tthc_fee_benefit import EVIDENCE_SOURCES
from odoo.addons.tthc_catalogue.models.tthc_procedure_fee import hundredths
from odoo.addons.tthc_catalogue.tools.fee_benefits import Benefit
from odoo.addons.tthc_catalogue.tools.fee_formula import money

from ..tools import waiver as rules

#: Written by the actions only.
PROTECTED = frozenset(
    {
        "state",
        "proposed_by_id",
        "proposed_at",
        "decided_by_id",
        "decided_at",
        "decision_note",
        "replacement_id",
        "refund_amount",
    }
)


class TthcFeeWaiver(models.Model):
    """An exemption from or reduction of fees after acceptance ("miễn, giảm phí, lệ phí"): of which
    fees, on what ground and evidence, who proposed and who decided it.

    The ground is a benefit that a published regulation grants, or a decision in an individual
    case. A draft is filled in by whoever notices it, then proposed; from then on it does not
    change but for the chief accountant's decision.
    """

    _name = "tthc.fee.waiver"
    _description = "Fee Waiver"
    _order = "id desc"
    _rec_names_search = ["dossier_id.name", "expected_id.reference"]

    expected_id = fields.Many2one(
        "tthc.expected.payment",
        "Payment Request",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('state', 'in', ('open', 'expired', 'paid'))]",
    )
    dossier_id = fields.Many2one(related="expected_id.dossier_id", store=True, index=True)
    company_id = fields.Many2one(related="expected_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="expected_id.currency_id")
    line_ids = fields.Many2many(
        "tthc.fee.line",
        "tthc_fee_waiver_line_rel",
        "waiver_id",
        "line_id",
        "Fees",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        domain="[('expected_id', '=', expected_id)]",
    )
    ground = fields.Selection(
        [
            ("benefit", "A Regulation's Benefit"),
            ("decision", "A Decision in an Individual Case"),
        ],
        required=True,
        default="benefit",
    )
    benefit_id = fields.Many2one(
        "tthc.fee.benefit",
        ondelete="restrict",
        domain="[('state', '=', 'published'), ('automatic', '=', False)]",
    )
    mode = fields.Selection(
        [("exempt", "Exempt"), ("percent", "Reduction in per cent"), ("amount", "Reduced Amount")],
        "What Is Granted",
        compute="_compute_from_benefit",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    percent = fields.Float(
        "Reduction",
        digits=(5, 2),
        compute="_compute_from_benefit",
        store=True,
        readonly=False,
        precompute=True,
        help="Per cent taken off the full price.",
    )
    unit_amount = fields.Integer(
        "Amount to Pay",
        compute="_compute_from_benefit",
        store=True,
        readonly=False,
        precompute=True,
        help="VND for each unit that the fee counts, in place of its price.",
    )
    legal_basis = fields.Char(
        compute="_compute_from_benefit",
        store=True,
        readonly=False,
        precompute=True,
        help="Number and article of the text, or number and date of the decision.",
    )
    circumstances = fields.Text(help="Why the person is entitled to it.")
    evidence_source = fields.Selection(
        EVIDENCE_SOURCES,
        "Seen in",
        compute="_compute_from_benefit",
        store=True,
        readonly=False,
        precompute=True,
    )
    demanded = fields.Char(related="benefit_id.evidence", string="Evidence Demanded")
    component_id = fields.Many2one(
        "tthc.dossier.component",
        "Paper of the Dossier",
        domain="[('dossier_id', '=', dossier_id)]",
        ondelete="restrict",
    )
    attachment_ids = fields.Many2many(
        "ir.attachment", "tthc_fee_waiver_attachment_rel", "waiver_id", "attachment_id", "Files"
    )
    evidence = fields.Char(
        "Evidence Seen", help="Number and date of the paper, or what the database answered."
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("proposed", "Proposed"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("withdrawn", "Taken Back"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
    )
    proposed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    proposed_at = fields.Datetime("Proposed on", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    decided_at = fields.Datetime("Decided on", readonly=True, copy=False)
    decision_note = fields.Char("Reason of the Decision", readonly=True, copy=False)
    amount_before = fields.Monetary("Now", compute="_compute_effect", store=True)
    amount_after = fields.Monetary("With the Waiver", compute="_compute_effect", store=True)
    saving = fields.Monetary("Waived", compute="_compute_effect", store=True)
    effect = fields.Text("How It Is Worked Out", compute="_compute_effect", store=True)
    replacement_id = fields.Many2one(
        "tthc.expected.payment",
        "New Payment Request",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="What remains to be paid; empty if nothing does.",
    )
    refund_amount = fields.Monetary(
        "To Be Paid Back", readonly=True, copy=False, help="Of a fee that was paid before."
    )

    _one_proposed = models.UniqueIndex(
        "(expected_id) WHERE state = 'proposed'",
        "A waiver of this payment request is proposed already: decide that one first.",
    )
    _value_sane = models.Constraint(
        "CHECK (percent >= 0 AND percent <= 100 AND unit_amount >= 0)",
        "A reduction lies between 0 and 100 per cent, and an amount is not negative.",
    )

    # Computed -----------------------------------------------------------------------------------

    @api.depends("dossier_id.name", "expected_id.reference")
    def _compute_display_name(self):
        for waiver in self:
            parts = (waiver.dossier_id.name, waiver.expected_id.reference)
            waiver.display_name = " – ".join(filter(None, parts))

    @api.depends("expected_id")
    def _compute_line_ids(self):
        for waiver in self:
            waiver.line_ids = waiver.expected_id.line_ids.filtered("amount")

    @api.depends("benefit_id", "ground")
    def _compute_from_benefit(self):
        """A benefit says itself what it grants; a decision in an individual case is typed in."""
        for waiver in self:
            benefit = waiver.benefit_id
            if waiver.ground == "benefit" and benefit:
                waiver.mode = benefit.mode
                waiver.percent = benefit.percent if benefit.mode == "percent" else 0
                waiver.unit_amount = benefit.amount if benefit.mode == "amount" else 0
                waiver.legal_basis = benefit.regulation_id.name
                waiver.evidence_source = benefit.evidence_source
            else:
                waiver.mode = waiver.mode or "exempt"
                waiver.evidence_source = waiver.evidence_source or "paper"

    @api.depends("line_ids", "ground", "benefit_id", "mode", "percent", "unit_amount")
    def _compute_effect(self):
        for waiver in self:
            lines = waiver.expected_id.line_ids._origin
            reliefs = waiver._reliefs()
            before = sum(waiver._owed(line) for line in lines)
            waiver.amount_before = before
            waiver.saving = sum(
                waiver._owed(line) - relief.amount for line, relief in reliefs.items()
            )
            waiver.amount_after = before - waiver.saving
            waiver.effect = "\n".join(
                f"{line.name}: {money(waiver._owed(line))} → {money(relief.amount)} "
                f"({relief.explanation})"
                for line, relief in reliefs.items()
            )

    # What it comes to ---------------------------------------------------------------------------

    def _rule(self):
        """This waiver as the plain benefit that lowers a price."""
        self.ensure_one()
        if self.ground == "benefit":
            return self.benefit_id._origin._rule() if self.benefit_id else None
        value = hundredths(self.percent) if self.mode == "percent" else self.unit_amount
        return Benefit(
            0, "theo quyết định cá biệt", self.mode, value, regulation=self.legal_basis or ""
        )

    def _granted(self, line):
        """The rule that lowers ``line`` up to now, and what is owed of it in VND. A fee for which
        money has come keeps its line; what was waived of it afterwards counts all the same."""
        rule = line.benefit_id._rule() if line.benefit_id else None
        if line.waiver_id:
            rule = line.waiver_id._rule()
        owed = round(line.amount)
        later = self.sudo().search(
            [
                ("line_ids", "in", line.ids),
                ("state", "=", "approved"),
                ("id", "not in", self._origin.ids),
            ]
        )
        for other in later:
            payable = other._rule().payable(round(line.base_amount), line.quantity)
            if payable < owed:
                rule, owed = other._rule(), payable
        return rule, owed

    def _owed(self, line):
        return self._granted(line._origin)[1]

    def _reliefs(self):
        """``{fee line: Relief}`` of the lines that the waiver lowers more than they are."""
        self.ensure_one()
        rule = self._rule()
        if not rule:
            return {}
        reliefs = {}
        for line in self.line_ids._origin:
            before, owed = self._granted(line)
            fee = rules.Fee(
                base=round(line.base_amount),
                amount=owed,
                kept=round(line.kept),
                units=line.quantity,
                explanation=line.explanation or "",
                benefit=before,
            )
            relief = owed and rules.relieve(fee, rule)
            if relief:
                reliefs[line] = relief
        return reliefs

    # Guards -------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """A new waiver is a draft; what only the actions write is left out."""
        drafts = super().create(
            [
                {name: value for name, value in vals.items() if name not in PROTECTED}
                for vals in vals_list
            ]
        )
        drafts._adopt_files()
        return drafts

    def write(self, vals):
        if set(vals) & PROTECTED or any(waiver.state != "draft" for waiver in self):
            raise UserError(
                self.env._("Only a draft is changed: take the proposal back and make a new waiver.")
            )
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._adopt_files()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts(self):
        if any(waiver.state != "draft" for waiver in self):
            raise UserError(self.env._("Proposed waivers stay on record."))

    @api.private
    def _set(self, vals):
        """Write, from an action."""
        return super(TthcFeeWaiver, self.sudo()).write(vals)

    def _adopt_files(self):
        """Files obey the rights of the waiver; only one's own uploads are taken over."""
        homes = (False, self._name)
        for waiver in self.filtered("attachment_ids"):
            uploads = waiver.attachment_ids.sudo().filtered(
                lambda file: (
                    (not file.res_id or file.res_model in homes)
                    and (self.env.su or file.create_uid == self.env.user)
                )
            )
            uploads.write({"res_model": self._name, "res_id": waiver.id})
