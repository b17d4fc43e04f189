from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.tthc_dossier.controllers.portal import DossierPortal

#: What a form has besides its file.
ROOM = 1024 * 1024
PAGE = "/my/dossiers/<int:dossier_id>/supplement"
ROUTE = {"type": "http", "auth": "user", "website": True}


def _most_bytes(_controller):
    """Longest request that is read at all: the largest file that is accepted, and its form."""
    return request.env["tthc.dossier.component"]._max_megabytes() * 1024 * 1024 + ROOM


class OnlineSupplement(DossierPortal):
    """Uploading what a supplement asks for, sending it in, the receipt."""

    # The draft ------------------------------------------------------------------------------------

    @http.route(PAGE, methods=["GET"], **ROUTE)
    def portal_supplement(self, dossier_id, **_kwargs):
        """What is asked for, item by item, with what was uploaded so far."""
        dossier = self._own_dossier(dossier_id)
        if not dossier._portal_values()["may_supply"]:
            return request.redirect(f"/my/dossiers/{dossier_id}")
        return self._supplement_page(dossier)

    @http.route(f"{PAGE}/files", methods=["POST"], max_content_length=_most_bytes, **ROUTE)
    def portal_upload(self, dossier_id, item_id="", key="", **_kwargs):
        """Keep one file, or several from a browser without scripts. Answers a script with the
        file's row, or with what is wrong with it in words."""
        dossier = self._own_dossier(dossier_id)
        files = request.httprequest.files.getlist("file")
        try:
            with request.env.cr.savepoint():
                rows = self._keep(dossier, item_id, files, key)
        except UserError as error:
            if self._asks_for_json():
                return request.make_json_response({"error": str(error)}, status=422)
            return self._supplement_page(dossier, problem=str(error))
        if self._asks_for_json():
            return request.make_json_response({"file": self._row(dossier, rows[:1])})
        return request.redirect(f"/my/dossiers/{dossier_id}/supplement#item-{item_id}")

    def _keep(self, dossier, item_id, files, key):
        draft = request.env["tthc.online.supply"]._open_draft(dossier)
        item = draft._item(int(item_id) if item_id.isdigit() else 0)
        if not files:
            raise UserError(request.env._("Choose a file first."))
        rows = request.env["tthc.online.file"].sudo()
        for file in files:
            rows |= draft._add_file(item, file.filename, file.read(), key[:64])
        return rows

    @http.route(f"{PAGE}/files/<int:file_id>/remove", methods=["POST"], **ROUTE)
    def portal_remove(self, dossier_id, file_id, **_kwargs):
        """Take a file out of the draft; one that is gone already is gone."""
        dossier = self._own_dossier(dossier_id)
        draft = request.env["tthc.online.supply"]._draft_of(dossier)
        draft.file_ids.filtered(lambda row: row.id == file_id)._remove()
        if self._asks_for_json():
            return request.make_json_response({})
        return request.redirect(f"/my/dossiers/{dossier_id}/supplement")

    @http.route(f"{PAGE}/files/<int:file_id>", methods=["GET"], readonly=True, **ROUTE)
    def portal_draft_file(self, dossier_id, file_id, **_kwargs):
        """Look at a file of one's own draft."""
        dossier = self._own_dossier(dossier_id)
        draft = request.env["tthc.online.supply"]._draft_of(dossier)
        file = draft.file_ids.filtered(lambda row: row.id == file_id)
        if not file:
            raise request.not_found()
        return self._file_response(file.attachment_id)

    # Sending --------------------------------------------------------------------------------------

    @http.route(f"{PAGE}/send", methods=["POST"], **ROUTE)
    def portal_send(self, dossier_id, supply_id="", note="", **_kwargs):
        """Send the draft in, once, and show its receipt; sent again, the receipt is shown."""
        dossier = self._own_dossier(dossier_id)
        number = int(supply_id) if supply_id.isdigit() else 0
        supply = request.env["tthc.online.supply"].sudo().search(
            [
                ("id", "=", number),
                ("dossier_id", "=", dossier.id),
                ("user_id", "=", request.env.uid),
            ]
        )  # fmt: skip
        try:
            if not supply:
                raise UserError(request.env._("Upload at least one file first."))
            with request.env.cr.savepoint():
                supply._send(note)
        except UserError as error:
            return self._supplement_page(dossier, problem=str(error), note=note)
        return request.redirect(supply._portal_url())

    # The receipt ----------------------------------------------------------------------------------

    @http.route(
        "/my/dossiers/<int:dossier_id>/supplies/<int:supply_id>",
        methods=["GET"],
        readonly=True,
        **ROUTE,
    )
    def portal_receipt(self, dossier_id, supply_id, **_kwargs):
        """The upload receipt, and what the desk says of it."""
        dossier = self._own_dossier(dossier_id)
        values = {
            **self._prepare_portal_layout_values(),
            "dossier": dossier,
            "supply": self._sent_supply(dossier, supply_id),
            "page_name": "tthc_dossiers",
        }
        return self._private(request.render("tthc_portal.portal_upload_receipt", values))

    @http.route(
        "/my/dossiers/<int:dossier_id>/supplies/<int:supply_id>/pdf", methods=["GET"], **ROUTE
    )
    def portal_receipt_pdf(self, dossier_id, supply_id, **_kwargs):
        """The upload receipt to keep."""
        supply = self._sent_supply(self._own_dossier(dossier_id), supply_id)
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Disposition", http.content_disposition(supply._pdf_name())),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return self._private(request.make_response(supply._receipt_pdf(), headers))

    def _sent_supply(self, dossier, supply_id):
        """:raise NotFound: nothing of this dossier that was sent"""
        supply = request.env["tthc.online.supply"].sudo().search(
            [
                ("id", "=", supply_id),
                ("dossier_id", "=", dossier.id),
                ("state", "!=", "draft"),
            ]
        )  # fmt: skip
        if not supply:
            raise request.not_found()
        return supply

    # Answers --------------------------------------------------------------------------------------

    @staticmethod
    def _asks_for_json():
        return request.httprequest.headers.get("Accept", "").startswith("application/json")

    @staticmethod
    def _row(dossier, file):
        """A file as the script shows it."""
        address = f"/my/dossiers/{dossier.id}/supplement/files/{file.id}"
        return {
            "id": file.id,
            "name": file.name,
            "size": file.size_text,
            "sha256": file.sha256,
            "url": address,
            "supply_id": file.supply_id.id,
        }

    def _supplement_page(self, dossier, **more):
        supplies = request.env["tthc.online.supply"]
        draft = supplies._draft_of(dossier)
        items = dossier._waiting_round().item_ids
        values = {
            **self._prepare_portal_layout_values(),
            "dossier": dossier,
            "supplement": dossier._waiting_round(),
            "items": [
                (item, draft.file_ids.filtered(lambda row, item=item: row.item_id == item))
                for item in items
            ],
            "draft": draft,
            "rules": supplies._upload_rules(),
            "notes": request.env["tthc.dossier.component"].sudo()._upload_notes(),
            "overdue": supplies._is_overdue(dossier),
            "page_name": "tthc_dossiers",
            "problem": "",
            "note": "",
            **more,
        }
        return self._private(request.render("tthc_portal.portal_supplement_page", values))
