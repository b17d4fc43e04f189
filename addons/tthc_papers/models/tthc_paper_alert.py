import logging

from odoo import SUPERUSER_ID, api, fields, models

from ..tools import content

_logger = logging.getLogger(__name__)


class TthcPaperAlert(models.Model):
    """A file that was refused because it contains malware: who brought it, what was found.

    The row must survive the refusal, which undoes everything else. It is therefore written by a
    transaction of its own, and keeps words and numbers instead of links.
    """

    _name = "tthc.paper.alert"
    _description = "Malware Found"
    _order = "id desc"
    _rec_name = "file_name"
    _log_access = False

    at = fields.Datetime("When", required=True)
    file_name = fields.Char("File", required=True)
    signature = fields.Char("Found", required=True)
    checksum = fields.Char("SHA-256", required=True)
    size = fields.Integer("Bytes")
    place = fields.Char("Meant for")
    user_name = fields.Char("Brought by", required=True)
    user_ref = fields.Integer("User No.")

    @api.model
    @api.private
    def _log(self, name, raw, signature, place=""):
        """Keep that a file was refused."""
        values = {
            "at": fields.Datetime.now(),
            "file_name": name or "?",
            "signature": signature,
            "checksum": content.digest(raw),
            "size": len(raw),
            "place": place,
            "user_name": self.env.user.sudo().name,
            "user_ref": self.env.uid,
        }
        _logger.warning(
            "malware %(signature)s refused in %(file_name)s (sha256 %(checksum)s, %(user_name)s)",
            values,
        )
        with self.env.registry.cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})[self._name].create(values)
