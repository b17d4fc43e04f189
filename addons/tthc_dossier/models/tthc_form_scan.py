from odoo import models

from ..tools import scan_code


class TthcScan(models.AbstractModel):
    """A scanned printed paper opens what it is about."""

    _inherit = "tthc.scan"

    def _scan_resolve(self, code):
        """Override: the address in the QR code of a printed form."""
        token = scan_code.after(code, "kiem-tra")
        return (token and self._scan_paper(token)) or super()._scan_resolve(code)

    def _scan_paper(self, token):
        row = self.env["tthc.form.print"]._of_token(token)
        return self._scan_open(row.dossier_id or (row and row._record()))
