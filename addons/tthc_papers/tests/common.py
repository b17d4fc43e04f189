"""Dossiers with papers that have files."""

from odoo.addons.tthc_dossier.tests.common import DossierCommon
from odoo.addons.tthc_dossier.tests.files import pdf


class PapersCommon(DossierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].search([("key", "=like", "tthc_papers.%")]).unlink()

    def paper(self, dossier, name="Giấy chứng nhận"):
        """The component of that name."""
        return dossier.component_ids.filtered(lambda row: row.name == name)

    def receive(self, component, text="Nội dung", user=None, name="gcn.pdf", source="upload"):
        """A PDF with ``text`` for ``component``; the attachment."""
        acting = component.with_user(user or self.receptionist)
        return acting._receive_file(name, pdf(text), source)

    def rows(self, dossier, *states):
        states = states or ("current",)
        return dossier.sudo().paper_file_ids.filtered(lambda file: file.state in states)

    def result(self, dossier, user=None, **more):
        values = {
            "dossier_id": dossier.id,
            "template_id": dossier.case_id.result_ids[:1].id,
            "number": "12/GXN",
            "issued_on": "2026-03-10",
            "signer": "Trần Văn Ký",
            **more,
        }
        return self.env["tthc.paper.held"].with_user(user or self.officer).create(values)
