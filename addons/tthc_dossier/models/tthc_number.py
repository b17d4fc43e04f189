from datetime import date

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from ..tools import dossier_code


class TthcNumberPattern(models.Model):
    """How dossier numbers look in a period, as the circular in force prescribes.

    2018: ``000.17.22.H56-210531-0001`` (TT 01/2018/TT-VPCP, Art. 19); since QĐ 20/2020/QĐ-TTg the
    unit identifier runs from left to right; systems of ministries write
    ``G09.20-20260609-0092637``. The numbers themselves are given by ``tthc.ledger.entry``.
    """

    _name = "tthc.number.pattern"
    _description = "Dossier Number Pattern"
    _inherit = ["tthc.cache.source"]
    _order = "date_from desc"

    name = fields.Char(required=True)
    pattern = fields.Char(
        required=True,
        default="{unit}-{yymmdd}-{seq:04d}",
        help="{unit}: identifier of the receiving unit; {unit_reversed}: the same from right to "
        "left, as QCVN 102:2016 had it; {yymmdd} or {yyyymmdd}: day of acceptance; {seq:04d}: "
        "running number of the unit on that day.",
    )
    scope = fields.Selection(
        [
            ("local", "Provinces and Communes"),
            ("ministry", "Ministries and Central Agencies"),
        ],
        "Whose",
        required=True,
        default="local",
        help="A centre belongs to the ministries when its identifier begins with G "
        "(QĐ 20/2020/QĐ-TTg).",
    )
    date_from = fields.Date("Valid from", required=True, index=True)
    date_to = fields.Date("Valid until", help="Last day, included.")
    legal_document_id = fields.Many2one("tthc.legal.document", "Legal Basis", ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", "Only for", help="Goes before the patterns that are for every centre."
    )
    example = fields.Char(compute="_compute_example")

    # Ranges give the = operator to GiST without an extension of PostgreSQL.
    _no_overlap = models.Constraint(
        """EXCLUDE USING gist (
            numrange(hashtext(scope)::numeric, hashtext(scope)::numeric, '[]') WITH =,
            int4range(COALESCE(company_id, 0), COALESCE(company_id, 0), '[]') WITH =,
            daterange(date_from, date_to, '[]') WITH &&
        )""",
        "Another number pattern for the same centres is in force in this period: end the earlier "
        "one first.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "A pattern cannot end before it begins."
    )

    @api.depends("pattern", "scope")
    def _compute_example(self):
        for record in self:
            ministry = record.scope == "ministry"
            try:
                record.example = dossier_code.format_code(
                    record.pattern,
                    unit="G09.20" if ministry else "H15.50.05",
                    day=date(2026, 6, 9),
                    seq=92637 if ministry else 975,
                )
            except ValueError:
                record.example = False

    @api.constrains("pattern")
    def _check_pattern(self):
        for record in self:
            try:
                dossier_code.check_pattern(record.pattern)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "“%(pattern)s” is not a number pattern: %(reason)s",
                        pattern=record.pattern,
                        reason=str(error),
                    )
                ) from error

    @api.private
    def _in_force(self, company, on_date):
        """The pattern by which ``company`` numbers its dossiers on ``on_date``.

        :raise UserError: the centre has no unit identifier, or no pattern is in force
        """
        unit = company.tthc_unit_code
        if not unit:
            raise UserError(
                self.env._(
                    "%s has no unit identifier, so its dossiers cannot be numbered. An "
                    "administrator enters it in the company form, on the page of the one-stop "
                    "centre.",
                    company.name,
                )
            )
        scope = "ministry" if unit.startswith("G") else "local"
        pattern = self._pattern_text(scope, company.id, on_date)
        if not pattern:
            raise UserError(
                self.env._(
                    "No dossier number pattern is in force on %s: an administrator adds one "
                    "under Configuration.",
                    on_date.strftime("%d/%m/%Y"),
                )
            )
        return pattern

    @api.model
    @tools.ormcache("scope", "company_id", "on_date")
    def _pattern_text(self, scope, company_id, on_date):
        """Text of the pattern in force, cached until a pattern changes; ``False`` for none."""
        return (
            self.sudo()
            .search_fetch(
                [
                    ("scope", "=", scope),
                    ("date_from", "<=", on_date),
                    "|",
                    ("date_to", "=", False),
                    ("date_to", ">=", on_date),
                    ("company_id", "in", [False, company_id]),
                ],
                ["pattern"],
                order="company_id, date_from desc",
                limit=1,
            )
            .pattern
        )

    @api.model
    @api.private
    def _link_legal_bases(self):
        """Name the legal basis of the patterns that come with the module: the document of that
        number where the database has it, else a new one."""
        documents = self.env["tthc.legal.document"]
        for name, number in (
            ("pattern_2018", "01/2018/TT-VPCP"),
            ("pattern_2020", "20/2020/QĐ-TTg"),
            ("pattern_ministry", "20/2020/QĐ-TTg"),
        ):
            pattern = self.env.ref(f"tthc_dossier.{name}", raise_if_not_found=False)
            if pattern and not pattern.legal_document_id:
                found = documents.search([("number", "=", number)], limit=1)
                pattern.legal_document_id = found or documents.create({"number": number})
