from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ..tools import wall_time

#: Namespace of the advisory locks: numbers of a form's series.
SERIES_LOCK = 0x7466
#: Groups that issue each form, beside whoever acts as superuser; everybody else may look at what
#: was printed.
DESK = ("tthc_dossier.group_receptionist", "tthc_dossier.group_manager")
AT_WORK = (*DESK, "tthc_dossier.group_officer")


class TthcForm(models.Model):
    """A statutory form by what it means, never by its number, which changes with each circular
    (TT 01/2018/TT-VPCP had six, TT 03/2025/TT-VPCP has seven). What it looks like in a period is
    its layouts."""

    _name = "tthc.form"
    _description = "Statutory Form"
    _order = "sequence, id"

    key = fields.Selection(
        [
            ("receipt", "Receipt and Appointment"),
            ("supplement", "Supplement Request"),
            ("refusal", "Refusal"),
            ("apology", "Apology and New Date"),
            ("stop", "Notice of Stopping"),
            ("control_slip", "Control Slip"),
            ("ledger", "Ledger Book"),
            ("handover_list", "Hand-over List"),
        ],
        required=True,
        readonly=True,
    )
    name = fields.Char(required=True, help="Title as the circular has it.")
    sequence = fields.Integer(default=10)
    number_pattern = fields.Char(
        help="How the form's own numbers are written: {serial:02d} is the running number of the "
        "year, {year} the year, {centre} the short name of the centre. Empty: the form has no "
        "number of its own."
    )
    layout_ids = fields.One2many("tthc.form.layout", "form_id", "Layouts")
    layout_id = fields.Many2one("tthc.form.layout", "Layout of Today", compute="_compute_layout_id")
    print_count = fields.Integer("Printed", compute="_compute_print_count")

    _key_unique = models.UniqueIndex("(key)", "There is one form for each key.")

    @api.depends("layout_ids.state", "layout_ids.date_from", "layout_ids.date_to")
    def _compute_layout_id(self):
        today = fields.Date.context_today(self)
        for form in self:
            form.layout_id = form._layouts_on(today).filtered(lambda row: not row.company_id)[:1]

    def _compute_print_count(self):
        counts = dict(
            self.env["tthc.form.print"]._read_group(
                [("form_id", "in", self.ids)], ["form_id"], ["__count"]
            )
        )
        for form in self:
            form.print_count = counts.get(form, 0)

    @api.constrains("number_pattern")
    def _check_number_pattern(self):
        for form in self.filtered("number_pattern"):
            try:
                sample = [form._number_text(serial, 2026, "TTPVHCC") for serial in (1, 2)]
            except (KeyError, ValueError, IndexError, AttributeError):
                sample = ["", ""]
            if sample[0] == sample[1]:
                raise ValidationError(
                    self.env._(
                        "“%s” is not a number pattern: write {serial:02d} for the running number, "
                        "{year} for the year and {centre} for the short name of the centre, with "
                        "the running number at least.",
                        form.number_pattern,
                    )
                )

    def action_view_prints(self):
        """What was printed of this form."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("tthc_dossier.action_form_prints")
        return {**action, "domain": [("form_id", "=", self.id)], "context": {}}

    # For the printing ---------------------------------------------------------------------------

    @api.model
    @api.private
    def _of(self, key):
        """The form of a key, as superuser."""
        return self.sudo().search([("key", "=", key)], limit=1)

    def _layouts_on(self, day):
        """Published layouts in force on a day: a centre's own ones first."""
        return self.layout_ids.filtered(
            lambda row: (
                row.state == "published"
                and row.date_from <= day
                and (not row.date_to or day <= row.date_to)
            )
        ).sorted(lambda row: not row.company_id)

    @api.private
    def _layout_for(self, company, day):
        """The layout by which ``company`` prints a paper of ``day``.

        :raise UserError: none is in force
        """
        fitting = self._layouts_on(day).filtered(
            lambda row: not row.company_id or row.company_id == company
        )
        if not fitting:
            raise UserError(
                self.env._(
                    "No layout of the form “%(form)s” is in force on %(day)s: an administrator "
                    "publishes one under Configuration, Printed Forms.",
                    form=self.name,
                    day=day.strftime("%d/%m/%Y"),
                )
            )
        return fitting[0]

    @api.private
    def _check_may_print(self):
        """:raise AccessError: the user is of none of the roles that issue this form"""
        groups = DESK if self.key in ("receipt", "ledger") else AT_WORK
        if not self.env.su and not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(
                self.env._(
                    "“%s” is printed by those who handle the dossier. What was printed already "
                    "can be read on the page “Printed Papers” of the dossier.",
                    self.sudo().name,
                )
            )

    # Numbers ------------------------------------------------------------------------------------

    def _number_text(self, serial, year, centre):
        return self.number_pattern.format(serial=serial, year=year, centre=centre)

    @api.private
    def _next_number(self, company, agency, instant):
        """The next number of the form's series of a centre, or of an agency that issues it, in
        the year of ``instant``; final with the caller's transaction.

        No gap and no duplicate, as with the ledger book: an advisory lock lets one transaction
        number at a time until it ends, and the last number is read through a cursor that sees
        what the lock's last holder committed.

        :return: ``(serial, year, text)``
        """
        year = wall_time.to_local(instant, company.sudo()._tthc_zone()).year
        last = SQL(
            """SELECT MAX(serial) FROM tthc_form_print
                WHERE form_id = %s AND company_id = %s AND COALESCE(agency_id, 0) = %s
                  AND year = %s""",
            self.id,
            company.id,
            agency.id or 0,
            year,
        )
        self.env.execute_query(
            SQL(
                "SELECT pg_advisory_xact_lock(%s, hashtext(%s))",
                SERIES_LOCK,
                f"{self.key}/{company.id}/{agency.id or 0}/{year}",
            )
        )
        own = self.env.execute_query(last)
        committed = self.env["tthc.ledger.entry"]._read_committed(last) or own
        serial = max(own[0][0] or 0, committed[0][0] or 0) + 1
        centre = agency.short_name or company.tthc_short_name or "TTPVHCC"
        return serial, year, self._number_text(serial, year, centre)
