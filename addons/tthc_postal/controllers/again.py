from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.tthc_dossier.controllers.portal import ROUTE, DossierPortal

from ..models.tthc_shipment_asked import MOST_LETTERS
from ..tools.news import plain

PAGE = "/my/dossiers/<int:dossier_id>/delivery/<int:shipment_id>"


class AgainPortal(DossierPortal):
    """The recipient asks for another delivery of the result."""

    @http.route(PAGE, methods=["GET"], **ROUTE)
    def portal_again(self, dossier_id, shipment_id, **_kwargs):
        """The form; where nothing can be asked for, the dossier's page."""
        dossier, shipment = self._own_shipment(dossier_id, shipment_id)
        if not shipment._may_wish():
            return request.redirect(f"/my/dossiers/{dossier_id}")
        return self._again_page(dossier, shipment)

    @http.route(PAGE, methods=["POST"], **ROUTE)
    def portal_ask_again(self, dossier_id, shipment_id, wish="", time_slot="any", **given):
        """Ask; sent twice, it is asked for once."""
        dossier, shipment = self._own_shipment(dossier_id, shipment_id)
        given = {
            name: plain(given.get(name))[:MOST_LETTERS] for name in ("phone", "street", "note")
        }
        try:
            with request.env.cr.savepoint():
                shipment._ask_redelivery(fetch=wish == "fetch", time_slot=time_slot, **given)
        except UserError as error:
            return self._again_page(
                dossier, shipment, error=str(error), time_slot=time_slot, **given
            )
        return request.redirect(f"/my/dossiers/{dossier_id}#tthc_portal_post")

    def _own_shipment(self, dossier_id, shipment_id):
        """One's own dossier and its shipment, the latter as superuser.

        :raise NotFound: the dossier is not the caller's own, its papers are not in the shipment,
            or those of somebody else are in it too
        """
        dossier = self._own_dossier(dossier_id)
        shipments = dossier.sudo().shipment_item_ids.shipment_id
        shipment = shipments.filtered(lambda row: row.id == shipment_id)
        if not shipment or not shipment._is_all_my_own():
            raise request.not_found()
        return dossier, shipment

    def _again_page(self, dossier, shipment, error="", **given):
        slots = request.env["tthc.shipment.wish"]._fields["time_slot"]
        place = (shipment.recipient_commune, shipment.recipient_state_id.name)
        values = {
            **self._prepare_portal_layout_values(),
            "phone": shipment.recipient_phone or "",
            "street": shipment.recipient_street or "",
            "note": "",
            "time_slot": "any",
            **given,
            "place": ", ".join(filter(None, place)),
            "slots": slots._description_selection(request.env),
            "dossier": dossier,
            "shipment": shipment,
            "error": error,
            "page_name": "tthc_dossiers",
        }
        return self._private(request.render("tthc_postal.portal_again_page", values))
