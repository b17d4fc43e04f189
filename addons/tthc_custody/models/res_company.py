from odoo import fields, models


class ResCompany(models.Model):
    """How strictly a centre keeps account of papers."""

    _inherit = "res.company"

    tthc_custody_guard = fields.Selection(
        [
            ("off", "Only Listed"),
            ("warn", "Ask for Confirmation"),
            ("block", "Refuse to Close"),
        ],
        "Originals Still in Custody",
        required=True,
        default="warn",
        help="What happens when a result is returned while originals that go back to the person "
        "are still with the administration.",
    )
    tthc_custody_days = fields.Integer(
        "Give Back Within (Days)",
        default=10,
        help="Originals that were not given back so many calendar days after the end of the "
        "dossier are listed as overdue.",
    )
    tthc_custody_incident_days = fields.Integer(
        "Settle a Loss Within (Days)",
        default=10,
        help="Calendar days until a loss or damage has to be settled, unless a date is given. The "
        "law names no period (NĐ 61/2018/NĐ-CP Art. 21).",
    )
    tthc_custody_since = fields.Date(
        "Custody Kept Since",
        help="Dossiers that ended before this day are taken as settled. Set when the module was "
        "installed in a centre at work already; empty: from the beginning.",
    )

    _tthc_custody_days_valid = models.Constraint(
        "CHECK (tthc_custody_days >= 0 AND tthc_custody_incident_days >= 0)",
        "A number of days cannot be negative.",
    )
