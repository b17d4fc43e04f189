from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import gateway

SECRETS = "tthc_catalogue.group_administrator"


class TthcSmsGateway(models.Model):
    """A provider of text messages that is reached over HTTP: how its request is written and how
    its answer is read (``tools/gateway.py``)."""

    _name = "tthc.sms.gateway"
    _description = "SMS Gateway"
    _order = "name"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    url = fields.Char(
        "Address",
        required=True,
        groups=SECRETS,
        help="With the placeholders {number}, {text}, {id} and {sender} where the provider wants "
        "them in the address.",
    )
    method = fields.Selection([("POST", "POST"), ("GET", "GET")], required=True, default="POST")
    body_kind = fields.Selection(
        [("json", "JSON"), ("form", "Form, a Line for Each name=value"), ("none", "None")],
        "Body",
        required=True,
        default="json",
    )
    body = fields.Text(
        "Body Text",
        groups=SECRETS,
        default='{"to": "{number}", "text": "{text}", "requestId": "{id}", "brand": "{sender}"}',
        help="The same placeholders.",
    )
    headers = fields.Text(
        groups=SECRETS, help="A line for each, Name: value; the provider's key usually."
    )
    sender = fields.Char(
        "Sender Name", help="The brand name registered with the provider, for {sender}."
    )
    number_form = fields.Selection(
        [
            ("national", "0912345678"),
            ("international", "84912345678"),
            ("plus", "+84912345678"),
        ],
        "Numbers as",
        required=True,
        default="national",
    )
    success = fields.Char(
        "Accepted if",
        help="Regular expression that the answer of a message taken over matches, e.g. "
        '"code"\\s*:\\s*"?0\\b. Empty: every answer with HTTP 2xx.',
    )
    refusal = fields.Char(
        "Refused for Good if",
        help="Regular expression of an answer after which trying again is useless, such as a wrong "
        "number.",
    )
    idempotent = fields.Boolean(
        "Sends an {id} Only Once",
        help="The provider recognises a repeated {id}. Only then is a message repeated whose "
        "answer was lost; without it the message is listed as uncertain.",
    )
    timeout = fields.Integer("Seconds to Wait", required=True, default=15)

    _timeout_range = models.Constraint(
        "CHECK (timeout BETWEEN 1 AND 60)", "Wait between 1 and 60 seconds for an answer."
    )

    @api.constrains("url", "body", "headers", "body_kind", "success", "refusal")
    def _check_request(self):
        for record in self.sudo():
            if not record.url.startswith(("https://", "http://")):
                raise ValidationError(
                    self.env._("Give the address with https:// (or http:// inside your network).")
                )
            try:
                gateway.prepare(record._spec(), "0912345678", "Thử", "test")
                gateway.judge(record._spec(), 200, "")
            except (ValueError, gateway.re.error, gateway.requests.RequestException) as error:
                raise ValidationError(
                    self.env._("The request or a pattern cannot be read: %s", error)
                ) from error

    def _spec(self):
        """This provider for ``tools/gateway.py``."""
        self.ensure_one()
        row = self.sudo()
        return gateway.Gateway(
            url=row.url,
            method=row.method,
            body=row.body or "",
            body_kind=row.body_kind,
            headers=row.headers or "",
            sender=row.sender or "",
            success=row.success or "",
            refusal=row.refusal or "",
            idempotent=row.idempotent,
            timeout=row.timeout,
            number_form=row.number_form,
        )

    @api.private
    def _deliver(self, number, text, key):
        """Hand a message to the provider; see :func:`~..tools.gateway.deliver`."""
        return gateway.deliver(self._spec(), number, text, key)
