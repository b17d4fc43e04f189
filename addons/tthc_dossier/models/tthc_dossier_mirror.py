from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import identity, mirror


class TthcDossierMirror(models.Model):
    """What another system said of one of its dossiers, row by row as it came in: entered, or read
    from a workbook by Odoo's import. Every row is kept, with what became of it."""

    _name = "tthc.dossier.mirror"
    _description = "Update from Another System"
    _order = "id desc"
    _rec_name = "external_number"
    _rec_names_search = ["external_number", "national_code", "owner_name"]

    external_number = fields.Char("Number There", index=True)
    national_code = fields.Char()
    system = fields.Char("Ministry System")
    procedure_code = fields.Char("Procedure")
    owner_name = fields.Char("Dossier Owner")
    identity_number = fields.Char("Personal Number", groups="tthc_catalogue.group_administrator")
    subject = fields.Char()
    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        help="The centre that follows the dossier.",
    )
    state_code = fields.Char("National State", help="1 to 10, as the national portal counts them.")
    updated_at = fields.Datetime("As of", help="When the other system said so, by its own clock.")
    submitted_at = fields.Datetime("Submitted on")
    accepted_at = fields.Datetime("Accepted on")
    due_at = fields.Datetime("Appointment")
    finished_at = fields.Datetime("Processed on")
    returned_at = fields.Datetime("Returned on")
    result = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("apply", "Taken Over"),
            ("unknown", "Taken Over, State Unknown"),
            ("repeated", "Known Already"),
            ("older", "Older, Ignored"),
            ("contradictory", "Contradictory"),
            ("error", "Not Taken Over"),
        ],
        required=True,
        default="waiting",
        readonly=True,
        index=True,
    )
    error = fields.Text("Why Not", readonly=True)
    dossier_id = fields.Many2one(
        "tthc.dossier", readonly=True, index="btree_not_null", ondelete="set null"
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Keep the rows and take them over; a row that cannot be keeps its reason."""
        for vals in vals_list:
            for name in ("result", "error", "dossier_id"):
                vals.pop(name, None)
        rows = super().create(vals_list)
        rows._process()
        return rows

    def write(self, vals):
        """Correct rows that were not taken over.

        :raise UserError: the row was taken over, or its result is to be written
        """
        if {"result", "error", "dossier_id"} & set(vals):
            raise UserError(self.env._("What became of an update cannot be entered."))
        for row in self:
            if row.result not in ("waiting", "error"):
                raise UserError(
                    self.env._(
                        "The update of %s was taken over or ignored: enter what has changed since "
                        "as a new one.",
                        row.external_number,
                    )
                )
        return super().write(vals)

    def unlink(self):
        raise UserError(self.env._("What another system said is kept: correct it by a new row."))

    def _keep(self, vals):
        return super().write(vals)

    def action_process(self):
        """Try rows again that were not taken over."""
        self.check_access("write")
        self.filtered(lambda row: row.result in ("waiting", "error"))._process()
        return True

    def _process(self):
        """Take the rows over, the oldest word first; none keeps another one back."""
        dated = self.sorted(lambda row: (row.updated_at or fields.Datetime.now(), row.id))
        for row in dated:
            try:
                with self.env.cr.savepoint():
                    verdict, dossier = row._take_over()
                    row._keep(
                        {
                            "result": self._result_of(verdict, dossier),
                            "error": self._remark(verdict, dossier),
                            "dossier_id": dossier.id,
                        }
                    )
            except (UserError, ValidationError, IntegrityError) as error:
                self.env["tthc.dossier"].invalidate_model()
                row._keep({"result": "error", "error": _text(error)})

    def _result_of(self, verdict, dossier):
        unknown = verdict == mirror.APPLY and dossier.mirror_unknown
        return "unknown" if unknown else verdict

    def _remark(self, verdict, dossier):
        if verdict == mirror.APPLY and dossier.mirror_unknown:
            return self.env._(
                "“%(code)s” is none of the ten national states: the last known state stays.",
                code=dossier.mirror_code or "",
            )
        if verdict == mirror.CONTRADICTORY:
            return self.env._(
                "An update of the same instant says otherwise: ask the other system which holds."
            )
        if verdict == mirror.OLDER:
            return self.env._(
                "Known is what was said at %s.", dossier._local_text(dossier.mirrored_at)
            )
        return False

    def _take_over(self):
        """:return: verdict and dossier
        :raise UserError: what is missing or wrong, all of it at once
        """
        procedure = (
            self.env["tthc.procedure"].sudo().search([("code", "=", self.procedure_code)], limit=1)
        )
        gaps = self._gaps(procedure)
        if gaps:
            raise UserError("\n".join(gaps))
        dossiers = self.env["tthc.dossier"].with_context(tthc_mirroring=False)
        known = dossiers._find_mirrored(self._told())
        return dossiers._mirror_update(
            {
                **self._told(),
                "procedure_id": procedure.id,
                "company_id": self.company_id.id,
                "owner_id": (known.owner_id or self._owner()).id,
            }
        )

    def _gaps(self, procedure):
        required = {
            "external_number": self.external_number,
            "procedure_code": self.procedure_code,
            "owner_name": self.owner_name,
            "state_code": self.state_code,
            "updated_at": self.updated_at,
        }
        missing = [
            self._fields[name]._description_string(self.env)
            for name, value in required.items()
            if not value
        ]
        gaps = [self.env._("Fill in: %s.", ", ".join(missing))] if missing else []
        if self.procedure_code and not procedure:
            gaps.append(
                self.env._("The catalogue knows no procedure of the code %s.", self.procedure_code)
            )
        if self.updated_at and self.updated_at > fields.Datetime.now():
            gaps.append(self.env._("The update is dated in the future: check its time."))
        return gaps

    def _told(self):
        names = (
            "external_number",
            "national_code",
            "system",
            "subject",
            "submitted_at",
            "accepted_at",
            "due_at",
            "finished_at",
            "returned_at",
            "updated_at",
        )
        told = {name: self[name] or False for name in names}
        return {**told, "code": self.state_code, "external_number": self.external_number.strip()}

    def _owner(self):
        """The person known by the number given, or a new one of that name."""
        partners = self.env["res.partner"].sudo()
        number = (self.sudo().identity_number or "").strip()
        if number:
            found = partners.search([("tthc_identity_number", "=", number)], limit=1)
            if found:
                return found
        valid = number and not identity.check_identity_number(number).problems
        return partners.with_context(tracking_disable=True).create(
            {
                "name": self.owner_name,
                "tthc_kind": "citizen",
                "tthc_identity_number": number if valid else False,
            }
        )


def _text(error):
    """The reason in the user's words; the first line of the database's own."""
    if isinstance(error, UserError):
        return str(error)
    return str(error).splitlines()[0]
