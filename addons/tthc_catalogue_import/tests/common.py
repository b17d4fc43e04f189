"""Imports of made-up records by users of every role."""

import base64
import gzip
import json

from odoo.addons.tthc_catalogue.tests.common import CatalogueCase


class ImportCase(CatalogueCase):
    @classmethod
    def start(cls, records, user="editor", name="records.jsonl", packed=False):
        """Queue ``records`` (dicts, or bytes of a whole file) as ``user`` does with the wizard."""
        data = records
        if not isinstance(records, bytes):
            lines = (json.dumps(record) for record in records)
            data = "\n".join(lines).encode()
        if packed:
            data = gzip.compress(data)
        wizard = cls.env["tthc.import.upload"].with_user(cls.users[user])
        action = wizard.create({"name": name, "data": base64.b64encode(data)}).action_import()
        return cls.env["tthc.import.batch"].with_user(cls.users[user]).browse(action["res_id"])

    @classmethod
    def run_import(cls, records, **options):
        """Import ``records`` to the end."""
        batch = cls.start(records, **options)
        batch._run()
        batch.invalidate_recordset()
        return batch

    def states(self, batch):
        return batch.record_ids.sorted("line").mapped("state")

    def draft(self, batch, line=1):
        return batch.record_ids.filtered(lambda record: record.line == line).version_id

    def reasons(self, batch):
        return set(batch.issue_ids.filtered(lambda issue: not issue.resolved).mapped("reason"))
