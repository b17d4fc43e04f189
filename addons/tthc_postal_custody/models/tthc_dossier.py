from odoo import fields, models

from odoo.addons.tthc_custody.tools import custody

from ..tools import travel


class TthcDossier(models.Model):
    """A dossier whose papers travel: where its file lies, and what is left to do when it ends."""

    _inherit = "tthc.dossier"

    paper_shelf = fields.Char(
        "Shelf",
        copy=False,
        help="Where at the centre the file and its result lie; pick lists of the post are in "
        "the order of the shelves.",
    )

    def _result_places(self):
        """Where the results lie, in words: ``{dossier id: text}``. On a shelf of the centre, the
        shelf says it all."""
        holdings = self.env["tthc.custody.holding"].sudo()
        rows = holdings.search([("dossier_id", "in", self.ids), ("kind", "=", "result")])
        places = {}
        for row in rows:
            dossier = row.dossier_id
            on_shelf = row.in_file and row.place == custody.DESK and dossier.paper_shelf
            places[dossier.id] = dossier.paper_shelf if on_shelf else row._where_text()
        return places

    def _after_action(self, action, event):
        """Extends the engine: a result that came back by post and lies at the desk goes to the
        person with its return; originals that the post brought are compared on acceptance, of
        dossiers that did not come to the counter."""
        result = super()._after_action(action, event)
        if action == "return_result" and not self.env.context.get("tthc_papers_gone"):
            self._hand_out_from_desk(event)
        elif action == "accept" and self.channel != "counter":
            rows = self.env["tthc.shipment.papers"].sudo()
            rows.search([("dossier_id", "=", self.id), ("step", "=", "in")])._compare_intake()
        return result

    def _hand_out_from_desk(self, event):
        dossier = self.sudo()
        if not dossier.shipment_item_ids:
            return
        book = self.env["tthc.shipment.papers"]._book(dossier)
        count = book.balance(dossier).get((travel.RESULT, travel.DESK))
        if count:
            move = custody.Move(travel.RESULT, count, travel.DESK, travel.APPLICANT)
            entry = {
                "dossier": dossier,
                "moves": [move],
                "way": "return",
                "at": event.at,
                "user_id": self.env.uid,
                "giver_name": event.user_name,
                "receiver_name": dossier.owner_id.name,
            }
            book.write([entry])
