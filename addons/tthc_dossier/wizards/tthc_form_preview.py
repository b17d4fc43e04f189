from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_catalogue.tools import qr

from ..tools import form_sample


class TthcFormPreview(models.TransientModel):
    """A layout looked at before it is used: on a made-up dossier that is as long as they get, or
    on a real one. Nothing is numbered, signed or logged by it."""

    _name = "tthc.form.preview"
    _description = "Preview of a Form"

    layout_id = fields.Many2one("tthc.form.layout", required=True, ondelete="cascade")
    form_key = fields.Selection(related="layout_id.form_id.key")
    sample = fields.Selection(
        [
            ("short", "Made up: as Most Are"),
            ("long", "Made up: Names of 400 Characters, 30 Papers"),
            ("dossier", "A Dossier"),
        ],
        required=True,
        default="short",
    )
    dossier_id = fields.Many2one("tthc.dossier", domain="[('accepted_at', '!=', False)]")

    def action_preview(self):
        """The layout as PDF.

        :raise UserError: the dossier has no such paper
        """
        self.ensure_one()
        self._values()
        return self.env.ref("tthc_dossier.action_report_form_preview").report_action(self)

    @api.private
    def _values(self):
        """What is printed on the preview."""
        if self.sample != "dossier":
            values = form_sample.values(self.form_key, long=self.sample == "long")
        else:
            record = self._record()
            record.check_access("read")
            values = record._form_values(self.form_key)
            values["texts"]["số"] = record._form_known_number(self.form_key)
        url = f"{self.get_base_url()}/kiem-tra"
        return {**values, "qr": qr.data_uri(qr.png(url, pixels=4, border=1)), "mark": "XEM THỬ"}

    def _record(self):
        """:raise UserError: the dossier has no paper of this form"""
        record = self.dossier_id
        if self.form_key == "supplement":
            record = record.sudo().supplement_round_ids.filtered("number")[-1:]
            record = record.with_env(self.env)
        if not record:
            raise UserError(
                self.env._(
                    "This dossier has no paper of this form: choose another dossier, or a made-up "
                    "one."
                )
            )
        return record

    @api.private
    def _page(self):
        """The page that the template draws."""
        return self.layout_id._page(self._values())

    @api.private
    def _pdf(self):
        page = self._page()
        return self.env["ir.actions.report"]._tthc_form_pdf(
            self.layout_id, page, f"{page['mark']} – {self.layout_id.display_name}"
        )
