from odoo import Command, api, fields, models

from ..models.tthc_fee_formula import APPLICANTS
from ..models.tthc_procedure_channel import CHANNELS


class TthcFeeCalculator(models.TransientModel):
    """What a case costs today or on another day, with the explanation of every fee."""

    _name = "tthc.fee.calculator"
    _description = "Fee Calculator"

    case_id = fields.Many2one("tthc.procedure.case", required=True)
    procedure_id = fields.Many2one(related="case_id.procedure_id")
    sector_id = fields.Many2one(related="procedure_id.sector_id")
    on_date = fields.Date("Day of Acceptance", required=True, default=fields.Date.context_today)
    channel = fields.Selection(CHANNELS, required=True, default="counter")
    applicant = fields.Selection(APPLICANTS, required=True, default="citizen")
    quantity = fields.Integer("Pages or Persons", default=1)
    copies = fields.Integer(default=1)
    benefit_ids = fields.Many2many(
        "tthc.fee.benefit",
        string="Benefits Claimed",
        domain="[('automatic', '=', False), ('in_force', '=', True), "
        "'|', '|', ('procedure_ids', 'in', [procedure_id]), ('sector_ids', 'in', [sector_id]), "
        "'&', ('procedure_ids', '=', False), ('sector_ids', '=', False)]",
        help="Exemptions and reductions whose evidence the applicant can show.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    line_ids = fields.One2many(
        "tthc.fee.calculator.line", "calculator_id", "Fees", compute="_compute_line_ids"
    )
    total = fields.Monetary(compute="_compute_line_ids")
    unpriced = fields.Boolean(compute="_compute_line_ids")

    def _compute_currency_id(self):
        self.currency_id = self.env.ref("base.VND")

    @api.depends("case_id", "on_date", "channel", "applicant", "quantity", "copies", "benefit_ids")
    def _compute_line_ids(self):
        for sheet in self:
            quotes = []
            if sheet.case_id and sheet.on_date:
                quotes = sheet.case_id._quote_fees(
                    sheet.channel,
                    sheet.on_date,
                    max(sheet.quantity, 1),
                    max(sheet.copies, 1),
                    sheet.applicant,
                    sheet.benefit_ids._origin,
                )
            sheet.line_ids = [Command.clear()] + [
                Command.create(
                    {
                        "currency_id": sheet.currency_id.id,
                        "name": quote.name,
                        "kind": quote.kind,
                        "base": quote.base,
                        "saving": quote.saving,
                        "amount": quote.amount,
                        "kept": quote.kept,
                        "remitted": quote.remitted,
                        "explanation": quote.explanation,
                        "unpriced": quote.unpriced,
                    }
                )
                for quote in quotes
            ]
            sheet.total = sum(quote.amount for quote in quotes)
            sheet.unpriced = any(quote.unpriced for quote in quotes)


class TthcFeeCalculatorLine(models.TransientModel):
    """A fee as the calculator prices it."""

    _name = "tthc.fee.calculator.line"
    _description = "Calculated Fee"

    calculator_id = fields.Many2one("tthc.fee.calculator", ondelete="cascade")
    currency_id = fields.Many2one("res.currency")
    name = fields.Char("Fee")
    kind = fields.Selection([("phi", "Fee"), ("le_phi", "Charge")])
    base = fields.Monetary("Full Price")
    saving = fields.Monetary("Saved")
    amount = fields.Monetary("To Pay")
    kept = fields.Monetary()
    remitted = fields.Monetary(help="To the budget.")
    explanation = fields.Text()
    unpriced = fields.Boolean(help="No regulation sets the amount yet.")
