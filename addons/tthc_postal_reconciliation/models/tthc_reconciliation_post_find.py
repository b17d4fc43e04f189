from odoo import models
from odoo.tools import SQL

from odoo.addons.tthc_reconciliation.models.tthc_reconciliation_figures import MONEY
from odoo.addons.tthc_reconciliation.tools.day import Difference

from .tthc_reconciliation_post import COLLECTION, LINE, LIST


class TthcReconciliationDay(models.Model):
    """Where our books, the post's lists and the bank differ."""

    _inherit = "tthc.reconciliation.day"

    def _difference_of(self, money):
        """Override: what a carrier remits was counted when it took it."""
        if money.postal_remittance_id:
            return None
        return super()._difference_of(money)

    def _find_post(self):
        return [
            *self._find_not_listed(),
            *self._find_told(),
            *self._find_lists_not_paid(),
            *self._find_voided(),
        ]

    def _find_not_listed(self):
        """What the post took and owns up to on no agreed list."""
        query = SQL(
            """SELECT member.id FROM (%s) AS member
            JOIN tthc_incoming_money money ON money.id = member.id
            JOIN tthc_postal_collection taken ON taken.id = money.postal_collection_id
            LEFT JOIN tthc_postal_remittance list ON list.id = taken.remittance_id
            WHERE member.voided IS NOT TRUE AND COALESCE(list.state, 'draft') = 'draft'""",
            self._members_sql(),
        )
        return [
            Difference(
                "post_not_listed",
                f"post_not_listed|{money.id}",
                round(money.amount),
                self._name_of_taken(money.postal_collection_id),
                self._local_day(money.booked_at),
                {"money_id": money.id, "postal_collection_id": money.postal_collection_id.id},
            )
            for money in self.env[MONEY].sudo().browse(self._query_ids(query))
        ]

    def _name_of_taken(self, taken):
        """Receipt of the post, or number of the envelope: neither names anybody."""
        envelope = taken.shipment_id
        return taken.receipt_number or envelope.tracking_number or envelope.name or f"#{taken.id}"

    def _name_of_line(self, line):
        if line.collection_id:
            return self._name_of_taken(line.collection_id)
        return line.told_receipt or line.told_number or f"#{line.id}"

    def _find_told(self):
        """Lines by which the post owes another sum than our books have, or what they have not."""
        query = SQL("SELECT id FROM (%s) AS one WHERE difference <> 0", self._list_lines_sql())
        found = []
        for line in self.env[LINE].sudo().browse(self._query_ids(query)):
            bucket = "post_differs" if line.collection_id else "post_unknown"
            agreed = line.remittance_id
            since = line.collected_at or agreed.agreed_at
            found.append(
                Difference(
                    bucket,
                    f"{bucket}|{line.id}",
                    abs(round(line.difference)),
                    self._name_of_line(line),
                    self._local_day(since),
                    {"postal_line_id": line.id},
                    line.explanation or "",
                    agreed.agreed_by_id.id if line.explanation else None,
                )
            )
        return found

    def _find_lists_not_paid(self):
        """Agreed lists that the bank does not show, or with another sum; in the first open day
        also those that were in the account when their own day was closed."""
        query = SQL("SELECT id FROM (%s) AS one WHERE amount <> 0", self._lists_sql())
        ids = self._query_ids(query)
        if self._is_first_open():
            lost = SQL(
                "SELECT id FROM (%s) AS one WHERE carrier_id = %s",
                self._lost_sql(self.company_id),
                self.carrier_id.id,
            )
            ids += self._query_ids(lost)
        found = []
        for one in self.env[LIST].sudo().browse(ids):
            if one._is_settled():
                continue
            credited = sum(one.credit_ids.mapped("amount"))
            bucket = "post_credit_differs" if one.credit_ids else "post_not_credited"
            found.append(
                Difference(
                    bucket,
                    f"{bucket}|{one.id}",
                    abs(round(one.net_amount - credited)),
                    one.name,
                    self._local_day(one.agreed_at),
                    {"postal_remittance_id": one.id},
                )
            )
        return found

    def _find_voided(self):
        """Collections that were voided after the day was closed in which they count."""
        query = SQL("SELECT id FROM (%s) AS one", self._voids_sql())
        return [
            Difference(
                "post_voided",
                f"post_voided|{taken.id}",
                round(taken.amount),
                self._name_of_taken(taken),
                self._local_day(taken.collected_at),
                {"postal_collection_id": taken.id},
            )
            for taken in self.env[COLLECTION].sudo().browse(self._query_ids(query))
        ]
