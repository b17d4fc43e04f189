import base64

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import wall_time

#: What a mandate says, copied where it is used again.
MANDATE = (
    "mandate_kind",
    "mandate_number",
    "mandate_date",
    "mandate_until",
    "mandate_scope",
    "mandate_file",
    "mandate_file_name",
)
MANDATE_KINDS = [
    ("authorised", "Authorised in Writing"),
    ("legal", "Legal Representative"),
    ("guardian", "Guardian"),
    ("parent", "Parent of a Minor"),
    ("service", "Postal or Public Service"),
    ("other", "Other"),
]


class TthcDossierParty(models.Model):
    """The document by which a representative acts for the owner (Bộ luật Dân sự 2015, Art. 134 to
    143: by authorisation, by law, by guardianship), how far and until when."""

    _inherit = "tthc.dossier.party"

    mandate_kind = fields.Selection(
        MANDATE_KINDS, "Kind of Mandate", help="Uỷ quyền, đại diện theo pháp luật, giám hộ."
    )
    mandate_until = fields.Date("Valid until", help="Last day; empty where none is written.")
    mandate_file = fields.Binary("File of the Mandate", attachment=True)
    mandate_file_name = fields.Char()
    mandate_expired = fields.Boolean(compute="_compute_mandate_expired")

    @api.depends("mandate_until", "dossier_id.accepted_at")
    def _compute_mandate_expired(self):
        """Whether it had ended when the dossier was accepted, or has ended now."""
        for party in self:
            party.mandate_expired = party.mandate_until and party.mandate_until < party._acted_on()

    def _acted_on(self):
        dossier = self.dossier_id
        instant = dossier.accepted_at or dossier._now()
        return wall_time.to_local(instant, dossier.company_id.sudo()._tthc_zone()).date()

    @api.constrains("mandate_date", "mandate_until")
    def _check_mandate_dates(self):
        for party in self:
            dates = (party.mandate_date, party.mandate_until)
            if all(dates) and party.mandate_until < party.mandate_date:
                raise ValidationError(
                    self.env._("The mandate ends before its date: correct one of the two.")
                )

    @api.constrains("mandate_file")
    def _check_mandate_file(self):
        for party in self.filtered("mandate_file"):
            content = base64.b64decode(party.with_context(bin_size=False).mandate_file)
            self.env["tthc.dossier.component"]._check_file(
                party.mandate_file_name or self.env._("The mandate"), content
            )

    def write(self, vals):
        """Override: the mandate by which a dossier was submitted stays; what was not known may be
        added.

        :raise UserError: a mandate of an accepted dossier would change
        """
        for party in self:
            replaced = [
                name
                for name in MANDATE
                if name in vals and party[name] and vals[name] != party[name]
            ]
            if (
                replaced
                and not self.env.su
                and party.dossier_id.state not in ("draft", "registered")
            ):
                raise UserError(
                    self.env._(
                        "%s was accepted with this mandate: it stays. A new mandate is entered "
                        "with another party.",
                        party.dossier_id.display_name,
                    )
                )
        return super().write(vals)

    @api.model
    def _valid_mandate(self, owner, representative, day):
        """The latest mandate of this pair that is still valid on ``day``, among the dossiers that
        the user reads; only one whose end is known is used again."""
        return self.search(
            [
                ("role", "=", "representative"),
                ("partner_id", "=", representative.id),
                ("dossier_id.owner_id", "=", owner.id),
                ("mandate_until", ">=", day),
                ("mandate_revoked_at", "=", False),
            ],
            order="mandate_until desc, id desc",
            limit=1,
        )

    def _mandate_values(self):
        """The mandate as values of another row."""
        return {name: self.with_context(bin_size=False)[name] for name in MANDATE}


class TthcDossier(models.Model):
    _inherit = "tthc.dossier"

    def _acceptance_obstacles(self):
        """Override: nobody acts for another by a mandate that has ended, where the centre says
        so."""
        obstacles = super()._acceptance_obstacles()
        if not self.company_id.sudo().tthc_refuse_expired_mandate:
            return obstacles
        for party in self.party_ids:
            if party.role == "representative" and party.mandate_expired:
                obstacles.append(
                    self.env._(
                        "The mandate %(number)s of %(name)s ended on %(day)s: ask for a new one, "
                        "or let the owner submit.",
                        number=party.mandate_number,
                        name=party.partner_id.name,
                        day=party.mandate_until.strftime("%d/%m/%Y"),
                    )
                )
        return obstacles
