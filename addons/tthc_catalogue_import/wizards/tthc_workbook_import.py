import base64
import io
import zipfile

import openpyxl

from odoo import fields, models
from odoo.exceptions import UserError

from .workbook_plan import WorkbookPlan


class TthcWorkbookImport(models.TransientModel):
    """Import of a workbook that was exported here: a check first, then the changes at once.

    Draft versions only are made and changed; one mistake anywhere and nothing is written.
    """

    _name = "tthc.workbook.import"
    _description = "Import Workbook"

    data = fields.Binary("Workbook", required=True, attachment=False)
    name = fields.Char("File Name")
    errors = fields.Text(readonly=True)
    changes = fields.Text(readonly=True)
    change_count = fields.Integer(readonly=True)
    state = fields.Selection(
        [("upload", "Upload"), ("checked", "Checked"), ("done", "Done")],
        default="upload",
        readonly=True,
    )

    def _plan(self):
        """What the workbook would change.

        :raise UserError: the file is no workbook
        """
        self.ensure_one()
        self.env["tthc.procedure.version"].check_access("create")
        try:
            data = io.BytesIO(base64.b64decode(self.data or b""))
            book = openpyxl.load_workbook(data, read_only=True, data_only=True)
        except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
            raise UserError(
                self.env._(
                    "This is no .xlsx workbook. Export one from the catalogue, change it and "
                    "import it here."
                )
            ) from error
        export = self.env["tthc.workbook.export"]
        plan = WorkbookPlan(self.env(context={**self.env.context, "lang": export._language()}))
        plan.read(book)
        return plan

    def action_check(self):
        """List what would change, without writing anything."""
        plan = self._plan()
        self.write(
            {
                "errors": "\n".join(plan.errors) or False,
                "changes": "\n".join(plan.changes) or False,
                "change_count": len(plan.changes),
                "state": "checked",
            }
        )
        return self._show()

    def action_apply(self):
        """Write the changes.

        :raise UserError: the workbook has a mistake; nothing is written
        """
        plan = self._plan()
        if plan.errors:
            raise UserError("\n".join(plan.errors[:20]))
        plan.apply()
        self.write({"state": "done", "change_count": len(plan.changes)})
        return self._show()

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
