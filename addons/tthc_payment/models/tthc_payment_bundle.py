import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_catalogue.tools import qr
from odoo.addons.tthc_dossier.tools import wall_time

from ..const import PROVIDER_CODE
from ..tools import bundle as rules
from ..tools import vietqr


class TthcPaymentBundle(models.Model):
    """One payment for several dossiers of one person ("nộp gộp"): the sum of some requests under
    a checked reference of its own.

    It owes nothing itself. Each part can still be paid alone; whichever comes first settles it,
    and money that then comes for the other is an exception. Reference, sum and parts never change.
    """

    _name = "tthc.payment.bundle"
    _inherit = ["tthc.payable"]
    _attempt_field = "tthc_bundle_id"
    _page_scope = "tthc.bundle"
    _page_root = "thanh-toan-gop"
    _description = "Collective Payment"
    _order = "id desc"
    _rec_name = "reference"
    _rec_names_search = ("reference", "request_ids.dossier_id.name", "payer_id.name")

    reference = fields.Char(
        required=True,
        readonly=True,
        help="What the payer writes as transfer memo: HCC and 11 digits.",
    )
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True, index=True, ondelete="restrict"
    )
    request_ids = fields.Many2many(
        "tthc.expected.payment",
        "tthc_payment_bundle_part_rel",
        "bundle_id",
        "expected_id",
        "Payment Requests",
        readonly=True,
    )
    payer_id = fields.Many2one("res.partner", readonly=True, index=True, ondelete="restrict")
    payer_label = fields.Char("Paid by", compute="_compute_payer_label", compute_sudo=True)
    amount = fields.Monetary(required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    account_id = fields.Many2one(
        "tthc.collection.account", "Into Account", required=True, readonly=True, ondelete="restrict"
    )
    cancelled_at = fields.Datetime("Cancelled on", readonly=True)
    state = fields.Selection(
        [
            ("open", "Open"),
            ("paid", "Paid"),
            ("changed", "Overtaken"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_state",
        search="_search_state",
        compute_sudo=True,
        help="Overtaken: a part was paid, cancelled or lowered by itself.",
    )
    attempt_ids = fields.One2many("payment.transaction", "tthc_bundle_id", "Attempts")
    qr_image = fields.Binary("VietQR Code", compute="_compute_qr_image", attachment=False)
    account_number = fields.Char(related="account_id.number")
    account_holder = fields.Char(related="account_id.holder")
    account_bank = fields.Char(related="account_id.bank_id.name", string="Bank")

    _reference_unique = models.UniqueIndex("(reference)", "This payment reference is taken.")
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A collective payment must be more than zero."
    )

    # Computed -----------------------------------------------------------------------------------

    def _facts(self):
        self.ensure_one()
        return rules.Bundle(
            amount=round(self.amount),
            currency=self.currency_id.id,
            account=self.account_id.id,
            cancelled=bool(self.cancelled_at),
            parts=tuple(part._facts() for part in self.sudo().request_ids),
        )

    @api.depends("request_ids.state", "request_ids.due_amount", "cancelled_at")
    def _compute_state(self):
        for bundle in self:
            bundle.state = rules.state(bundle._facts())

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = self.browse()
        if "cancelled" in value:
            found = self.sudo().search([("cancelled_at", "!=", False)])
        wanted = set(value) - {"cancelled"}
        if wanted:
            rest = self.sudo().search([("cancelled_at", "=", False)])
            found |= rest.filtered(lambda bundle: bundle.state in wanted)
        return [("id", "in", found.ids)]

    @api.depends("request_ids.payer_id", "request_ids.payer_name")
    def _compute_payer_label(self):
        for bundle in self:
            bundle.payer_label = bundle.request_ids[:1].payer_label

    @api.depends("reference", "amount", "account_id", "state")
    def _compute_qr_image(self):
        for bundle in self:
            payload = bundle.state == "open" and bundle._payload()
            bundle.qr_image = payload and base64.b64encode(qr.png(payload, pixels=6))

    def _payload(self):
        """The VietQR text, empty where no single transfer carries the sum."""
        self.ensure_one()
        if self.currency_id.name != "VND":
            return False
        try:
            return self.sudo().account_id._payload(self.reference, round(self.amount))
        except vietqr.VietQRError:
            return False

    # Guards -------------------------------------------------------------------------------------

    def write(self, vals):
        raise UserError(self.env._("A collective payment does not change: make a new one."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Collective payments stay on record: cancel them instead."))

    # Life ---------------------------------------------------------------------------------------

    @api.model
    @api.private
    def _open(self, requests):
        """Ask for the sum of ``requests`` in one payment.

        :return: the bundle, with an attempt under way; as the current user
        :raise UserError: fewer than two, not all open, of several centres or payers, or no account
        """
        requests.check_access("read")
        requests = requests.sudo().sorted("id")
        requests._lock()
        obstacles = self._obstacles(requests)
        if obstacles:
            raise UserError("\n".join(obstacles))
        requests._renew()
        same = requests[:1].bundle_ids.filtered(
            lambda bundle: bundle.request_ids == requests and bundle.state == "open"
        )
        if same:
            same[:1]._ensure_attempt()
            return self.browse(same[:1].id)
        company = requests.company_id
        account = self.env["tthc.collection.account"]._for_company(company)
        if not account:
            requests[:1]._choose_account()
        now = requests[:1].dossier_id._now()
        year = wall_time.to_local(now, company._tthc_zone()).year
        bundle = self.sudo().create(
            {
                "reference": requests._next_reference(year),
                "company_id": company.id,
                "request_ids": [(6, 0, requests.ids)],
                "payer_id": requests[:1]._payer().id,
                "amount": sum(requests.mapped("due_amount")),
                "currency_id": requests.currency_id.id,
                "account_id": account.id,
            }
        )
        bundle._ensure_attempt()
        return self.browse(bundle.id)

    def _obstacles(self, requests):
        """Sentences on why these requests cannot be paid together."""
        if len(requests) < 2:
            return [self.env._("Choose at least two payment requests.")]
        found = [
            self.env._("%s is not open: nothing of it is to be paid.", request.reference)
            for request in requests
            if request.state not in ("open", "expired") or not request.due_amount
        ]
        if len(requests.company_id) > 1 or len(requests.currency_id) > 1:
            found.append(
                self.env._("One payment goes to one centre: choose the requests of one centre.")
            )
        if len(requests._payers()) > 1:
            found.append(
                self.env._(
                    "These fees are paid by different people: %s. Select them and say with “Who "
                    "Pays” who pays all of them.",
                    ", ".join(sorted(set(requests.mapped("payer_label")))),
                )
            )
        return found

    @api.private
    def _ensure_attempt(self):
        """The transfer that is waited for, a new one if there is none; empty without a provider."""
        self.ensure_one()
        bundle = self.sudo()
        pending = bundle.attempt_ids.filtered(
            lambda row: row.provider_code == PROVIDER_CODE and row.state in ("draft", "pending")
        )
        provider = self.env["payment.provider"]._tthc_provider(bundle.company_id)
        if pending or not provider:
            return pending[:1]
        method = self.env.ref("tthc_payment.payment_method_vietqr")
        attempt = bundle._create_attempt(provider, method, bundle.amount, "online_direct")
        attempt._set_pending()
        attempt._post_process()
        return attempt

    @api.private
    def _cancel(self, reason):
        """Give the bundle up; its parts stay owed one by one."""
        for bundle in self.sudo():
            if bundle.state == "paid":
                raise UserError(self.env._("%s is paid.", bundle.reference))
            super(TthcPaymentBundle, bundle).write({"cancelled_at": fields.Datetime.now()})
            bundle._close_attempts(reason)
        return True

    # What is payable ----------------------------------------------------------------------------

    def _requests(self):
        return self.request_ids

    def _sum_due(self):
        return self.amount

    def _is_open(self):
        return self.state == "open"

    def _payer(self):
        return self.payer_id

    # Actions ------------------------------------------------------------------------------------

    def action_show_qr(self):
        """Open the one code for all parts."""
        self.ensure_one()
        self.check_access("read")
        if self.state != "open":
            raise UserError(
                self.env._("%s cannot be paid any more: make a new one.", self.reference)
            )
        if not self._payload():
            raise UserError(
                self.env._(
                    "No VietQR code carries this sum: one transfer is limited to less than 500 "
                    "million VND. Choose fewer requests."
                )
            )
        self.sudo().request_ids._renew()
        self._ensure_attempt()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pay Together"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(self.env.ref("tthc_payment.view_payment_bundle_qr").id, "form")],
            "target": "new",
            "context": {"dialog_size": "large"},
        }

    def action_take_payment(self):
        """Open the counter's dialog for the whole sum, in cash or by card.

        :raise AccessError: for anybody but a cashier
        """
        self.ensure_one()
        self.check_access("read")
        if self.state != "open":
            raise UserError(
                self.env._("%s cannot be paid any more: make a new one.", self.reference)
            )
        return self.request_ids.action_take_payment()

    def action_cancel(self):
        """Give the collective payment up; its parts stay owed one by one.

        :raise AccessError: for anybody but the desk and the finance staff
        """
        self.check_access("read")
        self.env["tthc.expected.payment"]._check_says_who_pays()
        self._cancel(self.env._("The collective payment was given up."))
        return True
