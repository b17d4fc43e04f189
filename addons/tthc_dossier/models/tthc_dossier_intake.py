from odoo import api, models
from odoo.exceptions import UserError

from ..tools import actions, wall_time


class TthcDossier(models.Model):
    """Intake: from what the receptionist has in hand to a registered or accepted dossier."""

    _inherit = "tthc.dossier"

    @api.model
    @api.private
    def _intake(self, values, accept=True):
        """Make a dossier with its parties and components, and accept it if asked to.

        :param values: ``procedure_id``, ``case_id``, ``channel``, ``quantity``, ``copies``,
            ``applicant_kind``, ``subject``, ``company_id``, ``return_method``,
            ``return_address``, ``competent_company_id`` where another centre is competent, and

            - ``owner``: a ``res.partner`` id, or the values of a new one
            - ``submitter``: likewise, when somebody else brings the dossier
            - ``mandate``: values of the representative's party row (number, date, scope)
            - ``components``: values of the component rows
            - ``claims``: values of the benefits claimed (``benefit_id``, ``evidence``)
        :param accept: accept at once; otherwise the dossier stays registered
        :raise UserError: what is missing, all of it at once; nothing is kept then
        """
        company = self.env["res.company"].browse(values.get("company_id")) or self.env.company
        owner = self._intake_partner(values["owner"])
        submitter = self._intake_partner(values["submitter"]) if values.get("submitter") else None
        now = self._now()
        plain = (
            "procedure_id",
            "case_id",
            "competent_company_id",
            "channel",
            "quantity",
            "copies",
            "applicant_kind",
            "subject",
            "national_code",
            "return_method",
            "return_address",
        )
        dossier = self._create_drafts(
            [
                {
                    **{key: values[key] for key in plain if values.get(key)},
                    "company_id": company.id,
                    "owner_id": owner.id,
                    "state": actions.REGISTERED,
                    "submitted_at": values.get("submitted_at") or now,
                    "party_ids": self._intake_parties(owner, submitter, values.get("mandate")),
                    "component_ids": [(0, 0, row) for row in values.get("components", ())],
                    "claim_ids": [(0, 0, row) for row in values.get("claims", ())],
                }
            ]
        )
        if accept:
            dossier.action_accept()
        else:
            dossier._log_event("register", from_state=actions.DRAFT)
        return dossier

    def _intake_partner(self, given):
        partners = self.env["res.partner"]
        if isinstance(given, int):
            return partners.browse(given)
        # The desk may enter people without the right to manage every contact.
        quiet = {"tracking_disable": True, "mail_create_nolog": True, "no_vat_validation": True}
        return partners.sudo().with_context(**quiet).create(given).sudo(False)

    @staticmethod
    def _intake_parties(owner, submitter, mandate):
        parties = [{"role": "owner", "partner_id": owner.id}]
        if submitter:
            role = "representative" if mandate else "submitter"
            parties.append({**(mandate or {}), "role": role, "partner_id": submitter.id})
        return [(0, 0, party) for party in parties]

    def _acceptance_obstacles(self):
        """What stands against acceptance; every missing paper is named, so that the person is
        told once and completely (NĐ 61/2018/NĐ-CP, Art. 15.3)."""
        obstacles = []
        today = wall_time.to_local(self._now(), self.company_id.sudo()._tthc_zone()).date()
        version = self.case_id.sudo().version_id
        if version.procedure_id != self.procedure_id:
            obstacles.append(self.env._("The case belongs to another procedure."))
        elif not version._covers(today):
            raise UserError(
                self.env._(
                    "%(procedure)s is not in force on %(day)s in the version of this dossier. "
                    "Choose the case of the version in force, or another procedure.",
                    procedure=self.procedure_id.display_name,
                    day=today.strftime("%d/%m/%Y"),
                )
            )
        if not self.procedure_id.sudo().active:
            obstacles.append(self.env._("The procedure was archived: choose another one."))
        missing = self.component_ids.filtered(
            lambda row: row.requirement == "mandatory" and not row.received
        )
        if missing:
            obstacles.append(
                self.env._(
                    "These mandatory components are missing:\n%s\nTick what was received, ask for "
                    "a supplement, or save the dossier without accepting it.",
                    "\n".join(f"– {row.name}" for row in missing),
                )
            )
        return obstacles
