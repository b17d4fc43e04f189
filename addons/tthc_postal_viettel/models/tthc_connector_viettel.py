import hmac
import unicodedata
from datetime import datetime

from odoo import api, models

from odoo.addons.tthc_dossier.tools.wall_time import to_utc
from odoo.addons.tthc_postal.tools import outbox
from odoo.addons.tthc_postal.tools.carrier_call import (
    CallError,
    Forged,
    Lost,
    Malformed,
    NotTaken,
    Refused,
    Tokens,
    named,
    whole,
)

from .. import const

TOKENS = Tokens(const.TOKEN_SECONDS)
#: Carrier's number of each province, by the address of its system and the name without accents.
PROVINCES = {}
#: Words before a province's name, without accents.
UNIT_WORDS = ("tinh ", "thanh pho ", "tp. ", "tp ")


def plain(name):
    """A province's name without accents, capitals and its kind."""
    text = unicodedata.normalize("NFD", (name or "").replace("đ", "d").replace("Đ", "D"))
    text = "".join(char for char in text if not unicodedata.combining(char)).lower().strip()
    for word in UNIT_WORDS:
        text = text.removeprefix(word)
    return text


class TthcConnectorViettel(models.AbstractModel):
    """Viettel Post: orders with their address as text, messages of state.

    It has no way to ask for an order or a state: what got no answer is learnt from a message that
    names our reference, or decided by a person.
    """

    _name = "tthc.connector.viettel"
    _description = "Viettel Post"
    _inherit = ["tthc.connector"]

    @api.model
    def _kinds(self, account):
        """Override of ``tthc_postal``: everything but asking for a state."""
        return frozenset(
            {
                outbox.QUOTE,
                outbox.CREATE,
                outbox.CANCEL,
                outbox.REDELIVER,
                outbox.SEND_BACK,
            }
        )

    # Requests -----------------------------------------------------------------------------------

    @api.model
    def _quote(self, call, account, parcel):
        """Override of ``tthc_postal``: the price of the account's service, else the lowest."""
        content = self._content(call, account, parcel) | {"TYPE": 1}
        data = self._say(call, call.ask, account, "/v2/order/getPriceAllNlp", content)
        rows = data.get("RESULT") if isinstance(data, dict) else data
        fees = {
            row.get("MA_DV_CHINH"): whole(row.get("GIA_CUOC"))
            for row in (rows if isinstance(rows, list) else [])
            if isinstance(row, dict) and whole(row.get("GIA_CUOC")) is not None
        }
        if parcel.service:
            if parcel.service not in fees:
                raise Refused(self.env._("The service %s is not offered there.", parcel.service))
            return outbox.Answer(fee=fees[parcel.service])
        if not fees:
            raise Refused(self.env._("No service is offered there."))
        service = min(fees, key=fees.get)
        return outbox.Answer(fee=fees[service], text=str(service))

    @api.model
    def _create(self, call, account, parcel):
        """Override of ``tthc_postal``."""
        sender, receiver = parcel.sender, parcel.receiver
        content = self._content(call, account, parcel) | {
            "ORDER_NUMBER": parcel.reference,
            "SENDER_FULLNAME": sender.name,
            "SENDER_PHONE": sender.phone,
            "RECEIVER_FULLNAME": receiver.name,
            "RECEIVER_PHONE": receiver.phone,
            "PRODUCT_NAME": parcel.contents,
            "PRODUCT_QUANTITY": parcel.pieces,
            "ORDER_PAYMENT": self._payment(parcel),
            "ORDER_SERVICE": parcel.service,
            "ORDER_NOTE": parcel.note,
            "CHECK_UNIQUE": True,
        }
        data = self._say(call, call.tell, account, "/v2/order/createOrderNlp", content)
        number = named(data.get("ORDER_NUMBER")) if isinstance(data, dict) else ""
        if not number:
            raise Lost("no ORDER_NUMBER")
        return outbox.Answer(
            number=number,
            fee=whole(data.get("MONEY_TOTAL")),
            weight=whole(data.get("EXCHANGE_WEIGHT")),
        )

    @api.model
    def _cancel(self, call, account, parcel):
        """Override of ``tthc_postal``."""
        return self._update(call, account, parcel, const.CANCEL)

    @api.model
    def _redeliver(self, call, account, parcel):
        """Override of ``tthc_postal``."""
        return self._update(call, account, parcel, const.REDELIVER)

    @api.model
    def _send_back(self, call, account, parcel):
        """Override of ``tthc_postal``: the return is approved."""
        return self._update(call, account, parcel, const.APPROVE_RETURN)

    def _update(self, call, account, parcel, kind):
        content = {"TYPE": kind, "ORDER_NUMBER": parcel.number, "NOTE": parcel.note}
        self._say(call, call.tell, account, "/v2/order/UpdateOrder", content)
        return outbox.Answer(number=parcel.number)

    def _content(self, call, account, parcel):
        """What price and order share."""
        return {
            "SENDER_ADDRESS": parcel.sender.address,
            "SENDER_PROVINCE": self._province(call, account, parcel.sender.province),
            "RECEIVER_ADDRESS": parcel.receiver.address,
            "RECEIVER_PROVINCE": self._province(call, account, parcel.receiver.province),
            "PRODUCT_TYPE": "TH",
            "PRODUCT_WEIGHT": parcel.weight,
            "PRODUCT_PRICE": 0,
            "MONEY_COLLECTION": parcel.cod,
        }

    def _payment(self, parcel):
        if parcel.receiver_pays:
            return const.GOODS_AND_FEE if parcel.cod else const.FEE
        return const.GOODS if parcel.cod else const.NONE

    def _province(self, call, account, name):
        """The carrier's number of a province; 0 when it has none of this name."""
        base = account._base_url(const.LIVE, const.TEST)
        if base not in PROVINCES:
            answer = call.ask("GET", f"{base}/v3/categories/listProvinceNew")
            rows = answer.get("data")
            if not isinstance(rows, list) or not rows:
                raise NotTaken("no provinces")
            PROVINCES[base] = {
                plain(row.get("PROVINCE_NAME")): row.get("PROVINCE_ID")
                for row in rows
                if isinstance(row, dict)
            }
        return PROVINCES[base].get(plain(name), 0)

    # The interface ------------------------------------------------------------------------------

    def _say(self, call, how, account, path, content):
        """``data`` of the envelope that every answer is in.

        :param how: ``call.ask`` or ``call.tell``
        """
        base = account._base_url(const.LIVE, const.TEST)
        headers = {"Token": self._token(call, account, base)}
        try:
            answer = how("POST", f"{base}{path}", json=content, headers=headers)
        except CallError:
            TOKENS.drop(account._token_name())
            raise
        message = str(answer.get("message") or "")[:200]
        if "error" not in answer or "status" not in answer:
            raise (Lost if how == call.tell else NotTaken)("no envelope")
        if answer["error"] or answer["status"] != 200:
            TOKENS.drop(account._token_name())
            if "token" in message.lower():
                raise NotTaken(message)
            raise Refused(f"{answer['status']}: {message}")
        return answer.get("data")

    def _token(self, call, account, base):
        """The token made in the carrier's portal, or one from the login."""
        if account.secret:
            return account.secret
        name = account._token_name()
        if known := TOKENS.get(name):
            return known
        keys = {"USERNAME": account.username, "PASSWORD": account.password}
        first = self._login(call, f"{base}/v2/user/Login", keys, {})
        token = self._login(call, f"{base}/v2/user/ownerconnect", keys, {"Token": first})
        return TOKENS.put(name, token)

    def _login(self, call, url, keys, headers):
        answer = call.ask("POST", url, json=keys, headers=headers)
        data = answer.get("data")
        token = data.get("token") if isinstance(data, dict) else ""
        if answer.get("error") or not isinstance(token, str) or not token:
            raise NotTaken(str(answer.get("message") or "login")[:200])
        return token

    # Messages -----------------------------------------------------------------------------------

    @api.model
    def _check(self, account, message):
        """Override of ``tthc_postal``: the agreed secret stands in ``TOKEN``, or in the header
        ``Authorization``."""
        expected = (account.webhook_secret or "").encode()
        try:
            token = message.json().get("TOKEN")
        except Malformed:
            token = ""
        given = [token, message.headers.get("authorization", "").removeprefix("Bearer ")]
        known = [
            hmac.compare_digest(expected, text.encode()) for text in given if isinstance(text, str)
        ]
        if not expected or not any(known):
            raise Forged("wrong TOKEN")

    @api.model
    def _hear(self, account, message):
        """Override of ``tthc_postal``: one state in each message."""
        data = message.json().get("DATA")
        if not isinstance(data, dict):
            raise Malformed("no DATA")
        number, status = named(data.get("ORDER_NUMBER")), data.get("ORDER_STATUS")
        if not number or status in (None, ""):
            raise Malformed("no ORDER_NUMBER or ORDER_STATUS")
        try:
            wall = datetime.strptime(str(data.get("ORDER_STATUSDATE")), "%d/%m/%Y %H:%M:%S")
        except ValueError as error:
            raise Malformed("no ORDER_STATUSDATE") from error
        return [
            {
                "order_ref": named(data.get("ORDER_REFERENCE")),
                "tracking_number": number,
                "code": str(status),
                "text": str(data.get("STATUS_NAME") or ""),
                "at": to_utc(wall),
                # So spelt by the carrier.
                "place": str(data.get("LOCALION_CURRENTLY") or ""),
                "note": str(data.get("NOTE") or ""),
                "weight": whole(data.get("PRODUCT_WEIGHT")),
                "price": whole(data.get("MONEY_TOTAL")),
                "cod_amount": whole(data.get("MONEY_COLLECTION")),
            }
        ]

    @api.model
    def _reply(self, account, message, word):
        """Override of ``tthc_postal``: 200 for whatever was taken, understood or not."""
        status = 403 if word == "forged" else 200
        return status, {"status": status, "error": word != "taken", "message": word}
