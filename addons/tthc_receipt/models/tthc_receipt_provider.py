from odoo import api, fields, models


class TthcReceiptProvider(models.Model):
    """How receipts of a series are digitally signed and sent to the tax authority.

    An addon for a real intermediary adds its code by ``selection_add`` and overrides the hooks,
    each beginning with ``if self.code != CODE: return super()…``. Both parts may come from
    different contracts: an addon may sign and leave the sending to hand, or the other way round.
    Every real one needs a contract: a certificate of the collecting body (signing) and an
    organisation that the tax authority connects (sending). None is shipped.

    Shipped is ``manual``: the receipts leave as XML, are signed and sent with whatever the
    collecting body has, and what was done is recorded.
    """

    _name = "tthc.receipt.provider"
    _description = "Receipt Signing and Transmission"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Selection(
        [("manual", "By Hand")],
        required=True,
        default="manual",
        readonly=True,
        help="Which addon does it.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    signs = fields.Boolean("Signs by Itself", compute="_compute_abilities")
    transmits = fields.Boolean("Sends by Itself", compute="_compute_abilities")

    @api.depends("code")
    def _compute_abilities(self):
        for provider in self:
            provider.signs = provider._can_sign()
            provider.transmits = provider._can_transmit()

    # Hooks --------------------------------------------------------------------------------------

    def _can_sign(self):
        """Whether :meth:`_sign` makes digital signatures."""
        return False

    def _can_transmit(self):
        """Whether :meth:`_transmit` and :meth:`_poll` reach the tax authority."""
        return False

    def _sign(self, receipts):
        """Sign the XML of each receipt (``receipts._xml()``) with the collecting body's key.

        :return: dict of receipt → :class:`..tools.exchange.Signature`; those left out are tried
            again later
        :raise Unavailable: nothing was signed
        """
        return {}

    def _transmit(self, receipts):
        """Send signed receipts.

        :return: dict of receipt → :class:`..tools.exchange.Answer`
        :raise Unavailable: nothing is known to have arrived; it is tried again later
        """
        return {}

    def _poll(self, receipts):
        """Ask what became of receipts that were ``pending``; as :meth:`_transmit`."""
        return {}
