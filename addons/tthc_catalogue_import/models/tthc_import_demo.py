import base64
import json

from odoo import api, models
from odoo.tools import file_open


class TthcImportDemo(models.AbstractModel):
    """Demonstration data: a small file, imported as an editor does it."""

    _name = "tthc.import.demo"
    _description = "Demonstration of the Import"

    @api.model
    @api.private
    def _load(self):
        """Import the made-up records of ``demo/records.json``, as the demo editor."""
        with file_open("tthc_catalogue_import/demo/records.json", "rb") as stream:
            data = stream.read()
        records = json.loads(data)
        lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
        editor = self.env.ref("tthc_catalogue.user_editor")
        # Demo data are loaded before the terms of their module, and reasons are kept as written.
        module = self.env.ref("base.module_tthc_catalogue_import")
        module._update_translations([editor.lang])
        batch = (
            self.env["tthc.import.batch"]
            .with_user(editor)
            .with_context(lang=editor.lang)
            .create(
                {
                    "name": "thu-tuc-mau.jsonl",
                    "data": base64.b64encode(lines.encode()),
                    "source_kind": "demo",
                }
            )
        )
        batch.with_context(import_in_one_transaction=True)._run()
