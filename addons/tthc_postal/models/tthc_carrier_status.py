from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import news, status
from .tthc_shipment import STATES

#: What a carrier's status may mean here: what happens to an envelope once the post has it.
MEANINGS = [
    *[(state, label) for state, label in STATES if state in (*status.OUT, *status.FINAL)],
    (news.NONE, "News Only"),
]


class TthcCarrierStatus(models.Model):
    """What a status of a carrier's own means here: data, one row per connector and code.

    The code is a number of the carrier's interface or the words in its files; case and blanks do
    not matter. A status that becomes known has the news that waits for it judged again.
    """

    _name = "tthc.carrier.status"
    _description = "Carrier Status"
    _order = "connector, code"
    _rec_name = "code"

    connector = fields.Selection(
        "_connector_choices", required=True, default="file", index=True, string="Connection"
    )
    code = fields.Char(
        required=True, help="Code of the carrier's system, or the words that its files use."
    )
    code_key = fields.Char(readonly=True, required=True, help="The code as it is compared.")
    name = fields.Char("In Words")
    meaning = fields.Selection(
        MEANINGS, required=True, help="“News Only”: kept, but moves no shipment."
    )
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex(
        "(connector, code_key)", "This status of the connection has a meaning already."
    )

    @api.model
    def _connector_choices(self):
        """The connections that carriers may have."""
        return self.env["tthc.carrier"]._fields["connector"]._description_selection(self.env)

    @api.depends("code", "name")
    def _compute_display_name(self):
        for row in self:
            row.display_name = " – ".join(filter(None, (row.code, row.name)))

    @api.model_create_multi
    def create(self, vals_list):
        """:raise ValidationError: no code"""
        for vals in vals_list:
            self._normalise(vals)
        rows = super().create(vals_list)
        rows._judge_waiting()
        return rows

    def write(self, vals):
        """:raise ValidationError: no code"""
        vals = dict(vals)
        if "code" in vals:
            self._normalise(vals)
        result = super().write(vals)
        if {"code", "connector", "meaning", "active"} & set(vals):
            self._judge_waiting()
        return result

    def _normalise(self, vals):
        vals["code"] = news.plain(vals.get("code"))
        vals["code_key"] = news.code_key(vals["code"])
        if not vals["code"]:
            raise ValidationError(self.env._("Enter the code or the words of the status."))

    def _judge_waiting(self):
        """News whose status was unknown until now takes its effect."""
        known = self.filtered("active")
        if known:
            self.env["tthc.carrier.news"].sudo()._judge_mapped(known)

    @api.model
    @api.private
    def _meanings(self, connector):
        """``{code as compared: meaning}`` of a connection."""
        rows = self.sudo().search_fetch([("connector", "=", connector)], ["code_key", "meaning"])
        return {row.code_key: row.meaning for row in rows}
