from odoo import models

from .tthc_form_source import DAY, INSTANT


class TthcDossierApology(models.Model):
    """The apology as a paper (form ``apology``). It has the number that it got when it was signed;
    a draft is printed as such and issues nothing."""

    _name = "tthc.dossier.apology"
    _inherit = ["tthc.dossier.apology", "tthc.form.source"]

    def action_print(self):
        """Issue the signed letter, or print it again; a draft is marked as one."""
        self.ensure_one()
        return self._print_form("apology")

    def _form_dossier(self, key):
        return self.dossier_id

    def _form_is_draft(self, key):
        return self.state != "signed"

    def _form_at(self, key):
        """Override: when it was signed."""
        return self.signed_at or super()._form_at(key)

    def _form_agency(self, key):
        """Override: the late agency."""
        return self.sudo().agency_id

    def _form_own_number(self, key):
        return self.number or "……/PXL"

    def _form_values(self, key):
        values = super()._form_values(key)
        letter = self.sudo()
        texts = values["texts"]
        texts.update(letter.dossier_id._form_texts(key))
        promised = self._form_local(letter.new_due, INSTANT, key)
        if not promised and letter.new_date:
            promised = f"ngày {letter.new_date.strftime(DAY)}"
        texts.update(
            {
                "lý do": letter.reason or "",
                "hẹn trả trước": self._form_local(letter.due_at, INSTANT, key),
                "hẹn trả lại": promised,
                "người ký": letter.signer_name or "",
                "chức vụ người ký": "\n".join(letter._signer_lines()),
            }
        )
        if self._form_is_draft(key):
            year = self._form_day(key).year
            texts["ngày ký"] = f"ngày … tháng … năm {year}"
        return values

    def _form_vouched(self, key):
        """Override: the appointment that is missed, and the new one."""
        return {
            **super()._form_vouched(key),
            **self.dossier_id._form_vouched(key),
            "due": self._form_local_instant(self.due_at, key),
            "count": "",
            "other": self._form_local(self.sudo().new_due, "%H:%M %d/%m/%Y", key),
        }
