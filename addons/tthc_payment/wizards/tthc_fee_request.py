from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_catalogue.tools import fees
from odoo.addons.tthc_dossier.tools import wall_time


class TthcFeeRequest(models.TransientModel):
    """Ask for fees that arose in processing; the dossier waits until they are paid."""

    _name = "tthc.fee.request"
    _description = "Supplementary Fee"

    dossier_id = fields.Many2one("tthc.dossier", required=True, readonly=True)
    currency_id = fields.Many2one(related="dossier_id.currency_id")
    line_ids = fields.One2many("tthc.fee.request.line", "request_id", "Fees")
    amount = fields.Monetary("Sum", compute="_compute_amount")
    note = fields.Char("Why", required=True, help="Told to the citizen and kept on record.")

    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = sum(wizard.line_ids.mapped("amount"))

    def action_request(self):
        """Add the fees, ask for their sum and pause the dossier.

        :raise UserError: a fee without price or legal basis, or nothing to pay
        """
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("Add at least one fee."))
        lines = [line._fee_line_values() for line in self.line_ids]
        self.dossier_id._request_supplementary_fees(lines, self.note)
        return {"type": "ir.actions.act_window_close"}


class TthcFeeRequestLine(models.TransientModel):
    """A fee by a rule of the procedure, priced on the day, or a named one with its legal basis."""

    _name = "tthc.fee.request.line"
    _description = "Supplementary Fee Line"

    request_id = fields.Many2one("tthc.fee.request", required=True, ondelete="cascade")
    dossier_id = fields.Many2one(related="request_id.dossier_id")
    version_id = fields.Many2one(related="dossier_id.case_id.version_id")
    currency_id = fields.Many2one(related="dossier_id.currency_id")
    fee_id = fields.Many2one(
        "tthc.procedure.fee",
        "Fee Rule",
        domain="[('case_id.version_id', '=', version_id)]",
        help="Empty: a fee that the procedure's catalogue does not have.",
    )
    name = fields.Char(
        "Fee",
        compute="_compute_from_rule",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    kind = fields.Selection(
        [("phi", "Fee"), ("le_phi", "Charge")],
        compute="_compute_from_rule",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    quantity = fields.Integer(default=1, required=True, help="Pages, persons or copies.")
    copies = fields.Integer(default=1, required=True)
    amount = fields.Monetary(
        compute="_compute_price", store=True, readonly=False, precompute=True, required=True
    )
    legal_basis = fields.Char(
        compute="_compute_from_rule", store=True, readonly=False, precompute=True
    )
    explanation = fields.Char(
        "How It Is Worked Out", compute="_compute_price", store=True, precompute=True
    )

    _counts_positive = models.Constraint(
        "CHECK (quantity > 0 AND copies > 0)", "Quantity and copies are at least one."
    )

    @api.depends("fee_id")
    def _compute_from_rule(self):
        for line in self:
            fee = line.fee_id.sudo()
            line.name = fee.name or line.name
            line.kind = fee.kind or line.kind or "phi"
            line.legal_basis = fee.legal_number or line.legal_basis

    @api.depends("fee_id", "quantity", "copies")
    def _compute_price(self):
        for line in self:
            quote = line._quote()
            line.amount = quote.amount if quote else line.fee_id and 0 or line.amount
            line.explanation = quote.explanation if quote else False

    def _quote(self):
        """The price of the rule today; ``None`` without a rule, or with one not in force."""
        fee, dossier = self.fee_id._origin.sudo(), self.request_id.dossier_id._origin.sudo()
        if not fee or not dossier or min(self.quantity, self.copies) < 1:
            return None
        today = wall_time.to_local(dossier._now(), dossier.company_id._tthc_zone()).date()
        asked = fee.case_id._fee_request(
            dossier.channel,
            today,
            self.quantity,
            self.copies,
            dossier.applicant_kind,
            dossier.claim_ids.benefit_id,
        )
        book = self.env["tthc.fee.regulation"]._published_book()
        return next(iter(fees.quote([fee._rule()], asked, book)), None)

    def _fee_line_values(self):
        """Values of the fee line; a rule's price is worked out anew, whatever the screen said.

        :raise UserError: no price today, no legal basis, or not a whole number of dong
        """
        self.ensure_one()
        if self.fee_id:
            return self._rule_values()
        if self.amount <= 0 or self.amount != round(self.amount):
            raise UserError(self.env._("The fee must be a whole number of dong above zero."))
        if not (self.legal_basis or "").strip():
            raise UserError(
                self.env._(
                    "“%s” is not in the catalogue of the procedure: name its legal basis.",
                    self.name,
                )
            )
        return {
            "name": self.name,
            "kind": self.kind,
            "quantity": self.quantity,
            "amount": self.amount,
            "explanation": self.env._("By %s", self.legal_basis.strip()),
        }

    def _rule_values(self):
        if self.fee_id.sudo().case_id.version_id != self.version_id.sudo():
            raise UserError(
                self.env._("“%s” is a fee of another procedure or version.", self.fee_id.name)
            )
        quote = self._quote()
        if not quote or quote.unpriced or not quote.base:
            raise UserError(
                self.env._(
                    "“%(fee)s” has no price for this dossier today: %(why)s",
                    fee=self.fee_id.name,
                    why=quote.explanation if quote else self.env._("the rule does not apply."),
                )
            )
        return {
            "fee_id": quote.fee_id,
            "name": quote.name,
            "kind": quote.kind,
            "quantity": quote.quantity,
            "base_amount": quote.base,
            "benefit_id": quote.benefit_id,
            "amount": quote.amount,
            "kept": quote.kept,
            "remitted": quote.remitted,
            "explanation": quote.explanation,
        }
