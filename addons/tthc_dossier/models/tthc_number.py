from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..tools import dossier_code


class TthcNumberPattern(models.Model):
    """How dossier numbers look in a period, as the circular in force prescribes.

    2018: ``000.17.22.H56-210531-0001`` (TT 01/2018/TT-VPCP, Art. 19); since QĐ 20/2020/QĐ-TTg the
    unit identifier runs from left to right.
    """

    _name = "tthc.number.pattern"
    _description = "Dossier Number Pattern"
    _order = "date_from desc"

    name = fields.Char(required=True)
    pattern = fields.Char(
        required=True,
        default="{unit}-{yymmdd}-{seq:04d}",
        help="{unit}: identifier of the receiving unit; {yymmdd} or {yyyymmdd}: day of "
        "acceptance; {seq:04d}: running number of the unit on that day.",
    )
    date_from = fields.Date("Valid from", required=True, index=True)
    date_to = fields.Date("Valid until", help="Last day, included.")
    legal_document_id = fields.Many2one("tthc.legal.document", "Legal Basis", ondelete="restrict")
    company_id = fields.Many2one("res.company", "Only for")
    example = fields.Char(compute="_compute_example")

    @api.depends("pattern")
    def _compute_example(self):
        for record in self:
            try:
                record.example = dossier_code.format_code(
                    record.pattern, unit="H15.50.05.13", day=date(2026, 10, 8), seq=975
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
    def _mint(self, company, on_date):
        """Next number of a centre for a day; final with the caller's transaction.

        The counter row stays locked until then, so a number is neither given twice nor lost.

        :param company: the receiving centre (``res.company``)
        :param on_date: local day of acceptance
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
        pattern = self.sudo().search_fetch(
            [
                ("date_from", "<=", on_date),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", on_date),
                ("company_id", "in", [False, company.id]),
            ],
            ["pattern"],
            order="company_id, date_from desc",
            limit=1,
        )
        if not pattern:
            raise UserError(
                self.env._(
                    "No dossier number pattern is in force on %s: an administrator adds one "
                    "under Configuration.",
                    on_date.strftime("%d/%m/%Y"),
                )
            )
        [[serial]] = self.env.execute_query(
            SQL(
                """INSERT INTO tthc_number_counter (unit, period, last) VALUES (%s, %s, 1)
                   ON CONFLICT (unit, period) DO UPDATE SET last = tthc_number_counter.last + 1
                   RETURNING last""",
                unit,
                _period_start(dossier_code.check_pattern(pattern.pattern), on_date),
            )
        )
        return dossier_code.format_code(pattern.pattern, unit=unit, day=on_date, seq=serial)


def _period_start(period, day):
    """First day of the period in which a running number counts on."""
    if period == "day":
        return day
    if period == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if period == "year" else date(2000, 1, 1)


class TthcNumberCounter(models.Model):
    """Last number given by a unit on a day. Written by SQL only, see ``_mint``."""

    _name = "tthc.number.counter"
    _description = "Dossier Number Counter"
    _log_access = False
    _order = "period desc, unit"

    unit = fields.Char(required=True, readonly=True)
    period = fields.Date(
        required=True, readonly=True, help="First day of the period that the number counts in."
    )
    last = fields.Integer(required=True, readonly=True)

    _unit_period_unique = models.UniqueIndex("(unit, period)")
