from odoo import Command, api, fields, models
from odoo.exceptions import AccessError

from ..models.res_partner_identity import MASKED

#: What is chosen between, in the order of the form.
COMPARED = (
    "name", "tthc_kind", "tthc_identity_masked", "tthc_old_masked", "tthc_paper_kind",
    "tthc_paper_masked", "tthc_nationality_id", "vat", "company_registry", "tthc_birth_date",
    "tthc_gender", "street", "tthc_commune_id", "tthc_commune", "state_id", "phone", "email",
)  # fmt: skip


class TthcPartnerCompare(models.TransientModel):
    """Two contacts side by side: one stays, with the values that are chosen one by one."""

    _name = "tthc.partner.compare"
    _description = "Comparison of Two Contacts"

    left_id = fields.Many2one("res.partner", "Contact", required=True, readonly=True)
    right_id = fields.Many2one("res.partner", "Other Contact", required=True, readonly=True)
    keep = fields.Selection(
        [("left", "The left one"), ("right", "The right one")],
        "Which One Stays",
        required=True,
        default="left",
        help="The other one is archived; everything that points at it is moved. It can be undone.",
    )
    line_ids = fields.One2many("tthc.partner.compare.line", "compare_id", "Values")
    reasons_text = fields.Char("Why They May Be One", readonly=True)
    left_dossiers = fields.Integer(related="left_id.tthc_dossier_count", string="Dossiers")
    right_dossiers = fields.Integer(related="right_id.tthc_dossier_count", string="Its Dossiers")
    reason = fields.Char("Remark")

    @api.model
    @api.private
    def _open_for(self, left, right):
        """Open the comparison; the contact with more dossiers is the one that stays by default."""
        if not self.env.user.has_group("tthc_dossier.group_manager"):
            raise AccessError(self.env._("A centre manager compares and merges contacts."))
        pair = self.env["tthc.duplicate.pair"]._pair_of(left, right)
        right_has_more = right.tthc_dossier_count > left.tthc_dossier_count
        sheet = self.create(
            {
                "left_id": left.id,
                "right_id": right.id,
                "keep": "right" if right_has_more else "left",
                "reasons_text": pair.reasons_text,
                "line_ids": [
                    Command.create(row) for row in self._rows(left, right, right_has_more)
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare Two Contacts"),
            "res_model": self._name,
            "res_id": sheet.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    def _rows(self, left, right, right_has_more):
        rows = []
        labels = {"state_id": self.env._("Province"), "street": self.env._("Address")}
        for name in COMPARED:
            texts = [self._text(person, name) for person in (left, right)]
            if not any(texts):
                continue
            same = self._value(left, name) == self._value(right, name)
            first = "right" if right_has_more else "left"
            spare = "left" if right_has_more else "right"
            given = dict(zip(("left", "right"), texts, strict=True))
            rows.append(
                {
                    "field": name,
                    "label": labels.get(name) or left._fields[name]._description_string(self.env),
                    "left": texts[0],
                    "right": texts[1],
                    "same": same,
                    "choice": first if given[first] else spare,
                }
            )
        return rows

    def _text(self, person, name):
        """A value as the manager sees it; numbers stay masked."""
        value, column = person[name], person._fields[name]
        if not value:
            return ""
        if column.type == "selection":
            return dict(column._description_selection(self.env))[value]
        if column.type == "date":
            return value.strftime("%d/%m/%Y")
        return value.display_name if column.type == "many2one" else str(value)

    @staticmethod
    def _value(person, name):
        """The value itself: two numbers may have one mask."""
        return person.sudo()[MASKED.get(name, name)]

    def action_merge(self):
        """Merge with the chosen values, and show what was done."""
        self.ensure_one()
        kept, source = self.left_id, self.right_id
        if self.keep == "right":
            kept, source = source, kept
        values = {}
        for line in self.line_ids:
            person = self.left_id if line.choice == "left" else self.right_id
            if person != kept and not line.same and line.field in COMPARED:
                value = self._value(person, line.field)
                is_record = isinstance(value, models.BaseModel)
                values[MASKED.get(line.field, line.field)] = value.id if is_record else value
        merge = self.env["tthc.partner.merge"]._merge(kept, source, values, self.reason)
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.partner.merge",
            "res_id": merge.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_different(self):
        """Say that these are two people."""
        self.ensure_one()
        self.env["tthc.duplicate.pair"]._pair_of(self.left_id, self.right_id).sudo(
            False
        ).action_different()
        return {"type": "ir.actions.act_window_close"}


class TthcPartnerCompareLine(models.TransientModel):
    """One value of the two contacts."""

    _name = "tthc.partner.compare.line"
    _description = "Value of Two Contacts"
    _order = "id"

    compare_id = fields.Many2one("tthc.partner.compare", required=True, ondelete="cascade")
    field = fields.Char(required=True, readonly=True)
    label = fields.Char("What", readonly=True)
    left = fields.Char(readonly=True)
    right = fields.Char(readonly=True)
    same = fields.Boolean(readonly=True)
    choice = fields.Selection([("left", "Left"), ("right", "Right")], "Taken", required=True)
