from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import content_disposition, request

from ..tools import content


class Papers(http.Controller):
    """Files of a dossier, to and from the officer's screen."""

    @http.route("/tthc_papers/upload", type="http", auth="user", methods=["POST"])
    def upload(self, ufile, dossier_id, source="upload", **places):
        """Take in one file; what became of it, as JSON."""
        return self._take(ufile.filename, ufile.read(), dossier_id, source, places)

    @http.route("/tthc_papers/camera", type="http", auth="user", methods=["POST"])
    def camera(self, dossier_id, name="", **places):
        """Take in pictures of a camera as one PDF, a page each."""
        pictures = [file.read() for file in request.httprequest.files.getlist("ufile")]
        try:
            raw = content.pictures_to_pdf(pictures)
        except ValueError as error:
            text = request.env._("Picture %s cannot be read: take it again.", error)
            return self._answer({"status": "refused", "message": text})
        return self._take(f"{name or 'camera'}.pdf", raw, dossier_id, "camera", places)

    def _take(self, name, raw, dossier_id, source, places):
        dossier = request.env["tthc.dossier"].browse(_number(dossier_id) or []).exists()
        if not dossier:
            raise request.not_found()
        source = source if source in ("upload", "camera") else "upload"
        numbers = {key: _number(places.get(key)) for key in ("component_id", "held_id")}
        numbers["replaces_id"] = _number(places.get("replaces_id"))
        try:
            with request.env.cr.savepoint():
                dossier.check_access("read")
                answer = dossier._take_file(name, raw, source, **numbers)
        except UserError as error:
            answer = {"status": "refused", "message": str(error)}
        return self._answer({"name": name, **answer})

    @staticmethod
    def _answer(answer):
        return request.make_json_response(answer)

    @http.route("/tthc_papers/store/<int:held_id>/<int:file_id>", type="http", auth="user")
    def open_stored(self, held_id, file_id, **_kwargs):
        """A file of the person's store, for who handles a dossier of theirs; logged."""
        held = request.env["tthc.paper.held"].sudo().browse(held_id).exists()
        file = held and held._current_files().filtered(lambda row: row.id == file_id)
        if not file:
            raise request.not_found()
        person = held.partner_id.sudo(False)
        try:
            person._check_store_access()
        except AccessError as error:
            raise request.not_found() from error
        person._log_store(request.env._("Opened: %s", file.name), held.dossier_id)
        return send(file)


def send(file):
    """The answer that carries a file of a dossier, as superuser; saved, never run by the
    browser."""
    headers = [
        ("Content-Type", file.mimetype or "application/octet-stream"),
        ("Content-Disposition", content_disposition(file.name)),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "private, no-store"),
    ]
    return request.make_response(file.attachment_id.raw or b"", headers)


def _number(text):
    return int(text) if (text or "").isdigit() else False
