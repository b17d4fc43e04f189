import hashlib
import hmac
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..tools import carrier_call, news
from ..tools.carrier_call import Forged, Malformed, Parcel, Party
from ..tools.exchange import RECEIVER_PAYS

SYSTEM = "base.group_system"
#: What reading a message of any shape may raise.
STRANGE = (Malformed, ValueError, TypeError, ArithmeticError, AttributeError, LookupError)


class TthcCarrierAccount(models.Model):
    """A centre's account at a carrier that has an interface: who sends, and with which keys.

    What is special to a carrier is done by its connector (``tthc.connector``); its addon adds the
    settings that only it has.
    """

    _name = "tthc.carrier.account"
    _description = "Account at a Carrier"
    _order = "company_id, carrier_id"
    _rec_name = "carrier_id"

    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        help="Its branches use it too, unless they have one of their own.",
    )
    carrier_id = fields.Many2one(
        "tthc.carrier",
        required=True,
        domain=[("connector", "!=", "file")],
        index=True,
        ondelete="restrict",
    )
    connector = fields.Selection(related="carrier_id.connector")
    active = fields.Boolean(default=True)
    mode = fields.Selection(
        [("test", "Test"), ("live", "Live")],
        required=True,
        default="test",
        copy=False,
        help="In test mode the carrier's system for trials is used: no courier comes.",
    )
    url = fields.Char("Address", help="Of the carrier's system, when it is not the usual one.")
    customer_code = fields.Char(help="By which the carrier knows the centre.")
    service = fields.Char("Service Code", help="For shipments; the carrier's own code.")
    username = fields.Char("User Name", groups=SYSTEM)
    password = fields.Char(groups=SYSTEM, copy=False)
    secret = fields.Char("Key or Token", groups=SYSTEM, copy=False)
    webhook_secret = fields.Char(
        "Secret of Messages",
        groups=SYSTEM,
        copy=False,
        help="Agreed with the carrier, which sends it with every message.",
    )
    webhook_key = fields.Char(
        groups=SYSTEM, copy=False, readonly=True, default=lambda self: secrets.token_urlsafe(24)
    )
    webhook_url = fields.Char(
        "Address for Messages",
        compute="_compute_webhook_url",
        groups=SYSTEM,
        help="To be given to the carrier. Nobody else should know it.",
    )

    webhook_key_old = fields.Char(groups=SYSTEM, copy=False, readonly=True)
    webhook_old_until = fields.Datetime(
        "Old Address Valid until",
        groups=SYSTEM,
        copy=False,
        readonly=True,
        help="Until then the carrier's messages are taken at the old address as well.",
    )
    key_days = fields.Integer(
        "Old Address Valid (Days)",
        required=True,
        default=7,
        help="After a new address was made, so that the carrier can change over. 0: refused at "
        "once.",
    )

    sender_name = fields.Char("Sender", required=True)
    sender_phone = fields.Char("Phone", required=True)
    sender_email = fields.Char("E-mail")
    sender_street = fields.Char("Address of the Sender", required=True)
    sender_commune = fields.Char("Commune")
    sender_state_id = fields.Many2one(
        "res.country.state", "Province", domain=[("country_id.code", "=", "VN")]
    )
    sender_postcode = fields.Char("Postcode")
    contents = fields.Char(required=True, default="Hồ sơ, giấy tờ", help="What the carrier reads.")
    default_weight = fields.Integer(
        "Usual Weight (g)", required=True, default=100, help="When a shipment was not weighed."
    )
    reference_prefix = fields.Char(
        copy=False,
        help="Stands before our numbers, when several centres share an account at the carrier.",
    )
    track_hours = fields.Integer(
        "Ask After Hours Without News",
        default=24,
        help="Where the carrier can be asked for the state of a shipment. 0: never.",
    )
    keep_days = fields.Integer(
        "Keep Messages (Days)",
        required=True,
        default=180,
        help="Requests and answers are cleared afterwards; what became of them stays.",
    )

    _one_account = models.UniqueIndex(
        "(company_id, carrier_id) WHERE active",
        "This centre has an account at this carrier already.",
    )
    _ranges = models.Constraint(
        "CHECK (default_weight > 0 AND keep_days > 0 AND track_hours >= 0 AND key_days >= 0)",
        "Weight and days must be above zero, hours not below.",
    )

    @api.depends("carrier_id", "company_id")
    def _compute_display_name(self):
        for account in self:
            account.display_name = f"{account.carrier_id.name} – {account.company_id.name}"

    @api.depends("carrier_id")
    def _compute_webhook_url(self):
        for account in self:
            account.webhook_url = (
                account._origin and f"{account.get_base_url()}{account._webhook_path()}"
            )

    @api.constrains("url", "mode")
    def _check_url(self):
        for account in self:
            if account.url and not account.url.startswith(("https://", "http://")):
                raise ValidationError(self.env._("An address begins with https://."))

    # For shipments ------------------------------------------------------------------------------

    @api.model
    @api.private
    def _for(self, company, carrier):
        """The account of a centre at a carrier, or that of the nearest parent; with its secrets.
        Empty without one, or for a carrier without an interface."""
        found = self.sudo().search(
            [("company_id", "parent_of", company.id), ("carrier_id", "=", carrier.id)]
        )
        found = found.filtered(lambda account: account._has_connector())
        return found.sorted(lambda account: len(account.company_id.parent_path or ""))[-1:]

    @api.model
    @api.private
    def _resting(self):
        """Accounts for which nothing is sent: archived, or told by file by now."""
        every = self.sudo().with_context(active_test=False).search([])
        return every.filtered(lambda row: not (row.active and row._has_connector()))

    def _has_connector(self):
        return f"tthc.connector.{self.connector}" in self.env

    def _connector(self):
        """The ``tthc.connector`` of this account's carrier."""
        self.ensure_one()
        return self.env[f"tthc.connector.{self.connector}"].sudo()

    @api.private
    def _kinds(self):
        """Kinds of requests that the carrier takes."""
        return self._connector()._kinds(self)

    @api.private
    def _base_url(self, live, test):
        """Address of the carrier's system, without a slash at the end."""
        return (self.url or (live if self.mode == "live" else test)).rstrip("/")

    @api.private
    def _call(self):
        """For the calls of one step."""
        secrets_ = tuple(filter(None, self._connector()._secrets(self)))
        return carrier_call.Call(secrets_, carrier_call.PATIENCE)

    @api.private
    def _token_name(self):
        """A name of this account and its keys, for tokens kept in memory."""
        keys = f"{self.env.cr.dbname} {self.url} {self.mode} {self.username} {self.password}"
        return self.id, hashlib.sha256(keys.encode()).hexdigest()

    @api.private
    def _parcel(self, shipment, reference, number=""):
        """A shipment as connectors take it; both ends change places when it comes to us."""
        centre = Party(
            name=self.sender_name,
            phone=self.sender_phone,
            street=self.sender_street,
            commune=self.sender_commune or "",
            province=self.sender_state_id.name or "",
            email=self.sender_email or "",
            postcode=self.sender_postcode or "",
        )
        citizen = Party(
            name=shipment.recipient_name,
            phone=shipment.recipient_phone or "",
            street=shipment.recipient_street or "",
            commune=shipment.recipient_commune or "",
            province=shipment.recipient_state_id.name or "",
        )
        ours = shipment.direction == "deliver"
        to_collect = shipment.payer == ("recipient" if ours else "centre")
        return Parcel(
            reference=reference,
            sender=centre if ours else citizen,
            receiver=citizen if ours else centre,
            weight=shipment.weight or self.default_weight,
            contents=self.contents,
            service=self.service or "",
            cod=round(shipment.cod_amount),
            # In words too: not every interface has a field for who pays.
            note=" – ".join(filter(None, [shipment.note, to_collect and RECEIVER_PAYS])),
            number=number,
            receiver_pays=to_collect,
        )

    # Messages of the carrier --------------------------------------------------------------------

    def _webhook_path(self):
        return f"/tthc/post/{self.connector}/{self._origin.id}-{self.sudo().webhook_key}"

    @api.model
    @api.private
    def _of_path(self, connector, key):
        """The account that a carrier's message is for, by what stands in its address."""
        number, _dash, secret = key.partition("-")
        short = number.isdecimal() and len(number) < 10
        account = self.sudo().browse(int(number) if short else 0).exists()
        known = any(
            hmac.compare_digest(key.encode(), secret.encode()) for key in account._keys_in_force()
        )
        fits = known and account.active and account.connector == connector
        return account if fits and account._has_connector() else self.browse()

    def _keys_in_force(self):
        """The keys by which the carrier's messages are known: the new one, and the old one for as
        long as it is valid."""
        keys = [self.webhook_key]
        if self.webhook_old_until and self.webhook_old_until > fields.Datetime.now():
            keys.append(self.webhook_key_old)
        return [key for key in keys if key]

    def action_renew_key(self):
        """Make a new address for messages; the old one stays valid for some days.

        :raise AccessError: for anybody but a system administrator, who alone reads the address
        """
        if not self.env.is_system():
            raise AccessError(
                self.env._("Only a system administrator makes a new address for messages.")
            )
        self.check_access("write")
        for account in self:
            account.write(
                {
                    "webhook_key": secrets.token_urlsafe(24),
                    "webhook_key_old": account.webhook_key,
                    "webhook_old_until": fields.Datetime.now() + timedelta(days=account.key_days),
                }
            )
        return True

    @api.private
    def _receive(self, message):
        """Take in a message of the carrier, once however often it comes.

        :return: status and JSON object for the sender
        """
        self.ensure_one()
        connector, log = self._connector(), self.env["tthc.carrier.log"]
        try:
            connector._check(self, message)
        except (Forged, *STRANGE):
            log._heard_often(self, "forged")
            return connector._reply(self, message, "forged")
        text = message.body.decode("utf-8", "replace").replace("\0", "")
        text = carrier_call.mask(text, connector._secrets(self))
        try:
            rows = connector._hear(self, message)
        except STRANGE as error:
            why = str(error) if isinstance(error, Malformed) else type(error).__name__
            log._heard_often(self, "malformed", text[: carrier_call.KEPT], why)
            return connector._reply(self, message, "malformed")
        counts = self._take_news([{**row, "raw": text} for row in rows], "webhook")
        if counts.get("repeated") and not counts.get("taken"):
            log._heard_often(self, "known")
        else:
            log._heard(self, "heard", text)
        return connector._reply(self, message, "taken")

    @api.private
    def _take_news(self, rows, source):
        """Hand news on, under our own names of the shipments, and learn from it which orders the
        carrier has."""
        orders = self.env["tthc.carrier.order"].sudo()
        rows = [{**row, "order_ref": news.plain(row.get("order_ref"))} for row in rows]
        references = {row["order_ref"] for row in rows if row.get("order_ref")}
        found = orders.search(
            [
                ("account_id", "=", self.id),
                ("kind", "=", "create"),
                ("reference", "in", list(references)),
            ]
        ).grouped("reference")
        ours = []
        for row in rows:
            order = found.get(row.get("order_ref"))
            if order:
                if number := carrier_call.named(row.get("tracking_number")):
                    order[-1:]._named_by_carrier(number)
                shipment = order[-1:].shipment_id
                row = {**row, "order_ref": shipment.name, "company_id": shipment.company_id.id}
            ours.append({"company_id": self.company_id.id, **row})
        companies = self.env["res.company"].sudo().search([("id", "child_of", self.company_id.id)])
        return self.env["tthc.carrier.news"]._take(self.carrier_id, ours, source, companies)
