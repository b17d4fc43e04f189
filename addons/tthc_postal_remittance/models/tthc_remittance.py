from odoo import models
from odoo.tools import SQL

from odoo.addons.tthc_catalogue.tools.numbers import grouped
from odoo.addons.tthc_postal_payment.models.tthc_postal_remittance import IN_ACCOUNT

#: Entries of the ledger of shares whose money the post still holds: id, carrier. A voided
#: collection holds nothing, a list that is closed without an account was paid in another way.
HELD = f"""
    SELECT entry.id, taken.carrier_id
    FROM tthc_incoming_money money
    JOIN tthc_postal_collection taken ON taken.id = money.postal_collection_id
    JOIN tthc_payment_match match ON match.incoming_id = money.id
    JOIN tthc_remittance_entry entry ON entry.match_id = match.id
    LEFT JOIN tthc_postal_remittance list ON list.id = taken.remittance_id
    WHERE money.source = 'post' AND money.voided IS NOT TRUE
        AND NOT COALESCE({IN_ACCOUNT}, FALSE)
"""


class TthcRemittance(models.Model):
    """A fee that the post took is remitted once the transfer of its list is in the account."""

    _inherit = "tthc.remittance"

    def _selected(self, company, day_to, agencies, kind, share):
        """Override: but for what the post holds."""
        self.env.flush_all()
        found = super()._selected(company, day_to, agencies, kind, share)
        return SQL("%s AND entry_id NOT IN (SELECT id FROM (%s) held)", found, SQL(HELD))

    def _groups(self, company, where):
        """Override: what waits for the post is said."""
        groups, left_out = super()._groups(company, where)
        [(held,)] = self.env.execute_query(
            SQL(
                "SELECT COALESCE(sum(amount), 0) FROM tthc_remittance_share WHERE company_id = %s "
                "AND remittance_id IS NULL AND entry_id IN (SELECT id FROM (%s) held)",
                company.id,
                SQL(HELD),
            )
        )
        if held:
            told = self.env._(
                "Held by the post, its list is not in the account yet: %s đ.", grouped(round(held))
            )
            left_out = "\n".join(filter(None, (left_out, told)))
        return groups, left_out
