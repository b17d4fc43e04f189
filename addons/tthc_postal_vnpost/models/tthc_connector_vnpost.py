from datetime import datetime, timezone

from odoo import api, fields, models

from odoo.addons.tthc_dossier.tools.wall_time import to_utc
from odoo.addons.tthc_postal.tools import outbox
from odoo.addons.tthc_postal.tools.carrier_call import CallError, Lost, NotTaken, Refused, Tokens

from .. import const

TOKENS = Tokens(const.TOKEN_SECONDS)


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
        """Override of ``tthc_postal``: HTTP 404, or an answer without a state, is "no"."""
        path = account.vnpost_tracking_path
        try:
            answer = self._say(call, call.ask, account, path, self._key(account, parcel))
        except Refused as error:
            if call.exchanges and call.exchanges[-1].status == 404:
                return None
            raise NotTaken(str(error)) from error
        # 0: a number that is not used.
        state = self._data(answer).get(account.vnpost_state_field or "status")
        if state in (None, "", 0, "0"):
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
        number = str(self._data(answer).get(name) or "").strip() if name else parcel.reference
        if not number:
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
        if answer.get("error") or answer.get("success") is False:
            raise Refused(str(answer.get("message") or answer.get("error"))[:200])
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
