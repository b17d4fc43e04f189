import json
import logging
import time

import requests

from odoo import api, fields, models

from ..const import PROVIDER_CODE, TEST_MONEY_PARAMETER
from ..tools import gateway

_logger = logging.getLogger(__name__)

#: Seconds that a gateway has for its answer.
PATIENCE = 15


def _read(response, patience):
    """The content of an answer that comes in time as a whole, of a length that can be meant.

    :raise requests.Timeout: it still drips after ``patience`` seconds
    :raise ValueError: longer than any message of a gateway
    """
    end, content = time.monotonic() + patience, b""
    for chunk in response.iter_content(1):  # more would wait until there is more
        content += chunk
        if time.monotonic() > end:
            raise requests.Timeout
        if len(content) > gateway.MOST_BYTES:
            raise ValueError("too long")
    return content


class PaymentProvider(models.Model):
    """Providers of the suite: what each of them overrides to be one.

    A provider of ours is reached only through the payment chain. Its messages come in at one
    function (:meth:`_tthc_receive`), whatever way they take.
    """

    _inherit = "payment.provider"

    code = fields.Selection(
        selection_add=[(PROVIDER_CODE, "VietQR Transfer")],
        ondelete={PROVIDER_CODE: "set default"},
    )
    tthc_kind = fields.Selection(
        [("transfer", "Transfer"), ("gateway", "Gateway"), ("feed", "Bank Feed")],
        "What It Does",
        compute="_compute_tthc_kind",
    )
    tthc_notify_url = fields.Char("Address for Notifications", compute="_compute_tthc_notify_url")

    # What a provider overrides ------------------------------------------------------------------

    @api.model
    def _tthc_codes(self):
        """Codes of the providers of the suite. Extended by each of them."""
        return {PROVIDER_CODE}

    def _tthc_kind(self):
        """``gateway``: the payer is sent to a page of it. ``feed``: it tells of transfers to the
        collection accounts. ``transfer``: neither."""
        return "transfer"

    def _tthc_verify(self, message):
        """Check that ``message`` comes from the source and is unchanged.

        :raise gateway.BadSignature: it does not, or there is no secret to check it with
        """
        raise gateway.BadSignature("this provider receives no messages")

    def _tthc_notices(self, message):
        """The :class:`~..tools.gateway.Notice` rows of a verified message.

        :raise gateway.Malformed: it is not what the interface describes
        """
        raise gateway.Malformed("this provider receives no messages")

    def _tthc_answer(self, results):
        """What the sender wants to hear: status code and body (a dict becomes JSON).

        :param list results: one word for each notice (see ``RESULTS`` of the delivery, and
            ``duplicate``), or the only word ``bad_signature``, ``malformed`` or ``error``
        """
        bad = {"bad_signature": 403, "malformed": 400, "error": 500}
        status = bad.get(results[0], 200) if results else 200
        return status, {"success": status == 200}

    def _tthc_start(self, attempt, return_url, address):
        """Prepare the payment at the gateway; returns the URL to which the payer goes.

        :raise gateway.Unavailable: the gateway cannot take it now
        """
        raise gateway.Unavailable("this provider has no payment page")

    def _tthc_order_number(self, attempt):
        """How the gateway calls ``attempt``; unique per provider."""
        return attempt.reference

    def _tthc_query(self, attempt):
        """Ask the gateway what it knows of ``attempt``: verified notices, none if it cannot say.

        :raise gateway.Unavailable: no usable answer
        """
        return []

    def _tthc_can_refund(self):
        """``none``, ``full`` or ``partial``."""
        return "none"

    def _tthc_refund(self, attempt, amount, reason, request_id):
        """Pay ``amount`` VND of ``attempt`` back. The same ``request_id`` never pays twice.

        :return: a notice: ``paid`` (the payer has it), ``pending`` or ``failed``
        :raise gateway.Unavailable: nobody knows; ask again with the same ``request_id``
        """
        raise gateway.Unavailable("this provider pays nothing back")

    # Odoo's framework ---------------------------------------------------------------------------

    def _get_default_payment_method_codes(self):
        """Override of ``payment``: each of our providers has one method, of the same code."""
        self.ensure_one()
        if self.code not in self._tthc_codes():
            return super()._get_default_payment_method_codes()
        return {self.code}

    @api.model
    def _get_compatible_providers(self, *args, **kwargs):
        """Override of ``payment``: never offer our providers on the generic payment form.

        There the browser names amount and reference; ours come from the fee lines of a dossier.
        """
        providers = super()._get_compatible_providers(*args, **kwargs)
        return providers.filtered(lambda provider: provider.code not in self._tthc_codes())

    @api.depends("code")
    def _compute_tthc_kind(self):
        for provider in self:
            ours = provider.code in self._tthc_codes()
            provider.tthc_kind = provider._tthc_kind() if ours else False

    @api.depends("code")
    def _compute_tthc_notify_url(self):
        for provider in self:
            own = provider._origin.id
            listens = own and provider.tthc_kind in ("gateway", "feed")
            provider.tthc_notify_url = listens and provider._tthc_notify_url()

    def _tthc_notify_url(self):
        """Where the source sends its messages: registered at the gateway by the administrator."""
        self.ensure_one()
        return f"{self.get_base_url()}/tthc/payment/{self.code}/{self._origin.id}/notify"

    # Whose ---------------------------------------------------------------------------------------

    @api.model
    def _tthc_provider(self, company):
        """The VietQR provider of exactly ``company``; a new company gets its own, enabled."""
        providers = self.sudo().search([("code", "=", PROVIDER_CODE)])
        own = providers.filtered(lambda provider: provider.company_id == company)[:1]
        if own or not providers:
            return own
        own = providers[0].copy({"company_id": company.id})
        own.state = "enabled"
        return own

    @api.model
    def _tthc_gateways(self, company):
        """Gateways that a payer of ``company`` may choose, those of the centre before those of its
        parents. One that is not published is offered to the staff only, to try it."""
        domain = fields.Domain("code", "in", tuple(self._tthc_codes()))
        domain &= fields.Domain("company_id", "parent_of", company.id)
        domain &= fields.Domain("state", "in", ("enabled", "test"))
        if not self.env.user._is_internal():
            domain &= fields.Domain("is_published", "=", True)
        found = self.sudo().search(domain)
        gateways = found.filtered(lambda provider: provider._tthc_kind() == "gateway")
        chosen = {}
        for provider in gateways.sorted(lambda row: (row.company_id != company, row.sequence)):
            chosen.setdefault(provider.code, provider)
        return self.browse(provider.id for provider in chosen.values()).sudo()

    def _tthc_counts(self):
        """Whether what this provider calls money is money. A provider in test mode pays nothing,
        unless the database is one for trials."""
        if self.state != "test":
            return True
        return bool(self.env["ir.config_parameter"].sudo().get_param(TEST_MONEY_PARAMETER))

    # Talking to a gateway ------------------------------------------------------------------------

    def _tthc_call(self, method, url, **options):
        """The JSON object that a gateway answers over HTTP.

        :param options: of :func:`requests.request`
        :raise gateway.Unavailable: no answer in time, an error status, or no JSON object
        """
        self.ensure_one()
        patience = options.pop("timeout", PATIENCE)
        options |= {"allow_redirects": False, "stream": True}
        try:
            with requests.request(method, url, timeout=patience, **options) as response:
                content = _read(response, patience)
            answer = json.loads(content) if response.status_code == 200 else None
        except (requests.RequestException, ValueError) as error:
            # The text of the error may hold the URL with its query: the class is enough.
            _logger.info("%s does not answer: %s", self.code, type(error).__name__)
            raise gateway.Unavailable(self.env._("%s does not answer.", self.name)) from error
        if not isinstance(answer, dict):
            _logger.info("%s answers %s without content", self.code, response.status_code)
            raise gateway.Unavailable(
                self.env._(
                    "%(name)s answers %(status)s.", name=self.name, status=response.status_code
                )
            )
        return answer
