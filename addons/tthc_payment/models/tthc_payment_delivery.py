from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import gateway
from .tthc_bank_memo import TOLD

OUTCOMES = [
    ("paid", "Paid"),
    ("pending", "Under Way"),
    ("failed", "Failed"),
    ("held", "Held by the Gateway"),
    ("reversed", "Taken Back"),
    ("ignored", "Nothing of Ours"),
]
RESULTS = [
    ("waiting", "Not Processed Yet"),
    ("done", "Settled"),
    ("recorded", "Recorded"),
    ("unknown", "Unknown Order"),
    ("wrong_amount", "Wrong Amount"),
    ("wrong_currency", "Wrong Currency"),
    ("already_paid", "Already Paid"),
    ("late", "Too Late"),
    ("unmatched", "Not Matched"),
    ("duplicate", "Money Known Already"),
    ("ignored", "Nothing of Ours"),
    ("test", "Test Money"),
]
#: Somebody of the finance staff has to look at these: they pay nothing by themselves.
ODD = fields.Domain(
    "result",
    "in",
    ("waiting", "unknown", "wrong_amount", "wrong_currency", "already_paid", "late", "unmatched"),
) | fields.Domain("outcome", "in", ("held", "reversed"))


class TthcPaymentDelivery(models.Model):
    """What a gateway or bank feed told, after its signature was checked: kept as it came, once.

    A message that is delivered again has no second row. What became of it is the only thing that
    is written later. Payers' names and memos are in it: only accountants and auditors see them.
    """

    _name = "tthc.payment.delivery"
    _description = "Payment Notification"
    _order = "id desc"
    _rec_name = "key"
    _rec_names_search = ("key", "reference", "gateway_id")
    _log_access = False

    provider_id = fields.Many2one(
        "payment.provider", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True, index=True, ondelete="restrict"
    )
    key = fields.Char(required=True, readonly=True, help="Makes the same message the same.")
    channel = fields.Selection(
        [("notify", "Told by the Source"), ("query", "Asked For")],
        "How",
        required=True,
        readonly=True,
    )
    received_at = fields.Datetime("Received", required=True, readonly=True, index=True)
    outcome = fields.Selection(OUTCOMES, "Says", required=True, readonly=True)
    amount = fields.Monetary(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True, ondelete="restrict")
    reference = fields.Char("Order", readonly=True, index="btree_not_null")
    gateway_id = fields.Char("Number at the Source", readonly=True)
    detail = fields.Char(readonly=True)
    facts = fields.Json(
        "Content",
        readonly=True,
        groups="tthc_payment.group_accountant,tthc_payment.group_auditor",
    )
    content = fields.Text("As Received", compute="_compute_content", compute_sudo=True)
    result = fields.Selection(
        RESULTS, "What Became of It", required=True, readonly=True, default="waiting", index=True
    )
    problem = fields.Char(readonly=True, help="Why it could not be processed yet.")
    attempt_id = fields.Many2one(
        "payment.transaction", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    incoming_id = fields.Many2one(
        "tthc.incoming.money", "Money", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    is_odd = fields.Boolean("To Be Looked at", compute="_compute_is_odd", search="_search_is_odd")

    _once = models.UniqueIndex("(provider_id, key)", "This message was received before.")

    @api.depends("facts")
    @api.depends_context("uid")
    def _compute_content(self):
        """Without what names the payer for who does not read memos."""
        hidden = () if self.env["tthc.incoming.money"]._reads_bank_memos() else TOLD
        for delivery in self:
            rows = (delivery.facts or {}).items()
            delivery.content = "\n".join(
                f"{name}: {value}" for name, value in rows if value and name not in hidden
            )

    @api.depends("result", "outcome")
    def _compute_is_odd(self):
        odd = self.filtered_domain(ODD)
        odd.is_odd, (self - odd).is_odd = True, False

    def _search_is_odd(self, operator, value):
        if operator != "in":
            return NotImplemented
        return ODD if True in value else ~ODD

    # Guards -------------------------------------------------------------------------------------

    def write(self, vals):
        raise UserError(self.env._("What a gateway told is kept as it was received."))

    def unlink(self):
        raise UserError(self.env._("What a gateway told is kept as it was received."))

    def copy_data(self, default=None):
        raise UserError(self.env._("What a gateway told cannot be duplicated."))

    @api.private
    def _set_result(self, result, attempt=None, money=None, problem=False):
        vals = {"result": result, "problem": problem}
        if attempt:
            vals["attempt_id"] = attempt.id
        if money:
            vals["incoming_id"] = money.id
        return super(TthcPaymentDelivery, self.sudo()).write(vals)

    # Taking in ----------------------------------------------------------------------------------

    @api.model
    @api.private
    def _store(self, provider, notice, channel):
        """Keep a notice, once, however many deliver it at the same moment.

        :return: the row, and whether it is new
        """
        currency = self._currency(notice.currency)
        values = {
            "provider_id": provider.id,
            "company_id": provider.company_id.id,
            "key": notice.key,
            "channel": channel,
            "received_at": fields.Datetime.now(),
            "outcome": notice.outcome,
            "amount": notice.amount,
            "currency_id": currency.id or None,
            "reference": notice.reference or None,
            "gateway_id": notice.gateway_id or None,
            "detail": notice.detail or None,
            "facts": Json(notice.as_json()),
            "result": "waiting",
        }
        new = self.env.execute_query(
            SQL(
                "INSERT INTO tthc_payment_delivery (%s) VALUES %s "
                "ON CONFLICT (provider_id, key) DO NOTHING RETURNING id",
                SQL(", ").join(map(SQL.identifier, values)),
                tuple(values.values()),
            )
        )
        if new:
            return self.browse(new[0]), True
        return self.search([("provider_id", "=", provider.id), ("key", "=", notice.key)]), False

    @api.model
    def _currency(self, name):
        currencies = self.env["res.currency"].sudo().with_context(active_test=False)
        return currencies.search([("name", "=", name)], limit=1)

    def _notice(self):
        return gateway.from_json(self.facts)

    @api.model
    def _cron_process(self):
        """Process what was stored and could not be processed when it came."""
        cron = self.env["ir.cron"]
        waiting = self.search([("result", "=", "waiting")], order="id")
        cron._commit_progress(remaining=len(waiting))
        for delivery in waiting:
            delivery.provider_id._tthc_process(delivery)
            if not cron._commit_progress(1):
                return
