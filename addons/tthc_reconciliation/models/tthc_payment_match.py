from odoo import fields, models
from odoo.exceptions import UserError


class TthcPaymentMatch(models.Model):
    _inherit = "tthc.payment.match"

    proposal_ids = fields.One2many("tthc.match.proposal", "match_id", "Proposals", readonly=True)

    def _decide(self, money, request, amount, note):
        """Override: above the centre's limit another accountant has to agree.

        What one person matched by hand before counts too, so that no sum is passed in slices.
        """
        company = request.company_id.sudo()
        sides = (money.match_ids, request.match_ids)
        by_hand = max(
            sum(
                match.amount
                for match in side
                if match.state == "active" and match.method == "manual" and not match.proposal_ids
            )
            for side in sides
        )
        if amount + by_hand <= company.tthc_match_limit:
            return super()._decide(money, request, amount, note)
        self.env["tthc.match.proposal"]._propose(money, request, amount, note)
        return self.browse()

    def _take_effect(self, money, request, amount, note):
        """The match that a second person has approved."""
        return super()._decide(money, request, amount, note)


class TthcIncomingMoney(models.Model):
    _inherit = "tthc.incoming.money"

    match_proposal_ids = fields.One2many("tthc.match.proposal", "incoming_id", "Proposed Matches")
    proposed_match_amount = fields.Monetary(
        "Proposed to Match", compute="_compute_proposed_match", compute_sudo=True
    )

    def _compute_proposed_match(self):
        groups = self.env["tthc.match.proposal"]._read_group(
            [("incoming_id", "in", self.ids), ("state", "=", "proposed")],
            ["incoming_id"],
            ["amount:sum"],
        )
        sums = {money.id: amount for money, amount in groups}
        for money in self:
            money.proposed_match_amount = sums.get(money.id, 0)

    def _set_aside(self, reason):
        """Override: what is proposed for a match is decided on first."""
        if any(money.proposed_match_amount for money in self):
            raise UserError(
                self.env._("A match of this money waits for approval: decide on it first.")
            )
        return super()._set_aside(reason)
