from odoo import api, fields, models
from odoo.http import request


class TthcAccessLog(models.Model):
    """Who looked at which person's data, when and what for: appended, never touched again.

    The person's right to know who used their data (Law 91/2025/QH15 on personal data) and the
    inspector's questions are answered from these rows alone, so a row keeps the names as they were.

    An addon adds a kind by ``selection_add``; its rows stay when it is uninstalled, so
    ``ondelete`` is a function that does nothing.
    """

    _name = "tthc.access.log"
    _description = "Access to Personal Data"
    _inherit = ["tthc.append.only"]
    _order = "id desc"
    _log_access = False
    _rec_name = "partner_name"

    kind = fields.Selection(
        [
            ("unmask", "Number Shown in Full"),
            ("export", "Exported"),
            ("data_store", "Papers Kept for the Person"),
            ("merge", "Contacts Merged"),
            ("unmerge", "Merge Undone"),
        ],
        "What",
        required=True,
    )
    at = fields.Datetime("When", required=True, index=True)
    user_id = fields.Many2one("res.users", "Who", required=True, index=True, ondelete="restrict")
    user_name = fields.Char("Who (Name)", required=True)
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner", "Whose", required=True, index=True, ondelete="restrict"
    )
    partner_name = fields.Char("Whose (Name)", required=True)
    res_model = fields.Char("Kind of Record")
    res_id = fields.Many2oneReference("Record ID", model_field="res_model")
    record_name = fields.Char("Where", help="The record that was open.")
    note = fields.Char("Why")
    address = fields.Char("IP Address")

    @api.depends("kind", "partner_name")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for row in self:
            row.display_name = f"{labels.get(row.kind, row.kind)} – {row.partner_name}"

    @api.model
    @api.private
    def _record(self, partners, kind, note=None, record=None):
        """Append a row for each of ``partners``, in one statement.

        :param partners: whose data were used; nothing is written for none
        :param kind: a value of the field ``kind``
        :param note: what for, in the words of the user or of the caller
        :param record: the record that was open: a dossier, a list of papers, ...
        :return: the rows
        """
        people = partners.sudo().exists()
        if not people:
            return self.browse()
        record = record.sudo() if record else None
        common = {
            "kind": kind,
            "at": self.env["tthc.dossier"]._now().replace(microsecond=0),
            "user_id": self.env.uid,
            "user_name": self.env.user._tthc_actor_name(),
            "company_id": self.env.company.id,
            "res_model": record._name if record else False,
            "res_id": record.id if record else False,
            "record_name": record.display_name if record else False,
            "note": note,
            "address": request.httprequest.remote_addr if request else False,
        }
        return self.sudo()._append_rows(
            [
                {**common, "partner_id": person.id, "partner_name": person.name or str(person.id)}
                for person in people
            ]
        )

    def action_open_record(self):
        """The record that was open, by the rights of who asks now."""
        self.ensure_one()
        if not self.res_model or self.res_model not in self.env:
            return False
        self.env[self.res_model].browse(self.res_id).check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
