from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.tthc_catalogue.tools.fold import search_text


class TthcCommune(models.Model):
    """A commune (xã, phường, đặc khu) of the published list, with what it was called before.

    A commune that was merged away ends on a day and stays, for the papers and addresses that name
    it; its name is among the former names of its successor, so that people who still give the old
    one find the new.
    """

    _name = "tthc.commune"
    _description = "Commune"
    _inherit = ["tthc.word.search"]
    _order = "state_id, name, id"

    code = fields.Char(required=True, help="Five digits (QĐ 19/2025/QĐ-TTg).")
    name = fields.Char(required=True)
    kind = fields.Selection(
        [("commune", "Xã"), ("ward", "Phường"), ("zone", "Đặc khu")], required=True
    )
    state_id = fields.Many2one(
        "res.country.state",
        "Province",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('country_id.code', '=', 'VN')]",
    )
    date_from = fields.Date("Valid from", required=True, default="2025-07-01")
    date_to = fields.Date("Valid until", help="Last day; empty while it exists.")
    former_names = fields.Text(help="Units that became part of it, one a line, as addresses say.")
    full_name = fields.Char(compute="_compute_full_name", store=True)

    _code_unique = models.UniqueIndex("(code, date_from)", "This code stands there from that day.")
    _code_digits = models.Constraint("CHECK (code ~ '^[0-9]{5}$')", "A code has five digits.")
    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "It ends after it begins."
    )

    @api.depends("kind", "name")
    def _compute_full_name(self):
        labels = dict(self._fields["kind"].selection)
        for commune in self:
            commune.full_name = f"{labels.get(commune.kind, '')} {commune.name or ''}".strip()

    @api.depends("full_name", "state_id.name", "code", "former_names")
    def _compute_search_text(self):
        for commune in self:
            commune.search_text = search_text(
                [commune.full_name, commune.state_id.name, commune.code, commune.former_names]
            )

    @api.depends("full_name", "state_id.name", "date_to")
    @api.depends_context("tthc_state_id")
    def _compute_display_name(self):
        chosen = self.env.context.get("tthc_state_id")
        for commune in self:
            name = commune.full_name
            if commune.state_id.id != chosen:
                name = f"{name}, {commune.state_id.name}"
            if commune.date_to:
                name = self.env._(
                    "%(name)s (until %(day)s)",
                    name=name,
                    day=commune.date_to.strftime("%d/%m/%Y"),
                )
            commune.display_name = name

    @api.model
    def _domain_in_force(self, day):
        return Domain("date_from", "<=", day) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", day)
        )
