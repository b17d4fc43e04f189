from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import match

#: How names of papers begin that are made anew for each dossier, folded.
FORMS = (
    "to khai",
    "don ",
    "phieu yeu cau",
    "phieu de nghi",
    "ban khai",
    "giay de nghi",
    "giay uy quyen",
    "van ban uy quyen",
)


class TthcPaperHeld(models.Model):
    """A paper that the administration has of a person: a component that was digitised, or a
    result that was issued ("kho quản lý dữ liệu điện tử" of the person).

    The row obeys the rights of the dossier that it came with. Who handles a later dossier of the
    same person reaches it through the person's store only (``tthc_paper_store.py``), where every
    access is logged.
    """

    _name = "tthc.paper.held"
    _description = "Paper on File"
    _order = "issued_on desc, id desc"

    dossier_id = fields.Many2one("tthc.dossier", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="dossier_id.owner_id", string="Person", store=True, index=True
    )
    origin = fields.Selection(
        [("component", "Paper Handed In"), ("result", "Result Issued")],
        required=True,
        default="result",
        readonly=True,
    )
    component_id = fields.Many2one(
        "tthc.dossier.component", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    template_id = fields.Many2one(
        "tthc.procedure.result",
        "Kind of Result",
        ondelete="restrict",
        domain="[('case_id', '=', case_id)]",
    )
    case_id = fields.Many2one(related="dossier_id.case_id")
    name = fields.Char(
        required=True,
        compute="_compute_from_template",
        store=True,
        readonly=False,
        precompute=True,
    )
    code = fields.Char(
        "Result Code",
        compute="_compute_from_template",
        store=True,
        readonly=False,
        precompute=True,
        help="National code of the kind of result, e.g. KQ.G15.000031.",
    )
    number = fields.Char()
    issued_on = fields.Date("Dated")
    signer = fields.Char("Signed by")
    valid_until = fields.Date(help="Empty: without end.")
    revoked_at = fields.Datetime("Revoked on", readonly=True)
    revoked_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    revoke_reason = fields.Char("Why Revoked", readonly=True)
    state = fields.Selection(
        [("valid", "Valid"), ("expired", "Expired"), ("revoked", "Revoked")],
        compute="_compute_state",
    )
    file_ids = fields.One2many("tthc.paper.file", "held_id", "Files", readonly=True)
    has_files = fields.Boolean(readonly=True, index=True)

    _component_unique = models.UniqueIndex("(component_id) WHERE component_id IS NOT NULL")

    @api.depends("template_id")
    def _compute_from_template(self):
        for held in self:
            template = held.template_id.sudo()
            held.name = template.name or held.name
            held.code = template.code or held.code

    @api.depends("valid_until", "revoked_at")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for held in self:
            if held.revoked_at:
                held.state = "revoked"
            else:
                over = held.valid_until and held.valid_until < today
                held.state = "expired" if over else "valid"

    @api.constrains("issued_on", "valid_until")
    def _check_dates(self):
        for held in self:
            if held.issued_on and held.valid_until and held.valid_until < held.issued_on:
                raise ValidationError(
                    self.env._("“%s” cannot end before it was issued: correct a date.", held.name)
                )

    @api.onchange("template_id", "issued_on")
    def _onchange_validity(self):
        """The catalogue may know how long such a result is valid."""
        months = self.template_id.sudo().paper_valid_months
        if months and self.issued_on:
            self.valid_until = fields.Date.add(self.issued_on, months=months)

    # Guards ---------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Rows that staff make are results."""
        dossiers = self.env["tthc.dossier"]
        for vals in vals_list if not self.env.su else ():
            vals["origin"] = "result"
            vals.pop("component_id", None)
            dossiers.browse(vals.get("dossier_id"))._check_may_add_results()
        return super().create(vals_list)

    def write(self, vals):
        """What a result says is fixed once its owner has it.

        :raise UserError: the result was returned; revoke it and issue another
        """
        if not self.env.su:
            for held in self:
                if held.origin == "component" and set(vals) - {"valid_until"}:
                    raise UserError(
                        self.env._("Of a paper that was handed in, only its validity is entered.")
                    )
                if held.origin == "result" and held.dossier_id.state == "returned":
                    raise UserError(
                        self.env._(
                            "“%s” is in its owner's hands: it stays as it is. A leader of the "
                            "agency may revoke it.",
                            held.name,
                        )
                    )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_without_files(self):
        for held in self:
            if held.origin == "component" or held.sudo().file_ids:
                raise UserError(
                    self.env._("“%s” has files: it stays on record. It can be revoked.", held.name)
                )

    # Files of a result ----------------------------------------------------------------------------

    def _current_files(self):
        """The files as they are now, of a component or a result; as superuser."""
        self.ensure_one()
        held = self.sudo()
        rows = held.component_id.file_ids if held.origin == "component" else held.file_ids
        return rows.filtered(lambda file: file.state == "current" and file.attachment_id)

    @api.private
    def _receive_file(self, name, raw, source="staff"):
        """Add a file to this result.

        :return: the row of the file, which may have been there already
        :raise ValidationError: the file is not accepted
        """
        self.ensure_one()
        components = self.env["tthc.dossier.component"]
        components._check_file(name, raw)
        held = self.sudo()
        files = self.env["tthc.paper.file"].sudo()
        values = files._values_of(
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": name,
                    "raw": raw,
                    "res_model": "tthc.dossier",
                    "res_id": held.dossier_id.id,
                }
            ),
            raw,
            source,
        )
        known = held._current_files().filtered(lambda file: file.checksum == values["checksum"])
        if known:
            files.env["ir.attachment"].browse(values["attachment_id"]).unlink()
            return known[0]
        file = files.create(
            {
                **values,
                "dossier_id": held.dossier_id.id,
                "held_id": held.id,
                "kind": "electronic" if source == "national" else "original",
            }
        )
        held.dossier_id._refresh_papers()
        return file

    # Validity -------------------------------------------------------------------------------------

    def action_revoke(self, reason=None):
        """Declare a paper void from now on; it is offered to nobody any more.

        :raise UserError: no reason, or it is revoked already
        :raise AccessError: the user is no leader of the competent agency and no manager
        """
        self.ensure_one()
        self.check_access("read")
        self.dossier_id._check_may_revoke()
        if not (reason or "").strip():
            raise UserError(self.env._("Give the decision or the reason of the revocation."))
        held = self.sudo()
        if held.revoked_at:
            raise UserError(self.env._("“%s” is revoked already.", held.name))
        held.write(
            {
                "revoked_at": fields.Datetime.now(),
                "revoked_by_id": self.env.uid,
                "revoke_reason": reason.strip(),
            }
        )
        held.dossier_id._refresh_papers()
        held.dossier_id.message_post(
            body=self.env._("Revoked: %(name)s. %(reason)s", name=held.name, reason=reason.strip())
        )
        return True

    def _check_reusable(self):
        """:raise UserError: it must not be used for another dossier"""
        if self.state != "valid":
            raise UserError(
                self.env._(
                    "“%(name)s” of dossier %(dossier)s is not valid any more. Ask for the paper.",
                    name=self.name,
                    dossier=self.dossier_id.name or "",
                )
            )
        if not self._current_files():
            raise UserError(self.env._("“%s” has no file that could be reused.", self.name))

    def _is_form(self):
        """Whether it is made for one dossier, as a form or a mandate, and of no use for another."""
        self.ensure_one()
        if self.origin == "result":
            return False
        folded = match.fold(self.name).strip()
        return folded.startswith(FORMS) or bool(self.component_id.template_id.form_code)

    def _provenance(self):
        """Where a paper comes from, in a line that outlives its row."""
        self.ensure_one()
        dossier = self.sudo().dossier_id
        parts = [self.name, self.number, self.env._("dossier %s", dossier.name or dossier.id)]
        return " · ".join(part for part in parts if part)
