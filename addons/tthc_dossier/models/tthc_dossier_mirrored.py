from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import actions, mirror

#: Of an update, the values that go to the dossier as they are.
TOLD = (
    "external_system",
    "subject",
    "submitted_at",
    "accepted_at",
    "due_at",
    "finished_at",
    "returned_at",
)
#: What may be written on a mirrored dossier: what its conversation and its reminders keep.
_KEPT_BY_MAIL = ("message_", "activity_", "my_activity_", "website_message_")


class TthcDossier(models.Model):
    """Dossiers that a ministry's system processes and this one shows for management (NĐ
    224/2026/NĐ-CP, Art. 15.1.h): read-only, known by the number of that system, without a number
    of this one's series."""

    _inherit = "tthc.dossier"
    _rec_names_search = ["name", "external_number", "owner_id.name"]

    processing_system = fields.Selection(
        [("local", "This System"), ("ministry", "Ministry System")],
        "Processed in",
        required=True,
        default="local",
        readonly=True,
        copy=False,
        index=True,
    )
    external_system = fields.Char("Ministry System", readonly=True, copy=False)
    external_number = fields.Char(
        "Number There",
        readonly=True,
        copy=False,
        index="trigram",
        help="As the ministry's system numbers it, e.g. G09.20-20260609-0092637.",
    )
    mirrored_at = fields.Datetime(
        "As of",
        readonly=True,
        copy=False,
        help="When the other system said last what is shown here, by its own clock.",
    )
    mirror_code = fields.Char(
        "State There", readonly=True, copy=False, help="As the other system gave it."
    )
    mirror_unknown = fields.Boolean(
        "State Unknown",
        readonly=True,
        copy=False,
        help="The other system gave a state that is none of the ten national ones; the last known "
        "one is shown.",
    )
    mirror_text = fields.Text("Where It Is Processed", compute="_compute_mirror_text")
    mirror_content = fields.Json(readonly=True, copy=False)

    _external_unique = models.UniqueIndex(
        "(external_number) WHERE external_number IS NOT NULL",
        "Another dossier has this number of a ministry's system.",
    )

    @api.model
    def _protected_fields(self):
        return super()._protected_fields() | {
            "processing_system",
            "external_system",
            "external_number",
            "mirrored_at",
            "mirror_code",
            "mirror_unknown",
            "mirror_content",
        }

    @api.depends("external_number")
    def _compute_display_name(self):
        """Override: a mirrored dossier is known by its number there."""
        result = super()._compute_display_name()
        for dossier in self.filtered("external_number"):
            dossier.display_name = dossier.external_number
        return result

    # Updates ------------------------------------------------------------------------------------

    @api.model
    @api.private
    def _mirror_update(self, values):
        """Take over what another system says of a dossier that it processes. The only way to
        make or change such a dossier; the same update again has no effect, nor has an older one.

        :param values: ``external_number``, ``updated_at`` (naive UTC) and ``code`` (national
            state, as given), ``national_code``, ``system``, ``procedure_id``, ``company_id``,
            ``owner_id``, ``subject``, and the instants ``submitted_at``, ``accepted_at``,
            ``due_at``, ``finished_at``, ``returned_at``, each where it is told
        :return: ``(verdict of tools.mirror.judge, dossier)``
        :raise UserError: the dossier is processed here, or a new one lacks what it needs
        """
        told = {**values, "external_system": values.get("system")}
        content = _content(told)
        dossier = self._find_mirrored(told)
        if not dossier:
            dossier = self._create_mirrored(told)
        dossier._lock()
        dossier.invalidate_recordset(["mirrored_at", "mirror_content"])
        verdict = mirror.judge(
            dossier.mirrored_at or None, dossier.mirror_content, told["updated_at"], content
        )
        if verdict == mirror.APPLY:
            dossier._perform("mirror", told=told, content=content)
        return verdict, dossier

    def _find_mirrored(self, told):
        """The dossier that an update is about, by its number there or its national code.

        :raise UserError: the two name different dossiers, or one that is processed here
        """
        dossiers = self.sudo()
        domain = fields.Domain("external_number", "=", told["external_number"])
        if told.get("national_code"):
            domain |= fields.Domain("national_code", "=", told["national_code"])
        found = dossiers.search(domain)
        if len(found) > 1:
            raise UserError(
                self.env._(
                    "The number %(number)s and the national code %(code)s belong to two dossiers: "
                    "%(dossiers)s. Correct one of them.",
                    number=told["external_number"],
                    code=told["national_code"],
                    dossiers=", ".join(found.mapped("display_name")),
                )
            )
        if found.processing_system == "local":
            raise UserError(
                self.env._(
                    "%s is processed in this system: what another system says of it is not taken "
                    "over.",
                    found.display_name,
                )
            )
        return found

    def _create_mirrored(self, told):
        procedure = self.env["tthc.procedure"].sudo().browse(told.get("procedure_id"))
        version = (
            procedure.current_version_id
            or procedure.version_ids.filtered(
                lambda row: row.state in ("published", "retired")
            ).sorted("date_from")[-1:]
        )
        if not version.case_ids:
            raise UserError(
                self.env._(
                    "%s has no published version: the catalogue must know a procedure before its "
                    "dossiers can be shown.",
                    procedure.display_name,
                )
            )
        return (
            self.sudo()
            .with_context(tthc_mirroring=True)
            ._create_drafts(
                [
                    {
                        "processing_system": "ministry",
                        "external_number": told["external_number"],
                        "national_code": told.get("national_code"),
                        "company_id": told["company_id"],
                        "procedure_id": procedure.id,
                        "case_id": version.case_ids[:1].id,
                        "channel": "online",
                        "state": actions.REGISTERED,
                        "owner_id": told["owner_id"],
                        "party_ids": [
                            (0, 0, {"role": "owner", "partner_id": told["owner_id"]}),
                        ],
                    }
                ]
            )
            .with_context(tthc_mirroring=False)
        )

    def _do_mirror(self, note, task, told, content):
        state = mirror.state_of(told.get("code"))
        values = {name: told[name] for name in TOLD if told.get(name)}
        values.update(
            **self._mirrored_dates(state or self.state, told),
            state=state or self.state,
            mirrored_at=told["updated_at"],
            mirror_code=str(told.get("code") or ""),
            mirror_unknown=not state,
            mirror_content=content,
        )
        if told.get("national_code"):
            values["national_code"] = told["national_code"]
        return values, {"at": told["updated_at"], "facts": {"told": content}}

    def _mirrored_dates(self, state, told):
        """Since when the dossier has ended, was returned or waits for the person, where its state
        says that it has: as told, or else when it was told first."""
        now = told["updated_at"]
        ended = state in (*actions.FINAL_STATES, actions.DONE)
        returned = state == actions.RETURNED
        waits = state in (actions.SUPPLEMENT, actions.FINANCIAL)
        return {
            "finished_at": ended and (told.get("finished_at") or self.finished_at or now),
            "returned_at": returned and (told.get("returned_at") or self.returned_at or now),
            "paused_at": waits and (self.paused_at or now),
        }

    # Guards -------------------------------------------------------------------------------------

    def _is_mirrored(self):
        return self.processing_system == "ministry"

    def _refuse_mirrored(self):
        """:raise UserError: one of these dossiers is processed elsewhere"""
        if self.env.su and self.env.context.get("tthc_mirroring"):
            return
        for dossier in self:
            if dossier._is_mirrored():
                raise UserError(dossier._elsewhere_text())

    @api.depends("processing_system", "mirrored_at", "mirror_unknown", "external_system")
    @api.depends_context("lang")
    def _compute_mirror_text(self):
        for dossier in self:
            dossier.mirror_text = dossier._is_mirrored() and dossier._elsewhere_text()
            if dossier.mirror_unknown:
                dossier.mirror_text += "\n" + self.env._(
                    "“%(code)s” is none of the ten national states: the last known state stays.",
                    code=dossier.mirror_code or "",
                )

    def _elsewhere_text(self):
        return self.env._(
            "%(dossier)s is processed in %(system)s and only shown here: do it there. What is "
            "shown was last told on %(at)s.",
            dossier=self.display_name,
            system=self.external_system or self.env._("a ministry's system"),
            at=self._local_text(self.mirrored_at) or "–",
        )

    def _action_obstacles(self, action):
        """Override: whoever asks what stands against an action is told."""
        obstacles = super()._action_obstacles(action)
        if action != "mirror" and self._is_mirrored():
            obstacles.append(self._elsewhere_text())
        return obstacles

    def _compute_clock_explanation(self):
        """Override: the other system counts."""
        mirrored = self.filtered(lambda dossier: dossier._is_mirrored())
        result = super(TthcDossier, self - mirrored)._compute_clock_explanation()
        for dossier in mirrored:
            dossier.clock_explanation = self.env._(
                "The appointment is the one that %s gives.",
                dossier.external_system or self.env._("a ministry's system"),
            )
        return result

    def _check_state(self, action):
        """Override: nothing is done to a mirrored dossier but to mirror it."""
        if action.name != "mirror":
            self._refuse_mirrored()
        elif not self._is_mirrored():
            raise UserError(
                self.env._("%s is processed in this system.", self.display_name),
            )
        return super()._check_state(action)

    @api.depends("processing_system")
    def _compute_allowed_actions(self):
        """Override: none."""
        result = super()._compute_allowed_actions()
        self.filtered(lambda dossier: dossier._is_mirrored()).allowed_actions = False
        return result

    def _available_actions(self):
        """Override: none."""
        return [] if self._is_mirrored() else super()._available_actions()

    def write(self, vals):
        """Override: a mirrored dossier is read-only."""
        if not all(name.startswith(_KEPT_BY_MAIL) for name in vals):
            self._refuse_mirrored()
        return super().write(vals)


def _content(told):
    """What an update says, in a form that reads back the same from the database."""
    content = {}
    for name in ("external_number", "national_code", "code", *TOLD):
        value = told.get(name)
        if value:
            content[name] = str(value)
    return content


class TthcDossierRow(models.AbstractModel):
    """A row that somebody enters on a dossier: none on a mirrored one."""

    _name = "tthc.dossier.row"
    _description = "Row Entered on a Dossier"

    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: the dossier is processed in another system"""
        ids = {vals["dossier_id"] for vals in vals_list if vals.get("dossier_id")}
        self.env["tthc.dossier"].browse(ids)._refuse_mirrored()
        return super().create(vals_list)

    def write(self, vals):
        self.dossier_id._refuse_mirrored()
        return super().write(vals)

    def unlink(self):
        self.dossier_id._refuse_mirrored()
        return super().unlink()


class TthcDossierComponent(models.Model):
    _name = "tthc.dossier.component"
    _inherit = ["tthc.dossier.component", "tthc.dossier.row"]


class TthcDossierParty(models.Model):
    _name = "tthc.dossier.party"
    _inherit = ["tthc.dossier.party", "tthc.dossier.row"]


class TthcDossierClaim(models.Model):
    _name = "tthc.dossier.claim"
    _inherit = ["tthc.dossier.claim", "tthc.dossier.row"]
