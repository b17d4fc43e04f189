from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import pad


class TthcOutage(models.Model):
    """A time in which the centre worked on paper because the system did not answer: from, until,
    why, who declared it, and what came of it."""

    _name = "tthc.outage"
    _description = "Outage"
    _inherit = ["mail.thread"]
    _order = "from_at desc, id desc"
    _rec_name = "cause"
    _mail_post_access = "read"

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, ondelete="restrict",
        default=lambda self: self.env.company,
    )  # fmt: skip
    from_at = fields.Datetime("From", required=True, tracking=True)
    until_at = fields.Datetime("Until", tracking=True, help="Empty while it lasts.")
    cause = fields.Char(required=True, tracking=True)
    declared_by_id = fields.Many2one(
        "res.users", "Declared by", readonly=True, required=True, ondelete="restrict",
        default=lambda self: self.env.user,
    )  # fmt: skip
    declared_at = fields.Datetime(
        "Declared on", readonly=True, required=True, default=fields.Datetime.now
    )
    note = fields.Text()
    state = fields.Selection(
        [("lasting", "Lasting"), ("over", "Over")], compute="_compute_state",
        search="_search_state",
    )  # fmt: skip
    sheet_ids = fields.One2many("tthc.outage.sheet", "outage_id", "Dossiers Entered", readonly=True)
    sheet_count = fields.Integer("Entered Later", compute="_compute_figures")
    hours = fields.Float("Lasted (Hours)", compute="_compute_figures")
    mean_delay = fields.Float(
        "Mean Delay of Entry (Hours)", compute="_compute_figures",
        help="From the true time of receipt to the entry into the system.",
    )  # fmt: skip

    _in_order = models.Constraint(
        "CHECK (until_at >= from_at)", "An outage cannot end before it begins."
    )

    @api.depends("until_at")
    def _compute_state(self):
        for outage in self:
            outage.state = "over" if outage.until_at else "lasting"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        lasting = fields.Domain("until_at", "=", False)
        return fields.Domain.OR(lasting if state == "lasting" else ~lasting for state in value)

    @api.depends("from_at", "until_at", "sheet_ids.entered_at")
    def _compute_figures(self):
        now = self.env["tthc.dossier"]._now()
        for outage in self:
            sheets = outage.sheet_ids
            outage.sheet_count = len(sheets)
            lasted = (outage.until_at or now) - (outage.from_at or now)
            outage.hours = max(lasted.total_seconds(), 0) / 3600
            outage.mean_delay = pad.mean_delay(
                (sheet.received_at, sheet.entered_at) for sheet in sheets
            )

    @api.depends("cause", "from_at")
    def _compute_display_name(self):
        for outage in self:
            begin = self.env["tthc.outage.pad"]._local(outage.company_id, outage.from_at)
            outage.display_name = f"{begin} – {outage.cause or ''}"

    @api.constrains("from_at", "until_at", "company_id")
    def _check_sheets(self):
        """What was entered lies within the outage, whatever is corrected afterwards."""
        now = self.env["tthc.dossier"]._now()
        for outage in self:
            if max(outage.from_at, outage.until_at or outage.from_at) > now:
                raise ValidationError(
                    self.env._("An outage is declared once it has begun, not for the future.")
                )
            outside = outage.sudo().sheet_ids.filtered(
                lambda sheet, row=outage: (
                    sheet.received_at < row.from_at
                    or (row.until_at and sheet.received_at > row.until_at)
                    or sheet.company_id != row.company_id
                )
            )
            if outside:
                raise ValidationError(
                    self.env._(
                        "These sheets were entered with a time outside of the outage: %s.",
                        ", ".join(outside.mapped("name")),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Declare; who and when is recorded by itself."""
        for vals in vals_list:
            vals.update(declared_by_id=self.env.uid, declared_at=self.env["tthc.dossier"]._now())
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        if self.sudo().sheet_ids:
            raise UserError(
                self.env._("Dossiers were entered for this outage: it stays on record.")
            )

    def action_end(self):
        """The system answers again: the outage ends now."""
        self.check_access("write")
        lasting = self.filtered(lambda outage: not outage.until_at)
        if not lasting:
            raise UserError(self.env._("The outage is over already."))
        lasting.until_at = self.env["tthc.dossier"]._now()
        return True
