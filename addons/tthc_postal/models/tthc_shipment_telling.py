import logging

from psycopg2 import OperationalError

from odoo import api, fields, models

from odoo.addons.tthc_catalogue.tools.batches import in_batches

from ..tools import status
from .tthc_shipment_actions import DOSSIER_KINDS

_logger = logging.getLogger(__name__)

#: Events whose dossiers are told in one transaction.
BATCH = 50


class TthcShipmentEvent(models.Model):
    """News moves shipments in bulk; their dossiers are told afterwards, one after the other.

    An event and what its dossiers record are written together, so that a process that is killed
    neither loses nor repeats any. One that fails keeps its problem and stops only what is told of
    the same shipment; the next run of the job tries it again.
    """

    _inherit = "tthc.shipment.event"

    told = fields.Boolean(default=True, help="The dossiers know; news of a carrier is told later.")
    problem = fields.Char(help="Why the dossiers could not be told yet.")

    _untold_index = models.Index("(id) WHERE told IS NOT TRUE")

    @api.model
    @api.private
    def _told_states(self):
        """States of an envelope to a citizen that its dossiers are told of."""
        return frozenset(DOSSIER_KINDS) - {status.RETURNED}

    @api.model
    def _cron_tell(self):
        """Tell the dossiers what waits, in committed batches; each event is tried once in a run."""
        tried, failed = [0], set()

        def work():
            return self.sudo()._tell_next(tried, failed)

        in_batches(self.sudo(), work, lambda: self.sudo().search_count([("told", "=", False)]))

    def _tell_next(self, tried, failed):
        """Tell the next events after ``tried[0]``, which becomes the last one's id."""
        events = self.search([("told", "=", False), ("id", ">", tried[0])], order="id", limit=BATCH)
        events._tell(failed)
        if events:
            tried[0] = events[-1].id
        return len(events)

    @api.model
    @api.private
    def _tell_of(self, shipments):
        """Tell at once what was not told yet of these shipments, before they move on by hand.

        :raise UserError: it cannot be told
        """
        events = self.search([("shipment_id", "in", shipments.ids), ("told", "=", False)])
        for event in events.sorted("id"):
            event._tell_one()

    def _tell(self, failed):
        """:param failed: ids of shipments of which nothing more is told in this run"""
        self.shipment_id.item_ids.dossier_id._lock()
        for event in self:
            if event.shipment_id.id in failed:
                continue
            try:
                with self.env.cr.savepoint():
                    event._tell_one()
            except OperationalError:
                raise  # concurrency: the whole batch is tried again
            except Exception as error:
                self.env.invalidate_all(flush=False)
                _logger.exception("The dossiers of shipment event %s could not be told", event.id)
                failed.add(event.shipment_id.id)
                event._set({"problem": str(error) or type(error).__name__})

    def _tell_one(self):
        shipment = self.shipment_id.with_user(self.user_id).sudo()
        shipment._tell_dossiers(self.status, self.at, self.note)
        self._set({"told": True, "problem": False})
