from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import bundle as rules


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    tthc_bundle_id = fields.Many2one(
        "tthc.payment.bundle",
        "Collective Payment",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    _tthc_one_debt = models.Constraint(
        "CHECK (tthc_expected_id IS NULL OR tthc_bundle_id IS NULL)",
        "An attempt is at one payment request or at one collective payment.",
    )

    def _tthc_debt(self):
        """Override: or several requests at once."""
        return self.tthc_bundle_id or super()._tthc_debt()

    def _tthc_pays_more(self):
        """Whether another match still rests on this attempt, as in a collective payment."""
        matches = self.env["tthc.payment.match"].sudo()
        domain = [("attempt_id", "in", self.ids), ("state", "=", "active")]
        return bool(matches.search_count(domain, limit=1))


class TthcIncomingMoney(models.Model):
    _inherit = "tthc.incoming.money"

    reason = fields.Selection(selection_add=[("bundle_changed", "Collective Payment Overtaken")])
    candidate_bundle_id = fields.Many2one(
        "tthc.payment.bundle",
        "Meant for Together",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The collective payment that the memo names.",
    )

    @api.depends("candidate_bundle_id")
    def _compute_difference(self):
        result = super()._compute_difference()
        for money in self.filtered("candidate_bundle_id"):
            money.difference = money.amount - money.candidate_bundle_id.amount
        return result

    @api.model
    def _bundles_named(self, references):
        """The collective payments of these references."""
        bundles = self.env["tthc.payment.bundle"].sudo()
        if not references:
            return bundles
        return bundles.search([("reference", "in", list(references))], order="id")

    def _match_bundle(self, bundle, method="auto", attempt=None):
        """Judge money that names a collective payment: the whole of it, or nothing.

        The caller holds the locks of the parts and of the money.

        :param attempt: the attempt that brought it; default: the transfer that is waited for
        """
        self.ensure_one()
        reason = rules.judge(self._facts(), bundle._facts())
        if not reason and self.open_amount != self.amount:
            reason = "rest"
        parts = bundle.request_ids.sorted("id")
        if reason:
            owed = parts.filtered(lambda part: part.state in ("open", "expired"))
            self._set_fate(
                "exception",
                reason,
                candidate_id=(owed or parts)[:1].id,
                candidate_bundle_id=bundle.id,
            )
            return
        attempt = attempt or bundle._ensure_attempt()
        for part in parts:
            self._allocate(part, part.due_amount, method, attempt=attempt)
        self._set_fate("matched", candidate_id=parts[:1].id, candidate_bundle_id=bundle.id)


class TthcExpectedPayment(models.Model):
    _inherit = "tthc.expected.payment"

    bundle_ids = fields.Many2many(
        "tthc.payment.bundle",
        "tthc_payment_bundle_part_rel",
        "expected_id",
        "bundle_id",
        "Collective Payments",
        readonly=True,
    )

    def _payers(self):
        """The different people who pay these requests, as comparable values."""
        return {
            (request.payer_id.id, request.payer_name, request.payer_tax_code)
            for request in self.sudo()
        }

    @api.private
    def _close_attempts(self, reason):
        """Override: a code for several requests asks for a sum that is no longer right."""
        result = super()._close_attempts(reason)
        self.sudo().bundle_ids._close_attempts(reason)
        return result

    def action_bundle(self):
        """Make one payment of these requests and show its code.

        :raise AccessError: for anybody but the desk and the finance staff
        :raise UserError: they cannot be paid together
        """
        self.check_access("read")
        self._check_says_who_pays()
        return self.env["tthc.payment.bundle"]._open(self).action_show_qr()

    def action_same_payer(self):
        """What the payer of this request still owes the centre, to choose from and pay together."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_payment.action_expected_payment"
        )
        domain = [
            ("company_id", "=", self.company_id.id),
            ("state", "in", ("open", "expired")),
            ("payer_id", "=", self.payer_id.id),
            ("payer_name", "=", self.payer_name),
        ]
        return {**action, "domain": domain, "context": {}}


class TthcSubmission(models.Model):
    _inherit = "tthc.submission"

    def action_pay_together(self):
        """One payment for all that is still owed in this submission.

        :raise UserError: nothing or one thing is owed, or different people pay
        """
        self.ensure_one()
        self.check_access("read")
        requests = self.dossier_ids.expected_ids.filtered(
            lambda row: row.state in ("open", "expired")
        )
        if not requests:
            raise UserError(self.env._("Nothing is to be paid in %s.", self.display_name))
        if len(requests) == 1:
            return requests.action_show_qr()
        if len(requests._payers()) > 1:
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "tthc_payment.action_expected_payment"
            )
            return {**action, "domain": [("id", "in", requests.ids)], "context": {}}
        return requests.action_bundle()
