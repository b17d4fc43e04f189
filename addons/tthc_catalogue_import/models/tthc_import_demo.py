import base64
import json

from odoo import api, models
from odoo.tools import file_open


class TthcImportDemo(models.AbstractModel):
    """Demonstration data: a small file, imported as an editor does it."""

    _name = "tthc.import.demo"
    _description = "Demonstration of the Import"

    @api.model
    def _load(self):
        """Import the made-up records of ``demo/records.json``."""
        with file_open("tthc_catalogue_import/demo/records.json", "rb") as stream:
            data = stream.read()
        records = json.loads(data)
        lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
        language = "vi_VN" if self.env["res.lang"]._get_data(code="vi_VN") else self.env.lang
        batch = (
            self.env["tthc.import.batch"]
            .with_context(lang=language)
            .create(
                {
                    "name": "thu-tuc-mau.jsonl",
                    "data": base64.b64encode(lines.encode()),
                    "source_kind": "demo",
                }
            )
        )
        batch.with_context(import_in_one_transaction=True)._run()
