from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_postal.tools import status

from ..tools import travel
from .custody_book import CustodyBook, facts_of


class TthcShipment(models.Model):
    """Before the envelope is sealed: what the book of papers says of its contents, as advice."""

    _inherit = "tthc.shipment"

    custody_warning = fields.Text(compute="_compute_custody_warning", compute_sudo=True)
    custody_left = fields.Boolean(
        "Originals Could Go Along", compute="_compute_custody_warning", compute_sudo=True
    )

    @api.depends_context("lang")
    def _compute_custody_warning(self):
        rows = self.env["tthc.shipment.papers"]
        for shipment in self:
            sentences, shipment.custody_left = [], False
            for item, plan in shipment._custody_plans():
                facts = facts_of(item.dossier_id, plan.remarks)
                sentences += [rows._sentence(fact) for fact in facts]
                left = _left(plan)
                if left:
                    shipment.custody_left = shipment.state == status.DRAFT
                    sentences.append(shipment._left_sentence(item.dossier_id, left))
            shipment.custody_warning = "\n".join(sentences) or False

    def _left_sentence(self, dossier, left):
        papers = [f"{row.count} × {dossier._lot_name(row.lot)}" for row in left]
        return self.env._(
            "These originals of %(dossier)s go back to the person and are not in the envelope: "
            "%(papers)s.",
            dossier=dossier.display_name,
            papers="; ".join(papers),
        )

    def _custody_plans(self):
        """(item, what would leave with it) of an envelope that is still here."""
        if self.direction != "deliver" or self.state not in (status.DRAFT, status.PACKED):
            return []
        items = self.sudo().item_ids.filtered(
            lambda item: item.dossier_id.state not in (False, "draft")
        )
        if not items:
            return []
        book = CustodyBook(items.dossier_id)
        to_return = book.to_return()
        return [(item, item._plan_out(book, to_return)) for item in items]

    def action_add_originals(self):
        """Put the originals that go back to the person into the envelope, too.

        :raise UserError: it is sealed
        :raise AccessError: the papers are not this user's to see
        """
        self.ensure_one()
        self.check_access("write")
        self.env["tthc.custody.holding"].check_access("read")
        if self.state != status.DRAFT:
            raise UserError(self.env._("%s is sealed: take it back first.", self.display_name))
        for item, plan in self._custody_plans():
            left = _left(plan)
            names = [item.dossier_id._lot_name(row.lot) for row in left]
            if left:
                item.sudo(False).write(
                    {
                        "originals": item.originals + sum(row.count for row in left),
                        "papers": "; ".join(filter(None, (item.papers, *names))),
                    }
                )
        return True


class TthcShipmentItem(models.Model):
    _inherit = "tthc.shipment.item"

    def _plan_out(self, book, to_return):
        """What leaves custody with this item.

        :param book: the :class:`CustodyBook` of its dossier
        :param to_return: see :meth:`CustodyBook.to_return`
        """
        dossier = self.dossier_id
        lots = to_return.get(dossier.id, ())
        return travel.send(book.balance(dossier), lots, self.originals, dossier._file_is_here())

    def _pack_obstacles(self):
        """Override: originals in the envelope do not stay behind, so they stand against nothing."""
        item = self
        if self.dossier_id.sudo()._custody_guard() == "block":
            plan = dict(self.shipment_id._custody_plans()).get(self.sudo())
            if plan and not _left(plan) and not plan.remarks:
                item = self.with_context(tthc_custody_dialog=True)
        return super(TthcShipmentItem, item)._pack_obstacles()


def _left(plan):
    return [remark for remark in plan.remarks if remark.reason == travel.LEFT]
