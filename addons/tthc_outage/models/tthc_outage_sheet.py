from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..tools import pad


class TthcOutageSheet(models.Model):
    """A sheet of a pad: its provisional number, and what became of it. Written by the pad and by
    the later entry only."""

    _name = "tthc.outage.sheet"
    _description = "Sheet of an Outage Pad"
    _order = "pad_id, number"

    pad_id = fields.Many2one(
        "tthc.outage.pad", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, readonly=True, index=True, ondelete="restrict"
    )
    number = fields.Integer("Sheet No.", required=True, readonly=True, aggregator=None)
    name = fields.Char("Provisional Number", required=True, readonly=True, index="trigram")
    lookup_token = fields.Char("Lookup Code", required=True, readonly=True)
    state = fields.Selection(
        [
            ("blank", "Blank"),
            ("entered", "Entered"),
            ("voided", "Voided"),
            ("spoilt", "Spoilt"),
        ],
        required=True,
        readonly=True,
        default="blank",
        index=True,
    )
    dossier_id = fields.Many2one(
        "tthc.dossier", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    outage_id = fields.Many2one(
        "tthc.outage", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    received_at = fields.Datetime("Received on (True Time)", readonly=True)
    receiver_id = fields.Many2one("res.users", "Received by", readonly=True, ondelete="restrict")
    entered_at = fields.Datetime("Entered on", readonly=True)
    entered_by_id = fields.Many2one("res.users", "Entered by", readonly=True, ondelete="restrict")
    reason = fields.Char(readonly=True)

    _name_unique = models.UniqueIndex("(name)")
    _dossier_unique = models.UniqueIndex("(dossier_id) WHERE dossier_id IS NOT NULL")
    _entered_whole = models.Constraint(
        "CHECK ((state = 'entered') = (dossier_id IS NOT NULL))",
        "A sheet is entered exactly when it has its dossier.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: always; reserving a pad makes its sheets"""
        raise UserError(self.env._("Sheets come with their pad: reserve a pad."))

    def write(self, vals):
        """:raise UserError: always"""
        raise UserError(self.env._("What became of a sheet is recorded by its entry or voiding."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Reserved numbers stay on record: void the sheet instead."))

    @api.private
    def _make(self, vals_list):
        return super().create(vals_list)

    @api.private
    def _set(self, vals):
        return super(TthcOutageSheet, self.sudo()).write(vals)

    # Later entry --------------------------------------------------------------------------------

    def action_enter(self):
        """Open the intake sheet to enter this paper.

        :raise UserError: it was used already
        """
        self.ensure_one()
        self.check_access("read")
        self._check_blank()
        outages = self.env["tthc.outage"].search([("company_id", "=", self.company_id.id)], limit=1)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Enter Sheet %s", self.name),
            "res_model": "tthc.dossier.intake",
            "views": [(False, "form")],
            "target": "current",
            "context": {
                "default_outage_sheet_id": self.id,
                "default_outage_id": outages.id,
                "default_company_id": self.company_id.id,
            },
        }

    def _lock_blank(self):
        """Take the sheet until the end of the transaction: of two who enter it at once, the second
        is run again by the server and refused.

        :raise UserError: it was used already
        """
        self.env.execute_query(
            SQL(
                "SELECT id FROM tthc_outage_sheet WHERE id IN %s ORDER BY id FOR UPDATE",
                tuple(self.ids) or (0,),
            )
        )
        self.invalidate_recordset()
        self._check_blank()

    def _check_blank(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for sheet in self.sudo():
            if sheet.state != "blank":
                raise UserError(
                    self.env._(
                        "Sheet %(sheet)s was used already: %(state)s, %(what)s.",
                        sheet=sheet.name,
                        state=labels[sheet.state],
                        what=sheet.dossier_id.name or sheet.reason,
                    )
                )

    def _check_entry(self, outage, received, receiver):
        """Whether the paper may have been filled in as it is entered.

        :raise UserError: sheet, outage, time and person do not go together
        :raise AccessError: for somebody who is not at the desk of this centre
        """
        self.ensure_one()
        user, company = self.env.user, self.sudo().company_id
        at_desk = user.has_group("tthc_dossier.group_receptionist")
        if not (self.env.su or (at_desk and company.id in user._get_company_ids())):
            raise AccessError(
                self.env._("Entering a sheet is for: a receptionist of %s.", company.name)
            )
        if not outage or outage.sudo().company_id != company:
            raise UserError(self.env._("Choose the outage of %s.", company.name))
        if not received:
            raise UserError(self.env._("Enter the time of receipt as it stands on the sheet."))
        if not receiver or not self._received_here(receiver, company):
            raise UserError(
                self.env._("Choose who received the papers: a receptionist of %s.", company.name)
            )
        self._check_true_time(outage.sudo(), received)

    def _received_here(self, receiver, company):
        person = receiver.sudo()
        return person.has_group("tthc_dossier.group_receptionist") and company in person.company_ids

    def _check_true_time(self, outage, received):
        printed = self.sudo().pad_id.printed_at
        if not printed:
            raise UserError(self.env._("Pad %s was never printed.", self.sudo().pad_id.name))
        try:
            pad.check_true_time(
                received,
                self.env["tthc.dossier"]._now(),
                printed,
                outage.from_at,
                outage.until_at or None,
            )
        except pad.TrueTimeError as error:
            local = self.env["tthc.outage.pad"]._local
            company = self.sudo().company_id
            texts = {
                "future": self.env._("The time of receipt lies in the future."),
                "unprinted": self.env._(
                    "The pad was printed on %s: its sheet cannot have been filled in before.",
                    local(company, printed),
                ),
                "before": self.env._(
                    "The outage began on %s: before that, dossiers were accepted in the system.",
                    local(company, outage.from_at),
                ),
                "after": self.env._(
                    "The outage ended on %s. If the sheet was filled in later, correct the end of "
                    "the outage first.",
                    local(company, outage.until_at),
                ),
            }
            raise UserError(texts[error.reason]) from error

    def _entry(self, outage, received, receiver, now):
        """What acceptance is given; the facts stand in its event for good."""
        to_text = fields.Datetime.to_string
        return pad.Entry(
            self.sudo().lookup_token,
            {
                "sheet": self.name,
                "outage": outage.id,
                "cause": outage.sudo().cause,
                "received_at": to_text(received),
                "received_by": receiver.sudo().name,
                "entered_at": to_text(now),
                "entered_by": self.env.user.name,
            },
        )

    # Giving up ----------------------------------------------------------------------------------

    def action_spoil(self):
        """Open the dialog for sheets that were filled in and given up."""
        return self.env["tthc.outage.strike"]._open(self, "spoilt")

    def action_void(self):
        """Open the dialog for sheets that were never used."""
        return self.env["tthc.outage.strike"]._open(self, "voided")

    @api.private
    def _strike(self, state, reason):
        """Void or spoil blank sheets, with the reason.

        :raise UserError: without a reason, or one that was used
        """
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Give a reason: it stands in the account of the pad."))
        self.sudo().pad_id.with_env(self.env).check_access("write")
        self._lock_blank()
        self._set(
            {
                "state": state,
                "reason": reason,
                "entered_at": self.env["tthc.dossier"]._now(),
                "entered_by_id": self.env.uid,
            }
        )
