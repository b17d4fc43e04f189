from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from .tthc_reconciliation_day import POST
from .tthc_reconciliation_post import COLLECTION, LINE, LIST

#: What an entry says of a line that was in the account, and of a voiding that counts as money out.
PAID, VOIDED_LATER = "paid", "voided_later"


class TthcReconciliationDay(models.Model):
    """Closing a day of the post, and what stands behind its figures."""

    _inherit = "tthc.reconciliation.day"

    def _freeze_rows(self):
        """Override: lines and lists count once, and so does the voiding of a collection."""
        if self.channel != POST:
            return super()._freeze_rows()
        entries = self.env["tthc.reconciliation.entry"].sudo()
        late = SQL("SELECT id, amount, 0, %s FROM (%s) AS one", VOIDED_LATER, self._voids_sql())
        entries._freeze_rows(self, COLLECTION, late)
        written = super()._freeze_rows()
        # What was voided before its day was closed counts nowhere: the money is frozen by now.
        never = SQL("SELECT id, 0, 0, 'voided' FROM (%s) AS one", self._voids_sql())
        entries._freeze_rows(self, COLLECTION, never)
        lines = SQL(
            "SELECT id, amount, 0, CASE WHEN paid THEN %s ELSE state END FROM (%s) AS one",
            PAID,
            self._list_lines_sql(),
        )
        entries._freeze_rows(self, LINE, lines)
        lists = SQL(
            "SELECT id, amount, 0, CASE WHEN paid THEN %s ELSE state END FROM (%s) AS one",
            PAID,
            self._lists_sql(),
        )
        entries._freeze_rows(self, LIST, lists)
        return written

    # Lines behind the figures ---------------------------------------------------------------------

    def _counted_as(self, model, query, *status):
        """Ids of what counts in this day: of a closed one by its entries, of those with a
        ``status`` where one is given."""
        if self.state != "closed":
            return self._query_ids(query)
        domain = [("day_id", "=", self.id), ("model", "=", model)]
        if status:
            domain.append(("status", "in", status))
        return self.env["tthc.reconciliation.entry"].sudo().search(domain).mapped("record_id")

    def _show_lines(self, name, condition, *status):
        query = SQL("SELECT id FROM (%s) AS one WHERE %s", self.sudo()._list_lines_sql(), condition)
        ids = self._counted_as(LINE, query, *status)
        action = "tthc_postal_reconciliation.action_postal_remittance_line"
        return self._show(action, name, [("id", "in", ids)])

    def action_source(self):
        """Override: of the post, what its lists say of this day."""
        if self.channel != POST:
            return super().action_source()
        return self._show_lines(
            self.env._("On lists of the post: %s", self.display_name), SQL("TRUE")
        )

    def action_bank(self):
        """Override: of the post, the lines of lists that are in the account."""
        if self.channel != POST:
            return super().action_bank()
        return self._show_lines(
            self.env._("Paid by the post: %s", self.display_name), SQL("paid"), PAID
        )

    def action_out(self):
        """Override: of the post, what was voided after its day was closed."""
        if self.channel != POST:
            return super().action_out()
        query = SQL("SELECT id FROM (%s) AS one", self.sudo()._voids_sql())
        ids = self._counted_as(COLLECTION, query, VOIDED_LATER)
        name = self.env._("Voided later: %s", self.display_name)
        return self._show("tthc_postal.action_postal_collections", name, [("id", "in", ids)])

    def action_charge(self):
        """Override: of the post, the lists on which the carrier keeps a charge."""
        if self.channel != POST:
            return super().action_charge()
        action = self.action_lists()
        return {**action, "domain": [*action["domain"], ("charge_amount", "!=", 0)]}

    def action_lists(self):
        """The lists that were agreed on this day."""
        self.ensure_one()
        self.check_access("read")
        query = SQL("SELECT id FROM (%s) AS one", self.sudo()._lists_sql())
        name = self.env._("Lists of the post: %s", self.display_name)
        domain = [("id", "in", self._counted_as(LIST, query))]
        return self._show("tthc_postal.action_postal_remittances", name, domain)

    def _is_own_domain(self):
        return super()._is_own_domain() | Domain("postal_remittance_id", "!=", False)

    def action_post_money(self):
        """The credits by which carriers paid their lists."""
        name = self.env._("Money of the post's lists: %s", self.display_name)
        domain = [*self._money_domain(), ("postal_remittance_id", "!=", False)]
        return self._show("tthc_payment.action_incoming_money", name, domain)
