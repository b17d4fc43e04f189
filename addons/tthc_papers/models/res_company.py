import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}", re.ASCII)


class ResCompany(models.Model):
    _inherit = "res.company"

    tthc_scan_folder = fields.Char(
        "Scanner Folder",
        help="Name of the folder into which the centre's scanners put files, below the server's "
        "folder for scanners. Empty: none.",
    )

    _scan_folder_unique = models.UniqueIndex(
        "(tthc_scan_folder) WHERE tthc_scan_folder IS NOT NULL",
        "Another centre has this scanner folder.",
    )

    @api.constrains("tthc_scan_folder")
    def _check_scan_folder(self):
        """A plain name: it cannot lead out of the folder for scanners."""
        for company in self:
            name = company.tthc_scan_folder
            if name and (not _FOLDER.fullmatch(name) or ".." in name):
                raise ValidationError(
                    self.env._(
                        "“%s” is no folder name: use letters without marks, digits, - and _.", name
                    )
                )
