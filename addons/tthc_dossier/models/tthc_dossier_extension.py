from odoo import models
from odoo.exceptions import UserError

from ..tools import clock, wall_time


class TthcDossier(models.Model):
    """The one extension of an appointment that the law knows."""

    _inherit = "tthc.dossier"

    def _do_extend(self, note, task, until=None):
        if not until or until <= self.due_at:
            raise UserError(self.env._("Give a new appointment later than the present one."))
        zone = self.company_id._tthc_zone()
        company = self.company_id.sudo()
        segments = [
            *self._segments(),
            clock.Segment(
                kind=clock.SegmentKind.EXTEND,
                at=wall_time.to_local(self._now(), zone),
                until=wall_time.to_local(until, zone),
            ),
        ]
        legal, committed = self._limits()
        try:
            self._in_calendar(
                clock.evaluate,
                committed or legal,
                segments,
                company._tthc_working_calendar(),
                options=company._tthc_clock_options(),
                now=wall_time.to_local(self._now(), zone),
            )
        except clock.ExtensionError as error:
            raise UserError(
                self.env._(
                    "An appointment is moved once only, and at least one working day before it "
                    "falls due (NĐ 61/2018/NĐ-CP, Art. 19.9). After that the late agency owes an "
                    "apology."
                )
            ) from error
        return {"extended": True, "due_at": until}, {
            "clock_effect": "extend",
            "clock_until": until,
        }
