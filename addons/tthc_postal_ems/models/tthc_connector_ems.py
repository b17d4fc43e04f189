from datetime import datetime, time, timedelta
from urllib.parse import quote

from odoo import api, fields, models

from odoo.addons.tthc_dossier.tools.wall_time import to_local, to_utc
from odoo.addons.tthc_postal.tools import outbox
from odoo.addons.tthc_postal.tools.carrier_call import (
    Forged,
    Lost,
    Malformed,
    NotTaken,
    Refused,
    named,
    whole,
)

from .. import const


class TthcConnectorEms(models.AbstractModel):
    """EMS: orders, states on asking, and messages.

    Its messages carry no secret: who knows the *Address for Messages* of the account, which holds
    a long random key, is believed. An order whose answer was lost is learnt from a message that
    names our number, or decided by a person.
    """

    _name = "tthc.connector.ems"
    _description = "EMS"
    _inherit = ["tthc.connector"]

    @api.model
    def _kinds(self, account):
        """Override of ``tthc_postal``: cancelling needs a path."""
        kinds = {outbox.CREATE, outbox.TRACK}
        return frozenset(kinds | ({outbox.CANCEL} if account.ems_cancel_path else set()))

    @api.model
    def _create(self, call, account, parcel):
        """Override of ``tthc_postal``."""
        content = {
            "order_code": parcel.reference,
            "inventory": account.ems_inventory or "",
            "inventory_name": account.sender_name,
            **self._party(call, account, "from", parcel.sender),
            **self._party(call, account, "to", parcel.receiver),
            "to_postal": parcel.receiver.postcode,
            "product_name": parcel.contents,
            "total_amount": 0,
            "total_quantity": parcel.pieces,
            "total_weight": parcel.weight,
            "money_collect": parcel.cod,
            "description": parcel.note,
            "size": "",
            "service": parcel.service,
            "checked": False,
            "fragile": False,
            "vas": [],
        }
        data = self._say(call, call.tell, account, "/api/v1/orders/create-v2", json=content)
        number = named(data.get("tracking_code"))
        if not number:
            raise Lost("no tracking_code")
        return outbox.Answer(number=number, fee=self._fee(data.get("fee")))

    @api.model
    def _cancel(self, call, account, parcel):
        """Override of ``tthc_postal``."""
        content = {"tracking_code": parcel.number, "order_code": parcel.reference}
        self._say(call, call.tell, account, account.ems_cancel_path, json=content)
        return outbox.Answer(number=parcel.number)

    @api.model
    def _track(self, call, account, parcel):
        """Override of ``tthc_postal``: the present state, as one news."""
        path = f"/api/v1/orders/tracking/{quote(parcel.number, safe='')}"
        data = self._say(call, call.ask, account, path, method="GET")
        data = {"tracking_code": parcel.number, "order_code": parcel.reference, **data}
        try:
            return outbox.Answer(news=[self._news(data)])
        except Malformed as error:
            raise NotTaken(str(error)) from error

    # The interface ------------------------------------------------------------------------------

    def _say(self, call, how, account, path, method="POST", **content):
        """``data`` of an answer that says yes; an object.

        :param how: ``call.ask`` or ``call.tell``
        """
        url = f"{self._base(account)}{path}"
        answer = how(method, url, params={"merchant_token": account.secret or ""}, **content)
        message = str(answer.get("message") or "")[:200]
        if answer.get("code") == "error":
            # Our key: nothing was done, and the order is not at fault.
            raise (NotTaken if "token" in message.lower() else Refused)(message)
        data = answer.get("data", {})
        if answer.get("code") != "success" or not isinstance(data, dict):
            raise (Lost if how == call.tell else NotTaken)("no data")
        return data

    def _base(self, account):
        """:raise Refused: trials, and no address to try at"""
        base = account._base_url(const.URL, "")
        if not base:
            raise Refused(self.env._("Enter the address of the system for trials in the account."))
        return base

    def _party(self, call, account, end, party):
        return {
            f"{end}_name": party.name,
            f"{end}_phone": party.phone,
            f"{end}_province": self._province(call, account, party.province),
            f"{end}_district": "",
            f"{end}_ward": party.commune,
            f"{end}_address": party.address,
        }

    def _province(self, call, account, name):
        """EMS's number of a province; its name when EMS lists none of this name."""
        if not account.ems_province_path or not name:
            return name
        url = f"{self._base(account)}{account.ems_province_path}"
        answer = call.ask("GET", url, params={"merchant_token": account.secret or ""})
        rows = answer.get("data")
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict) and self._same_place(row.get("name"), name):
                return row.get("code", name)
        return name

    def _same_place(self, theirs, ours):
        plain = [str(name or "").casefold().removesuffix(" province") for name in (theirs, ours)]
        for word in ("tỉnh ", "thành phố ", "tp. ", "tp "):
            plain = [name.removeprefix(word) for name in plain]
        return plain[0] == plain[1]

    def _fee(self, fee):
        """A number, or an object of the price and what is added to it."""
        if not isinstance(fee, dict):
            return whole(fee)
        parts = [whole(fee.get(name)) for name in ("fee", "remote_fee")]
        return sum(part or 0 for part in parts) if parts[0] is not None else None

    # Messages -----------------------------------------------------------------------------------

    @api.model
    def _check(self, account, message):
        """Override of ``tthc_postal``: the key in the address was compared already; EMS names its
        message in a header."""
        if not message.headers.get(const.TRANSACTION):
            raise Forged("no transaction")

    @api.model
    def _hear(self, account, message):
        """Override of ``tthc_postal``: one state in each message."""
        return [self._news(message.json())]

    @api.model
    def _reply(self, account, message, word):
        """Override of ``tthc_postal``: in EMS's words."""
        transaction = message.headers.get(const.TRANSACTION, "")
        if word == "forged":
            return 403, {"code": "error", "transaction": transaction}
        return 200, {"code": "success" if word == "taken" else "error", "transaction": transaction}

    def _news(self, data):
        """A state as EMS tells it, as a row for ``tthc.carrier.news._take``."""
        number, code = named(data.get("tracking_code")), data.get("status_code")
        if not number or code in (None, ""):
            raise Malformed("no tracking_code or status_code")
        return {
            "order_ref": named(data.get("order_code")),
            "tracking_number": number,
            "code": str(code),
            "text": str(data.get("status_name") or ""),
            "at": self._moment(data.get("datetime"), number, str(code)),
            "place": str(data.get("locate") or ""),
            "note": str(data.get("note") or ""),
            "weight": whole(data.get("total_weight")),
            "price": whole(data.get("total_fee")),
            "cod_amount": whole(data.get("money_collect")),
        }

    def _moment(self, text, number, code):
        """Naive UTC instant of a state. EMS may give the day only: then it counts as of when it
        was first told on that day, at the latest the day's end."""
        text = str(text or "").strip()
        for pattern in ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M"):
            try:
                return to_utc(datetime.strptime(text, pattern))
            except ValueError:
                continue
        try:
            day = datetime.strptime(text, "%d/%m/%Y")
        except ValueError as error:
            raise Malformed("no datetime") from error
        told = self.env["tthc.carrier.news"].search(
            [
                ("tracking_number", "=", number),
                ("code", "=", code),
                ("at", ">=", to_utc(day)),
                ("at", "<", to_utc(day + timedelta(days=1))),
            ],
            limit=1,
        )
        if told:
            return told.at
        now = fields.Datetime.now()
        if to_local(now).date() <= day.date():
            return now if to_local(now).date() == day.date() else to_utc(day)
        return to_utc(datetime.combine(day, time(23, 59, 59)))
