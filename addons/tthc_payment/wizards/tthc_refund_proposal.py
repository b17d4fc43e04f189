from odoo import api, fields, models


class TthcRefundProposal(models.TransientModel):
    """Proposes to pay money back; the chief accountant decides."""

    _name = "tthc.refund.proposal"
    _description = "Proposal of a Refund"

    incoming_id = fields.Many2one("tthc.incoming.money", "Money", required=True, readonly=True)
    match_id = fields.Many2one("tthc.payment.match", "Paid Fee", readonly=True)
    currency_id = fields.Many2one(related="incoming_id.currency_id")
    most = fields.Monetary("Left for a Refund", compute="_compute_most", compute_sudo=True)
    can_gateway = fields.Boolean(compute="_compute_most", compute_sudo=True)
    amount = fields.Monetary(required=True)
    ground = fields.Selection(
        lambda self: self.env["tthc.refund"]._fields["ground"]._description_selection(self.env),
        required=True,
    )
    reason = fields.Char(required=True)
    legal_basis = fields.Char(help="Provision or decision by which the money is paid back.")
    evidence = fields.Binary()
    evidence_name = fields.Char()
    way = fields.Selection(
        lambda self: self.env["tthc.refund"]._fields["way"]._description_selection(self.env),
        "Paid Back By",
        required=True,
        default="bank",
    )
    beneficiary_name = fields.Char("Beneficiary")
    beneficiary_bank_id = fields.Many2one("tthc.bank", "Bank")
    beneficiary_account = fields.Char("Account")

    @api.model
    @api.private
    def _open(self, money, match=None):
        """Action of the dialog, with what is known of the payer filled in."""
        match = match or self.env["tthc.payment.match"]
        facts = money.sudo()
        payer = facts._with_open_memo()
        most = match.sudo().amount if match else facts.open_amount
        most -= facts._proposed_of(match.sudo())
        attempt = match.sudo().attempt_id or facts._refund_attempt()
        through = attempt and attempt.provider_id._tthc_can_refund() != "none"
        grounds = {"already_paid": "double", "amount_differs": "over", "rest": "over"}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose a Refund"),
            "res_model": self._name,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_incoming_id": money.id,
                "default_match_id": match.id,
                "default_amount": max(most, 0),
                "default_ground": "not_due" if match else grounds.get(facts.reason, "mistake"),
                "default_way": "gateway"
                if through
                else ("cash" if facts.source == "cash" else "bank"),
                "default_beneficiary_name": payer.counter_name or False,
                "default_beneficiary_account": payer.counter_account or False,
            },
        }

    @api.depends("incoming_id", "match_id")
    def _compute_most(self):
        for wizard in self:
            money, match = wizard.incoming_id, wizard.match_id
            left = match.amount if match else money.open_amount
            wizard.most = left - money._proposed_of(match)
            attempt = match.attempt_id or money._refund_attempt()
            wizard.can_gateway = bool(attempt and attempt.provider_id._tthc_can_refund() != "none")

    def action_propose(self):
        """Propose the refund and open it."""
        self.ensure_one()
        names = ("ground", "reason", "legal_basis", "evidence", "evidence_name", "way")
        values = {name: self[name] for name in names}
        if self.way == "bank":
            values |= {
                "beneficiary_name": self.beneficiary_name,
                "beneficiary_bank_id": self.beneficiary_bank_id.id,
                "beneficiary_account": self.beneficiary_account,
            }
        refund = self.env["tthc.refund"]._propose(
            self.incoming_id, self.amount, values, self.match_id
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": refund._name,
            "res_id": refund.id,
            "views": [(False, "form")],
            "view_mode": "form",
            "target": "current",
        }
