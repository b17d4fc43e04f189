import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# QĐ 20/2020/QĐ-TTg Art. 4: up to 35 characters; digits, capital letters, dots.
CODE_PATTERN = re.compile(r"[0-9A-Z]+(\.[0-9A-Z]+)*")


def valid_identifier(code):
    """Whether ``code`` is written as an agency identifier (QĐ 20/2020/QĐ-TTg, Art. 4)."""
    return len(code) <= 35 and bool(CODE_PATTERN.fullmatch(code))


class TthcAgency(models.Model):
    """A body that processes dossiers: department, People's Committee, or vertical agency."""

    _name = "tthc.agency"
    _description = "Agency"
    _order = "sequence, name"
    _parent_store = True
    _rec_names_search = ["name", "short_name", "code"]

    name = fields.Char(required=True, index="trigram")
    short_name = fields.Char()
    code = fields.Char("Identifier", help="Agency identifier (QĐ 20/2020/QĐ-TTg), e.g. H15.12.")
    kind = fields.Selection(
        [
            ("department", "Department"),
            ("committee", "People's Committee"),
            ("vertical", "Vertical Agency"),
            ("other", "Other"),
        ],
        required=True,
        default="department",
        help="Vertical agencies (police, tax, social insurance…) answer to a ministry and not to "
        "the People's Committee; their staff sit in the centre.",
    )
    level = fields.Selection(
        [("central", "Central"), ("province", "Province"), ("commune", "Commune")],
        required=True,
        default="province",
    )
    parent_id = fields.Many2one("tthc.agency", "Parent Agency", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("tthc.agency", "parent_id", "Sub-agencies")
    company_id = fields.Many2one(
        "res.company",
        "Own Centre",
        index="btree_not_null",
        help="Set when the agency works for one centre only, e.g. a commune's People's "
        "Committee. Empty: it serves all centres.",
    )
    partner_id = fields.Many2one("res.partner", "Address", ondelete="restrict")
    head_id = fields.Many2one("res.users", ondelete="restrict")
    user_ids = fields.Many2many(
        "res.users", "tthc_agency_res_users_rel", "agency_id", "user_id", "Staff"
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex(
        "(code) WHERE code IS NOT NULL", "This agency identifier is in use already."
    )

    @api.constrains("code")
    def _check_code(self):
        for agency in self:
            code = agency.code
            if code and not valid_identifier(code):
                raise ValidationError(
                    self.env._(
                        "%(code)s is not an agency identifier: use groups of digits and capital "
                        "letters separated by dots, 35 characters at most, e.g. H15.12.",
                        code=code,
                    )
                )

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("An agency cannot be above itself."))

    @api.model_create_multi
    def create(self, vals_list):
        agencies = super().create(vals_list)
        self._forget_staff_rules()
        return agencies

    def write(self, vals):
        result = super().write(vals)
        if {"user_ids", "active"} & set(vals):
            self._forget_staff_rules()
        return result

    def _forget_staff_rules(self):
        """Record rules name the agencies of a user, and their evaluated domains are cached."""
        self.env.registry.clear_cache()

    @api.depends("short_name", "name")
    @api.depends_context("tthc_short")
    def _compute_display_name(self):
        for agency in self:
            agency.display_name = agency.name
            if self.env.context.get("tthc_short") and agency.short_name:
                agency.display_name = agency.short_name
