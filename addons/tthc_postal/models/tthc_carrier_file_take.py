import base64

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import split_every

from odoo.addons.tthc_catalogue.tools.batches import in_batches
from odoo.addons.tthc_dossier.tools import wall_time

from ..tools import exchange

#: Lists up to this size take effect at once, larger ones by a job.
AT_ONCE = 1000
#: Rows that take effect in one transaction of the job.
BATCH = 5000


class TthcCarrierFile(models.Model):
    """The rows of a list take effect, in batches."""

    _inherit = "tthc.carrier.file"

    def _begin(self, lines):
        """Take in a short list now; leave a long one to the job."""
        if len(lines) <= AT_ONCE:
            self._take_rows(lines)
        else:
            self.env.ref("tthc_postal.cron_files").sudo()._trigger()

    @api.model
    def _cron_take(self):
        """Take in what waits, one batch per transaction."""
        reading = {}

        def work():
            return self.sudo()._take_next(reading)

        waiting = [("state", "=", "waiting")]
        in_batches(self.sudo(), work, lambda: self.sudo().search_count(waiting))

    def _take_next(self, reading):
        """Take in the next rows of the oldest list.

        :param reading: lines of the list that was read last, by its id
        :return: how many rows that were
        """
        file = self.search([("state", "=", "waiting")], order="id", limit=1)
        if not file:
            return 0
        if file.id not in reading:
            reading.clear()
            data = base64.b64decode(file.file)
            layouts, zone = [file.layout_id._plain()], file.company_id._tthc_zone()
            reading[file.id] = exchange.read_list(data, layouts, zone=zone).lines
        lines = reading[file.id][file.done_count : file.done_count + BATCH]
        file._take_rows(lines)
        return len(lines) or 1

    def _take_rows(self, lines):
        """Let rows take effect, and note how far the list is."""
        self.ensure_one()
        take = self._take_statuses if self.kind == "status" else self._take_numbers
        counts = take(lines)
        done = self.done_count + len(lines)
        self._set(
            {
                "done_count": done,
                "state": "done" if done >= self.row_count else "waiting",
                "taken_count": self.taken_count + counts.get("taken", 0),
                "repeated_count": self.repeated_count + counts.get("repeated", 0),
                "moved_count": self.moved_count + counts.get("moved", 0),
            }
        )

    def _take_statuses(self, lines):
        zone = self.company_id._tthc_zone()
        rows = self._lines_rows(lines, lambda at: wall_time.to_utc(at, zone), self.id)
        carrier_news = self.env["tthc.carrier.news"].with_user(self.user_id).sudo()
        companies = self.company_id | self.user_id.company_ids
        return carrier_news._take(self.carrier_id, rows, "file", companies=companies)

    def _take_numbers(self, lines):
        """Give shipments the numbers of the list; what does not fit is remarked."""
        counts = {"taken": 0, "repeated": 0}
        remarks = [self.remarks] if self.remarks else []
        companies = self.company_id | self.user_id.company_ids
        for some in split_every(500, lines, list):
            found = self.env["tthc.shipment"].search(
                [
                    ("carrier_id", "=", self.carrier_id.id),
                    ("company_id", "in", companies.ids),
                    ("name", "in", [line.order_ref for line in some]),
                ]
            )
            by_name = {}
            for shipment in found:
                by_name.setdefault(shipment.name, []).append(shipment)
            for line in some:
                problem = self._take_number(line, by_name.get(line.order_ref, []), counts)
                if problem:
                    remarks.append(self.env._("Row %(row)s: %(why)s", row=line.row, why=problem))
        self._set({"remarks": "\n".join(remarks) or False})
        return counts

    def _take_number(self, line, shipments, counts):
        """:return: why the row has no effect, or None"""
        number = self.carrier_id._normalise_number(line.tracking_number)
        if not shipments:
            return self.env._("no shipment has the number %s.", line.order_ref)
        if len(shipments) > 1:
            return self.env._("several centres have a shipment %s.", line.order_ref)
        shipment = shipments[0]
        if shipment.tracking_number == number:
            counts["repeated"] += 1
            return None
        if shipment.tracking_number:
            return self.env._(
                "%(shipment)s has the tracking number %(own)s already, not %(told)s.",
                shipment=shipment.name,
                own=shipment.tracking_number,
                told=number,
            )
        if self._is_taken(number):
            return self.env._("another open shipment has the tracking number %s.", number)
        try:
            with self.env.cr.savepoint():
                values = {"tracking_number": number}
                for name in ("weight", "price"):
                    if getattr(line, name) and not shipment[name]:
                        values[name] = getattr(line, name)
                shipment.write(values)
        except (UserError, ValidationError) as error:
            return str(error)
        counts["taken"] += 1
        return None

    def _is_taken(self, number):
        return bool(
            self.env["tthc.shipment"].search_count(
                [
                    ("carrier_id", "=", self.carrier_id.id),
                    ("tracking_number", "=", number),
                    ("state", "not in", ("delivered", "returned", "lost")),
                ],
                limit=1,
            )
        )
