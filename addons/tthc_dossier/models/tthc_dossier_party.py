from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class TthcDossierParty(models.Model):
    """Somebody's role in a dossier."""

    _name = "tthc.dossier.party"
    _description = "Dossier Party"
    _order = "dossier_id, id"
    _rec_name = "partner_id"

    dossier_id = fields.Many2one("tthc.dossier", required=True, index=True, ondelete="cascade")
    role = fields.Selection(
        [
            ("owner", "Owner"),
            ("co_owner", "Co-owner"),
            ("submitter", "Submitter"),
            ("representative", "Authorised Representative"),
        ],
        required=True,
        default="owner",
    )
    partner_id = fields.Many2one(
        "res.partner", "Person or Organisation", required=True, index=True, ondelete="restrict"
    )
    name_then = fields.Char(
        "Name at the Time",
        readonly=True,
        copy=False,
        help="The name that stands on the papers of the dossier, where the contact was merged into "
        "another one since.",
    )
    mandate_number = fields.Char("Mandate", help="Number of the mandate document.")
    mandate_date = fields.Date()
    mandate_scope = fields.Char("Scope of Mandate")

    _owner_unique = models.UniqueIndex(
        "(dossier_id) WHERE role = 'owner'",
        "A dossier has one owner; add others as co-owners or submitters.",
    )

    def write(self, vals):
        """Who a party is does not change once the dossier was accepted; a mandate may be added.

        :raise UserError: the dossier was accepted
        """
        if {"role", "partner_id", "dossier_id"} & set(vals):
            self._check_not_accepted()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_before_acceptance(self):
        self._check_not_accepted()

    def _check_not_accepted(self):
        for dossier in self.dossier_id:
            if dossier.state not in ("draft", "registered"):
                raise UserError(
                    self.env._(
                        "%s was accepted: its parties stay as they are. A representative who "
                        "comes later is added as another party.",
                        dossier.display_name,
                    )
                )

    @api.constrains("role", "mandate_number", "mandate_date")
    def _check_mandate(self):
        today = fields.Date.context_today(self)
        for party in self:
            if party.role == "representative" and not party.mandate_number:
                raise ValidationError(
                    self.env._("A representative needs a mandate document: enter its number.")
                )
            if party.mandate_date and party.mandate_date > today:
                raise ValidationError(
                    self.env._("The mandate is dated in the future: correct its date.")
                )
