from odoo import api, models

from ..tools.carrier_call import Forged, Malformed, NotTaken


class TthcConnector(models.AbstractModel):
    """How one carrier's system is spoken to: what an addon of a carrier overrides.

    An addon adds its key to the selection ``connector`` of ``tthc.carrier`` and inherits this model
    as ``tthc.connector.<key>``. It needs no outbox, no log, no webhook and no rights of its own:

    * the methods for the kinds of requests (:meth:`_create` …) get a ``call`` to make their HTTP
      requests with (``tools/carrier_call.py``), the settings (``tthc.carrier.account``, readable
      with its secrets), and a ``Parcel``; they return an ``Answer`` (``tools/outbox.py``). They
      run outside of users' transactions, write nothing, and are never repeated by themselves;
    * what makes something is sent with ``call.tell``, what only asks (a login too) with
      ``call.ask``: that is the difference between a lost answer and a call to be tried again;
    * an answer that says no raises ``Refused``, one that says "later" ``NotTaken``, and one that
      cannot be understood ``Lost``;
    * messages of the carrier: :meth:`_check`, :meth:`_hear` and :meth:`_reply`.
    """

    _name = "tthc.connector"
    _description = "Connection to a Carrier"

    @api.model
    def _kinds(self, account):
        """Kinds of requests that the carrier takes (keys of ``tthc.carrier.order.kind``)."""
        return frozenset()

    @api.model
    def _can_find(self, account):
        """Whether an order can be looked up by our reference: see :meth:`_find`."""
        return False

    @api.model
    def _quote(self, call, account, parcel):
        """The price: an ``Answer`` with ``fee``."""
        raise NotImplementedError

    @api.model
    def _create(self, call, account, parcel):
        """Give the shipment to the carrier: an ``Answer`` with ``number``, and ``fee`` if it says
        so."""
        raise NotImplementedError

    @api.model
    def _cancel(self, call, account, parcel):
        """Take the order back. "Cancelled already" is a success."""
        raise NotImplementedError

    @api.model
    def _track(self, call, account, parcel):
        """Where it is: an ``Answer`` with ``news``."""
        raise NotImplementedError

    @api.model
    def _redeliver(self, call, account, parcel):
        """Instruct the carrier to try the delivery again."""
        raise NotImplementedError

    @api.model
    def _send_back(self, call, account, parcel):
        """Instruct the carrier to bring it back."""
        raise NotImplementedError

    @api.model
    def _find(self, call, account, parcel):
        """Ask for the order of our reference: an ``Answer`` with its ``number``; ``None`` when the
        carrier says that it has none.

        :raise NotTaken: it says nothing certain
        """
        raise NotTaken("this carrier cannot be asked")

    @api.model
    def _secrets(self, account):
        """What no log may hold."""
        return (account.password, account.secret, account.webhook_secret, account.webhook_key)

    @api.model
    def _check(self, account, message):
        """Whether ``message`` comes from the carrier; compare secrets in constant time.

        :raise Forged: it does not, or there is no secret to compare with
        """
        raise Forged("this carrier sends no messages")

    @api.model
    def _hear(self, account, message):
        """What a checked message tells: rows for ``tthc.carrier.news._take``, with ``order_ref``
        as the carrier has our reference.

        :raise Malformed: it is not what the carrier's description says
        """
        raise Malformed("this carrier sends no messages")

    @api.model
    def _reply(self, account, message, word):
        """Status and JSON object that the sender expects.

        :param word: ``taken``, ``forged`` or ``malformed``
        """
        status = {"taken": 200, "forged": 403, "malformed": 400}[word]
        return status, {"success": status == 200}
