from odoo import fields, models

from ..tools.lead_time import LEVELS, Lead


class ResCompany(models.Model):
    """A centre's lead times. The law gives one working day for the extension and the letter
    (NĐ 61/2018/NĐ-CP, Art. 19.9); who is warned when, each centre decides."""

    _inherit = "res.company"

    tthc_warn_officer_days = fields.Integer(
        "Warn the Officer",
        default=2,
        help="So many working days before the due date, from opening; -1: not at all.",
    )
    tthc_warn_leader_days = fields.Integer("Warn the Leader", default=1)
    tthc_warn_manager_days = fields.Integer("Warn the Manager", default=0)
    tthc_warn_officer_share = fields.Integer(
        "Short Limits: Officer",
        default=50,
        help="Where the whole limit is shorter than those working days, the warning is given when "
        "so many percent of its working time are left.",
    )
    tthc_warn_leader_share = fields.Integer("Short Limits: Leader", default=25)
    tthc_warn_manager_share = fields.Integer("Short Limits: Manager", default=10)
    tthc_extension_lead_days = fields.Integer(
        "Extension until",
        default=1,
        help="An extension is decided at least so many working days before the appointment "
        "(NĐ 61/2018/NĐ-CP, Art. 19.9: one day; not verified for NĐ 118/2025/NĐ-CP).",
    )
    tthc_max_extensions = fields.Integer("Extensions per Dossier", default=1)
    tthc_apology_lead_days = fields.Integer(
        "Draft the Apology",
        default=2,
        help="So many working days before the appointment a letter is drafted for a dossier that "
        "is not at its last step; -1: never by itself.",
    )
    tthc_apology_notice_days = fields.Integer(
        "Apology in Time until",
        default=1,
        help="A letter signed at least so many working days before the appointment counts as "
        "prepared in time (NĐ 61/2018/NĐ-CP, Art. 19.9: one day).",
    )
    tthc_max_reappointments = fields.Integer(
        "Re-appointments per Dossier",
        default=1,
        help="NĐ 61/2018/NĐ-CP, Art. 19.9: only one.",
    )
    tthc_letter_count = fields.Integer("Apologies Signed", readonly=True, copy=False)
    tthc_earlier_selected = fields.Boolean(
        "Dates May Become Earlier",
        help="After a change of the calendar, dossiers whose date becomes earlier are selected as "
        "well. Usually not: their receipt promised the later date.",
    )

    _tthc_lead_times = models.Constraint(
        """CHECK (tthc_warn_officer_days >= -1 AND tthc_warn_leader_days >= -1
            AND tthc_warn_manager_days >= -1 AND tthc_apology_lead_days >= -1
            AND tthc_extension_lead_days >= 0 AND tthc_apology_notice_days >= 0
            AND tthc_max_extensions >= 0 AND tthc_max_reappointments >= 0)""",
        "Lead times are whole working days: 0 for the day itself, -1 for no warning.",
    )
    _tthc_lead_shares = models.Constraint(
        """CHECK (tthc_warn_officer_share BETWEEN 0 AND 100
            AND tthc_warn_leader_share BETWEEN 0 AND 100
            AND tthc_warn_manager_share BETWEEN 0 AND 100)""",
        "What is left of a limit lies between 0 and 100 percent.",
    )

    def _tthc_warning_leads(self):
        """Level -> :class:`Lead`, for the levels that this centre warns."""
        self.ensure_one()
        return {
            level: Lead(self[f"tthc_warn_{level}_days"], self[f"tthc_warn_{level}_share"] / 100)
            for level in LEVELS
            if self[f"tthc_warn_{level}_days"] >= 0
        }


class TthcAgency(models.Model):
    _inherit = "tthc.agency"

    tthc_letter_count = fields.Integer(
        "Apologies Signed",
        readonly=True,
        copy=False,
        help="Counted on signing, so that no two letters get one number.",
    )
