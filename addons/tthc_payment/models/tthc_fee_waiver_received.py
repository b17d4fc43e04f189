from odoo import api, fields, models

from ..tools import waiver as rules


class TthcFeeWaiver(models.Model):
    """A waiver of fees for which money has come already."""

    _inherit = "tthc.fee.waiver"

    def _approve_received(self):
        """The request keeps its reference and its matches: what is still due is lowered, and what
        was paid beyond that is proposed for a refund."""
        request, reliefs = self.expected_id, self._reliefs()
        saving = sum(self._owed(line) - relief.amount for line, relief in reliefs.items())
        lowered = min(saving, request.due_amount)
        back = min(saving - lowered, request.matched_amount)
        request._set({"waiver_total": request.waiver_total + saving})
        self._set({"refund_amount": back})
        self._log("fee_waived")
        if lowered:
            # The codes shown so far ask for a sum that is no longer due.
            request._close_attempts(self.env._("Waiver approved: %s", self._ground_words()))
            if not request.due_amount:
                active = request.match_ids.filtered(lambda match: match.state == "active")
                last = active.sorted("id")[-1:]
                request._set({"state": "paid", "paid_at": last.incoming_id.booked_at})
                request.dossier_id._payment_settled(request, last)
        if back:
            request._propose_refund(back, self._ground_words(), self)


class TthcExpectedPayment(models.Model):
    """Amount = received + paid back + waived + still due, at any time."""

    _inherit = "tthc.expected.payment"

    waiver_total = fields.Monetary(
        "Waived in All",
        readonly=True,
        help="By waivers approved after money had come, whether it was paid by then or not.",
    )
    waived_amount = fields.Monetary(
        "Waived",
        compute="_compute_matched",
        compute_sudo=True,
        help="Of the waivers: what was not paid yet and need not be paid any more.",
    )

    @api.depends("waiver_total", "refund_ids.ground")
    def _compute_matched(self):
        result = super()._compute_matched()
        for request in self:
            request.waived_amount = 0
            if not request.waiver_total:
                continue
            request.waived_amount = rules.taken_off(
                round(request.waiver_total), request._paid_back_not_due(), round(request.due_amount)
            )
            request.due_amount -= request.waived_amount
        return result

    def _owed_by_line(self):
        """``{fee line: VND}`` that is owed after waivers. What was waived and is not paid is taken
        off the lines in their order; what was paid stays with its line until it is paid back."""
        lines = self.line_ids.sorted("id")
        amounts = [round(line.amount) for line in lines]
        if self.waived_amount:
            waivers = self.env["tthc.fee.waiver"].sudo()
            savings = [
                amount - waivers._owed(line) for line, amount in zip(lines, amounts, strict=True)
            ]
            parts = rules.spread(savings, round(self.waived_amount))
            amounts = [amount - part for amount, part in zip(amounts, parts, strict=True)]
        return dict(zip(lines, amounts, strict=True))


class TthcFeeLine(models.Model):
    _inherit = "tthc.fee.line"

    owed_amount = fields.Monetary(
        "Owed",
        compute="_compute_owed_amount",
        compute_sudo=True,
        help="The amount less what was waived of it while it was not paid.",
    )

    @api.depends("amount", "expected_id.waived_amount")
    def _compute_owed_amount(self):
        for request, lines in self.grouped("expected_id").items():
            owed = request._owed_by_line() if request.waiver_total else {}
            for line in lines:
                line.owed_amount = owed.get(line._origin or line, line.amount)
