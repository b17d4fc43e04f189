import random
from datetime import date, datetime, timedelta

from odoo import api, models

from ..tools import wall_time

EXTENSION_REASON = "Chờ kết quả kiểm tra thực địa; cần thêm thời gian thẩm định hồ sơ."
APOLOGY_REASON = (
    "Hồ sơ cần xác minh thêm tại cơ quan phối hợp; kết quả xác minh chưa được gửi về đúng hạn."
)


class TthcDemo(models.AbstractModel):
    """Dossiers whose dates come near: warned of, extended, apologised for; and a day off that was
    announced late and waits to be confirmed."""

    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_deadlines(self):
        """Four further dossiers of the provincial centre, and the review of a changed calendar."""
        if self.env["tthc.dossier.extension"].search_count([], limit=1):
            return
        rng = random.Random(4)
        officer = self.env.ref("tthc_dossier.user_officer")
        leader = self.env.ref("tthc_dossier.user_leader")
        offers = self._deadline_offers(officer, leader)
        people = self.env["res.partner"].search([("tthc_kind", "=", "citizen")], order="id")
        apologised, drafted, extended, proposed = (
            self._deadline_dossier(offers[index % len(offers)], people[index % len(people)], rng)
            for index in range(4)
        )
        self._at(apologised, datetime.now(), leader).action_apologise(
            APOLOGY_REASON, until=self._days_after(apologised, 3)
        )
        drafted.with_user(officer).apology_ids.create(
            {
                "dossier_id": drafted.id,
                "reason": APOLOGY_REASON,
                "new_date": wall_time.to_local(self._days_after(drafted, 2)).date(),
            }
        )
        for dossier in (extended, proposed):
            self._at(dossier, dossier.accepted_at, officer).action_propose_extension(
                EXTENSION_REASON,
                until=self._days_after(dossier, 5),
                legal_basis="NĐ 61/2018/NĐ-CP, Điều 19, khoản 9",
            )
        self._at(extended, extended.accepted_at, leader).action_extend(
            "Đồng ý gia hạn một lần theo đề nghị."
        )
        self._generate_warnings()
        self._generate_calendar_change(proposed)

    def _deadline_offers(self, officer, leader):
        """Offers of the provincial centre whose agency both work for, the shortest limits that
        leave room for an extension first."""
        province = self.env.ref("tthc_catalogue.centre_province")
        agencies = officer.tthc_agency_ids & leader.tthc_agency_ids
        offers = self.env["tthc.offer"].search(
            [("company_id", "=", province.id), ("agency_id", "in", agencies.ids)], order="id"
        )

        def days(offer):
            rows = offer.procedure_id.current_version_id.case_ids.channel_ids
            values = [row.time_value for row in rows if row.time_unit == "working_day"]
            return min(values, default=0)

        return offers.filtered(lambda offer: days(offer) >= 3).sorted(days)

    def _deadline_dossier(self, offer, partner, rng):
        """A dossier accepted some days ago that its agency still works on, due in about two
        working days."""
        desk = self._receptionist(offer.company_id)
        calendar = offer.company_id._tthc_working_calendar()
        today = wall_time.to_local(datetime.now()).date()
        back = 0
        while True:
            day = calendar.add_working_days(today, -back)
            start = wall_time.to_utc(datetime.combine(day, calendar.hours(day)[0][0]))
            start = min(start + timedelta(minutes=rng.randrange(5, 90)), self._utc_now())
            limit = offer.procedure_id.current_version_id.case_ids.channel_ids[:1]
            if back >= max(limit.time_value - 3, 0) or back >= 12:
                break
            back += 1
        dossier = self._submit("deadline", offer, partner, start, rng)
        self._at(dossier, start, desk).action_accept()
        self._at(dossier, start, desk).action_forward()
        return dossier

    def _utc_now(self):
        return datetime.now().replace(microsecond=0)

    def _days_after(self, dossier, days):
        """End of working hours some working days after the appointment, naive UTC."""
        company = dossier.company_id
        calendar, zone = company._tthc_working_calendar(), company._tthc_zone()
        due = wall_time.to_local(max(dossier.due_at, self._utc_now()), zone)
        return dossier._end_of_day(calendar.add_working_days(due.date(), days))

    def _generate_warnings(self):
        """What the job would have written by now; it tells the people itself."""
        warnings = self.env["tthc.deadline.warning"]
        now = self._utc_now()
        warnings._warn(self.env["tthc.dossier"].browse(warnings._near(now)), now)

    def _generate_calendar_change(self, dossier):
        """A day off of the provincial centre, announced after dossiers were accepted."""
        company = dossier.company_id
        calendar = company._tthc_working_calendar()
        today = wall_time.to_local(self._utc_now(), company._tthc_zone()).date()
        day = calendar.add_working_days(today, 1)
        year = self.env["tthc.calendar.year"].search([("year", "=", day.year)])
        if not year or self.env["tthc.calendar.day"].search_count([("date", "=", day)]):
            return
        manager = self.env.ref("base.user_admin")
        self.env["tthc.calendar.day"].with_user(manager).sudo().create(
            {
                "name": "Nghỉ khắc phục bão theo công điện của UBND tỉnh",
                "date": date(day.year, day.month, day.day),
                "kind": "holiday",
                "year_id": year.id,
                "company_id": company.id,
            }
        )
        change = self.env["tthc.calendar.change"].search([("company_id", "=", company.id)], limit=1)
        change.first_day = day
        change._list(change._candidates())
        change.state = "to_confirm"
