from odoo import api, fields, models


class TthcDossierReturn(models.TransientModel):
    """How and where a result comes back, as the citizen tells the desk."""

    _name = "tthc.dossier.return"
    _description = "Way of Return"

    dossier_id = fields.Many2one("tthc.dossier", required=True, ondelete="cascade")
    method = fields.Selection(
        [("post", "By Post"), ("counter", "At the Counter")],
        "Way of Return",
        required=True,
        default="post",
    )
    street = fields.Char("Address", help="House number, street, hamlet.")
    commune_id = fields.Many2one("tthc.commune", "Commune of the List")
    commune = fields.Char(help="Xã, phường or đặc khu, where it is not on the list.")
    state_id = fields.Many2one(
        "res.country.state", "Province", domain=[("country_id.code", "=", "VN")]
    )
    phone = fields.Char()

    @api.model
    def default_get(self, names):
        values = super().default_get(names)
        dossier = self.env["tthc.dossier"].browse(values.get("dossier_id") or ())
        if dossier:
            dossier.check_access("read")
            known = dossier._portal_return_values()
            values.update(
                {name: known[name] for name in ("street", "commune", "state_id", "phone")}
            )
            here = self.env["tthc.commune"].search(
                [
                    ("full_name", "=", known["commune"]),
                    ("state_id", "=", known["state_id"]),
                    ("date_to", "=", False),
                ],
                limit=1,
            )
            values["commune_id"] = here.id
        return values

    @api.onchange("commune_id")
    def _onchange_commune(self):
        if self.commune_id:
            self.commune = self.commune_id._origin.full_name
            self.state_id = self.commune_id._origin.state_id

    @api.onchange("state_id")
    def _onchange_state(self):
        commune = self.commune_id._origin
        if commune and commune.state_id != self.state_id._origin:
            self.commune_id = False
            self.commune = False

    def action_confirm(self):
        """Write the choice on the dossier, with the checks of an address."""
        self.ensure_one()
        self.dossier_id.check_access("write")
        if self.method == "counter":
            self.dossier_id._choose_counter()
        else:
            commune = self.commune_id.full_name or self.commune
            state = self.state_id.sudo()
            self.dossier_id._choose_post(self.street, commune, state, phone=self.phone)
        return {"type": "ir.actions.act_window_close"}
