import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.tthc_catalogue.tools import qr
from odoo.addons.tthc_dossier.tools import wall_time

from ..const import REFERENCE_SEQUENCE, VALIDITY_DAYS, VALIDITY_PARAMETER
from ..tools import vietqr
from ..tools.reference import make_reference


class TthcExpectedPayment(models.Model):
    """A payment request: one sum that a dossier owes, under one checked reference.

    Reference, amount and account never change. The state follows from the matches with incoming
    money; nothing else marks a request as paid. Amounts are VND without decimals.
    """

    _name = "tthc.expected.payment"
    _description = "Payment Request"
    _order = "id desc"
    _rec_name = "reference"
    _rec_names_search = ("reference", "dossier_id.name")

    reference = fields.Char(
        required=True, help="What the payer writes as transfer memo: HCC and 11 digits."
    )
    dossier_id = fields.Many2one("tthc.dossier", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, ondelete="restrict"
    )
    purpose = fields.Selection(
        [("intake", "On Acceptance"), ("supplement", "Supplementary")],
        required=True,
        default="intake",
    )
    amount = fields.Monetary(required=True)
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")
    account_id = fields.Many2one(
        "tthc.collection.account", "Into Account", index=True, ondelete="restrict"
    )
    state = fields.Selection(
        [("open", "Open"), ("paid", "Paid"), ("cancelled", "Cancelled"), ("expired", "Expired")],
        required=True,
        default="open",
        index=True,
    )
    expires_at = fields.Datetime("Valid until")
    paid_at = fields.Datetime("Paid on")
    closed_at = fields.Datetime("Cancelled on")
    close_reason = fields.Char("Reason of Cancellation")
    line_ids = fields.One2many("tthc.fee.line", "expected_id", "Fees")
    attempt_ids = fields.One2many("payment.transaction", "tthc_expected_id", "Attempts")
    match_ids = fields.One2many("tthc.payment.match", "expected_id", "Matches")
    matched_amount = fields.Monetary("Received", compute="_compute_matched", compute_sudo=True)
    due_amount = fields.Monetary("Still Due", compute="_compute_matched", compute_sudo=True)
    payload = fields.Char("VietQR Text", compute="_compute_payload", compute_sudo=True)
    qr_image = fields.Binary("VietQR Code", compute="_compute_qr_image", attachment=False)
    account_number = fields.Char(compute="_compute_account_number", compute_sudo=True)
    account_holder = fields.Char(related="account_id.holder")
    account_bank = fields.Char(related="account_id.bank_id.name", string="Bank")
    procedure_id = fields.Many2one(related="dossier_id.procedure_id")

    _reference_unique = models.UniqueIndex("(reference)", "This payment reference is taken.")
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A payment request must be more than zero."
    )

    def init(self):
        self.env.cr.execute(
            SQL("CREATE SEQUENCE IF NOT EXISTS %s", SQL.identifier(REFERENCE_SEQUENCE))
        )

    # Computed -----------------------------------------------------------------------------------

    @api.depends("amount", "match_ids.amount", "match_ids.state")
    def _compute_matched(self):
        for expected in self:
            amount = expected.amount  # first, so that the row is read before the currency alone
            active = expected.match_ids.filtered(lambda match: match.state == "active")
            expected.matched_amount = sum(active.mapped("amount"))
            expected.due_amount = amount - expected.matched_amount

    @api.depends("reference", "due_amount", "account_id", "account_id.virtual_prefix")
    def _compute_payload(self):
        for expected in self:
            expected.payload = expected._vietqr_payload()

    @api.depends("reference", "account_id.number", "account_id.virtual_prefix")
    def _compute_account_number(self):
        for expected in self:
            account = expected.account_id
            expected.account_number = account and account._number_for(expected.reference)

    def _vietqr_payload(self):
        if not self.account_id or not self.due_amount or self.currency_id.name != "VND":
            return False
        try:
            return self.account_id._payload(self.reference, round(self.due_amount))
        except vietqr.VietQRError:
            return False

    @api.depends("payload", "state")
    def _compute_qr_image(self):
        for expected in self:
            expected.qr_image = expected._is_payable() and base64.b64encode(
                qr.png(expected.payload, pixels=6)
            )

    def _is_payable(self):
        """Whether a transfer to this request makes sense now."""
        return bool(self.payload) and self.state in ("open", "expired")

    # Guards -------------------------------------------------------------------------------------

    def write(self, vals):
        raise UserError(
            self.env._("A payment request changes only through payments, renewal or cancellation.")
        )

    @api.private
    def _set(self, vals):
        """Write, from a method of the payment chain."""
        return super(TthcExpectedPayment, self.sudo()).write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Payment requests stay on record: cancel them instead."))

    @api.private
    def _lock(self):
        """Lock the dossiers, then the requests, always in this order and by ascending id."""
        self.flush_recordset()
        for table, ids in (
            ("tthc_dossier", self.sudo().dossier_id.ids),
            ("tthc_expected_payment", self.ids),
        ):
            if ids:
                self.env.execute_query(
                    SQL(
                        "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                        SQL.identifier(table),
                        tuple(ids),
                    )
                )
        self.invalidate_recordset()

    # Life of a request --------------------------------------------------------------------------

    @api.model
    @api.private
    def _open(self, dossier, lines, purpose="intake"):
        """Ask a dossier for the sum of ``lines`` (values of fee lines without dossier).

        :return: the payment request with its fee lines
        """
        now = dossier._now()
        company = dossier.company_id
        account = self.env["tthc.collection.account"]._for_company(company)
        year = wall_time.to_local(now, company.sudo()._tthc_zone()).year
        currency = company.sudo().currency_id
        expected = self.sudo().create(
            {
                "reference": self._next_reference(year),
                "dossier_id": dossier.id,
                "company_id": company.id,
                "purpose": purpose,
                "amount": sum(line["amount"] for line in lines),
                "currency_id": currency.id,
                "account_id": account.id,
                "expires_at": now + self._validity(),
            }
        )
        common = {
            "dossier_id": dossier.id,
            "company_id": company.id,
            "currency_id": currency.id,
            "expected_id": expected.id,
        }
        self.env["tthc.fee.line"].sudo().create([{**common, **line} for line in lines])
        return expected

    @api.model
    def _next_reference(self, year):
        [(serial,)] = self.env.execute_query(SQL("SELECT nextval(%s)", REFERENCE_SEQUENCE))
        return make_reference(year, serial)

    @api.model
    def _validity(self):
        days = self.env["ir.config_parameter"].sudo().get_param(VALIDITY_PARAMETER)
        return timedelta(days=int(days or VALIDITY_DAYS))

    @api.private
    def _cancel(self, reason):
        """Give up open requests; money that still comes for them goes to the exceptions.

        :raise UserError: the request is paid, in full or in part
        """
        self._lock()
        for expected in self.filtered(lambda row: row.state in ("open", "expired")):
            if expected.matched_amount:
                raise UserError(
                    self.env._("%s has received money: undo the match first.", expected.reference)
                )
            expected._set(
                {"state": "cancelled", "closed_at": fields.Datetime.now(), "close_reason": reason}
            )
            expected._close_attempts(reason)

    @api.private
    def _renew(self):
        """Give requests whose term is over another one: the fee is still owed."""
        now = fields.Datetime.now()
        over = self.filtered(
            lambda row: row.state == "expired" or (row.state == "open" and row.expires_at < now)
        )
        if over:
            over._set({"state": "open", "expires_at": now + self._validity()})

    @api.model
    def _cron_expire(self):
        """Let open requests lapse whose term is over."""
        lapsed = self.search([("state", "=", "open"), ("expires_at", "<", fields.Datetime.now())])
        for expected in lapsed:
            expected._lock()
            if expected.state == "open":
                expected._set({"state": "expired"})
                expected._close_attempts(self.env._("The payment request has expired."))

    # Actions ------------------------------------------------------------------------------------

    def action_show_qr(self):
        """Open the VietQR code; the first showing starts an attempt."""
        self.ensure_one()
        self.check_access("read")
        self._prepare_transfer()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pay by Bank Transfer"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(self.env.ref("tthc_payment.view_expected_payment_qr").id, "form")],
            "target": "new",
            "context": {"dialog_size": "medium"},
        }

    def action_cancel(self):
        """Ask for the reason and cancel."""
        return self.env["tthc.payment.reason"]._open("cancel", self)
