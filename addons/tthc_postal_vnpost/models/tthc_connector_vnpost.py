import json
import re
from datetime import datetime, timezone

from odoo import api, fields, models

from odoo.addons.tthc_dossier.tools.wall_time import to_utc
from odoo.addons.tthc_postal.tools import outbox
from odoo.addons.tthc_postal.tools.carrier_call import (
    CallError,
    Lost,
    NotTaken,
    Refused,
    Tokens,
    named,
)

from .. import const

TOKENS = Tokens(const.TOKEN_SECONDS)
#: Words and codes in an answer that say no, and those that say that something broke.
NO, TROUBLE = r"4\d\d|errors?|fail(ed|ure)?", r"5\d\d"


def moment(text):
    """Naive UTC instant of a time as the bus writes it (local when it names no zone); ``None``
    when it cannot be read."""
    text = str(text or "").strip()
    for pattern in ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M"):
        try:
            return to_utc(datetime.strptime(text, pattern))
        except ValueError:
            continue
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if found.tzinfo:
        return found.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)
    return to_utc(found.replace(microsecond=0))


def _is_told(answer, pattern):
    """Whether an answer with HTTP 200 tells such an error all the same."""
    told = [str(answer.get(name, "")).lower() for name in ("code", "status", "statusCode")]
    return any(re.fullmatch(pattern, word) for word in told)


def _is_object(text):
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


class TthcConnectorVnpost(models.AbstractModel):
    """VNPost through the bus of one-stop systems: orders, cancellations, states on asking.

    It sends no messages. Its five states are coarse: registered, collecting, delivered, cancelled.
    """

    _name = "tthc.connector.vnpost"
    _description = "VNPost"
    _inherit = ["tthc.connector"]

    @api.model
    def _kinds(self, account):
        """Override of ``tthc_postal``: what the account knows a path for."""
        paths = {
            outbox.CREATE: account.vnpost_order_path,
            outbox.CANCEL: account.vnpost_cancel_path,
            outbox.TRACK: account.vnpost_tracking_path,
        }
        return frozenset(kind for kind, path in paths.items() if path)

    @api.model
    def _can_find(self, account):
        """Override of ``tthc_postal``: as the bus's operator confirmed."""
        return bool(account.vnpost_knows_numbers and account.vnpost_tracking_path)

    @api.model
    def _create(self, call, account, parcel):
        """Override of ``tthc_postal``."""
        sender, receiver = self._party(parcel.sender), self._party(parcel.receiver)
        content = {
            "customerCode": account.customer_code or "",
            "orderNumber": parcel.reference,
            "codAmount": parcel.cod,
            "description": parcel.contents,
            "sender": {**sender, "Desc": parcel.note},
            "receiver": receiver,
        }
        answer = self._say(call, call.tell, account, account.vnpost_order_path, content)
        return outbox.Answer(number=self._number(account, answer, parcel))

    @api.model
    def _cancel(self, call, account, parcel):
        """Override of ``tthc_postal``."""
        self._say(call, call.tell, account, account.vnpost_cancel_path, self._key(account, parcel))
        return outbox.Answer(number=parcel.number)

    @api.model
    def _track(self, call, account, parcel):
        """Override of ``tthc_postal``: its present state, as one news."""
        path = account.vnpost_tracking_path
        answer = self._data(self._say(call, call.ask, account, path, self._key(account, parcel)))
        code = answer.get(account.vnpost_state_field or "status")
        if code in (None, ""):
            raise NotTaken("no state")
        at = moment(answer.get(account.vnpost_time_field or ""))
        return outbox.Answer(
            news=[
                {
                    "order_ref": parcel.reference,
                    "tracking_number": parcel.number,
                    "code": str(code),
                    "at": at or fields.Datetime.now(),
                }
            ]
        )

    @api.model
    def _find(self, call, account, parcel):
        """Override of ``tthc_postal``: HTTP 404 with a JSON object, or a state or ``data`` that is
        empty, is "no". Anything else is no answer: a second order would follow from it."""
        path = account.vnpost_tracking_path
        try:
            answer = self._say(call, call.ask, account, path, self._key(account, parcel))
        except Refused as error:
            last = call.exchanges[-1:]
            if last and last[0].status == 404 and _is_object(last[0].response):
                return None
            raise NotTaken(str(error)) from error
        data, name = self._data(answer), account.vnpost_state_field or "status"
        nothing = "data" in answer and not answer["data"]
        if not nothing and name not in data:
            raise NotTaken("no state")
        # 0: a number that is not used.
        if nothing or data[name] in (None, "", 0, "0"):
            return None
        return outbox.Answer(number=self._number(account, answer, parcel))

    # The interface ------------------------------------------------------------------------------

    def _party(self, party):
        return {
            "Name": party.name,
            "Address": party.address,
            "Tel": party.phone,
            "Email": party.email,
            "Province": party.province,
            "District": party.commune,
        }

    def _key(self, account, parcel):
        return {"customerCode": account.customer_code or "", "orderNumber": parcel.reference}

    def _data(self, answer):
        """The fields of an answer, which some buses wrap in ``data``."""
        inner = answer.get("data")
        return inner if isinstance(inner, dict) else answer

    def _number(self, account, answer, parcel):
        name = account.vnpost_number_field
        number = named(self._data(answer).get(name)) if name else parcel.reference
        if not number or not answer:
            raise Lost("no number")
        return number

    def _say(self, call, how, account, path, content):
        """An answer that says yes.

        :param how: ``call.ask`` or ``call.tell``
        """
        if not account.url:
            raise Refused(self.env._("Enter the address of the bus in the account."))
        url = f"{account._base_url('', '')}{path}"
        headers = {"Authorization": f"Bearer {self._token(call, account)}"}
        try:
            answer = how("POST", url, json=content, headers=headers)
        except CallError:
            TOKENS.drop(account._token_name())
            raise
        if answer.get("error") or answer.get("success") is False or _is_told(answer, NO):
            raise Refused(str(answer.get("message") or answer.get("error") or answer)[:200])
        if _is_told(answer, TROUBLE):
            raise (Lost if how == call.tell else NotTaken)(str(answer.get("message") or "")[:200])
        return answer

    def _token(self, call, account):
        name = account._token_name()
        if known := TOKENS.get(name):
            return known
        answer = call.ask(
            "POST",
            f"{account._base_url('', '')}{account.vnpost_token_path or '/token'}",
            data={"grant_type": "client_credentials"},
            auth=(account.username or "", account.password or ""),
        )
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            raise NotTaken("no access_token")
        return TOKENS.put(name, token)
