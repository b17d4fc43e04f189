from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.tthc_catalogue.tools.batches import in_batches
from odoo.addons.tthc_dossier.tools import wall_time

DAY = timedelta(days=1)
#: What was entered in the books so long ago has its day, or will have none.
BOOKED = timedelta(days=31)


class TthcReconciliationDay(models.Model):
    """Which days there are: of a bank account every one, else those on which something happened."""

    _inherit = "tthc.reconciliation.day"

    @api.model
    def _cron_days(self):
        """Make the days up to today, work out those that are open, and see what is cleared of
        those that are closed."""
        days = self.sudo()
        for company in self.env["res.company"].sudo().search([]):
            days._make_days(company)
        done = [0]

        def work():
            waiting = days.search(
                [("state", "=", "open"), ("id", ">", done[0])], order="id", limit=1
            )
            if waiting:
                done[0] = waiting.id
                waiting._lock()
                if waiting.state == "open":
                    waiting._refresh()
            return len(waiting)

        in_batches(days, work, lambda: days.search_count([("state", "=", "open")]))
        self.env["tthc.reconciliation.item"]._clear_what_is_done()

    @api.model
    @api.private
    def _make_days(self, company):
        """Make the days of ``company`` that are missing, up to today; returns them."""
        first = company.tthc_reconcile_from
        if not first:
            return self.browse()
        today = wall_time.to_local(fields.Datetime.now(), company._tthc_zone()).date()
        places = self._place_fields()
        wanted = {
            (day, channel, *(place.get(name) or False for name in places))
            for channel, place, day in (
                *self._bank_days(company, first, today),
                *self._movement_days(company, first),
            )
        }
        known = self.sudo().search([("company_id", "=", company.id)])
        there = {(row.day, row.channel, *(row[name].id for name in places)) for row in known}
        names = ("day", "channel", *places)
        return self.sudo().create(
            [
                {"company_id": company.id, **dict(zip(names, value, strict=True))}
                for value in sorted(wanted - there)
            ]
        )

    def _bank_days(self, company, first, today):
        accounts = self.env["tthc.collection.account"].sudo().with_context(active_test=False)
        for account in accounts.search([("company_id", "=", company.id)]):
            if not (account.active or account._is_used()):
                continue
            for count in range((today - first).days + 1):
                yield "bank", {"account_id": account.id}, first + count * DAY

    def _movement_days(self, company, first):
        """Days on which money came in otherwise; for what came late, the day after the last one
        that is closed."""
        zone = company._tthc_zone()
        start = wall_time.to_utc(datetime.combine(first, time.min), zone)
        closed = self._last_closed(company)
        names = self._place_fields()
        for channel, place, day in self._movements(company, start, zone):
            if not day or day < first:
                continue
            last = closed.get((channel, *(place.get(name) or False for name in names)))
            yield channel, place, last + DAY if last and day <= last else day
        since = max(start, fields.Datetime.now() - BOOKED)
        for channel, place, day in self._booked_movements(company, since, zone):
            last = closed.get((channel, *(place.get(name) or False for name in names)))
            if day >= first and not (last and day <= last):
                yield channel, place, day

    def _movements(self, company, start, zone):
        """Channel, place (values by field) and day of what came in, but for accounts. Extended
        for what else has days."""
        for channel, provider, day in self.env.execute_query(
            self._movement_sql(company, start, zone)
        ):
            yield channel, {"provider_id": provider}, day

    def _booked_movements(self, company, since, zone):
        """Channel, place and day of what the books have of a day beside the money that came on it:
        money of other days that was matched or undone, cash that was paid back."""
        self.env.flush_all()
        for channel, provider, day in self.env.execute_query(
            SQL(
                """SELECT money.source,
                    CASE WHEN money.source = 'gateway' THEN money.provider_id END,
                    (booked.at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                FROM (%(booked)s) AS booked
                JOIN tthc_incoming_money money ON money.id = booked.incoming_id
                WHERE money.company_id = %(company)s
                    AND money.source IN ('cash', 'card', 'gateway')
                UNION SELECT 'cash', NULL,
                    (done_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                FROM tthc_refund WHERE company_id = %(company)s AND way = 'cash'
                    AND state = 'done' AND done_at >= %(since)s""",
                booked=self._booked_sql(since),
                company=company.id,
                since=since,
                zone=zone,
            )
        ):
            yield channel, {"provider_id": provider}, day

    def _booked_sql(self, since):
        """Query of the entries of the collection book: money and instant."""
        return SQL(
            "SELECT incoming_id, matched_at AS at FROM tthc_payment_match WHERE matched_at >= %s "
            "UNION ALL SELECT incoming_id, reversed_at FROM tthc_payment_match "
            "WHERE reversed_at >= %s",
            since,
            since,
        )

    def _movement_sql(self, company, start, zone):
        """Query of channel, provider and day of what came in, but for accounts. Extended for what
        else makes a day."""
        return SQL(
            """SELECT CASE WHEN source IN ('cash', 'card') THEN source ELSE 'gateway' END,
                CASE WHEN source IN ('cash', 'card') THEN NULL ELSE provider_id END,
                (booked_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
            FROM tthc_incoming_money money
            WHERE company_id = %(company)s AND booked_at >= %(start)s AND %(open)s
                AND (source IN ('cash', 'card') OR (provider_id IS NOT NULL
                    AND (source = 'gateway' OR account_id IS NULL)))
            UNION SELECT 'cash', NULL,
                (opened_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
            FROM tthc_cash_shift shift WHERE company_id = %(company)s AND opened_at >= %(start)s
                AND %(shift)s""",
            zone=zone,
            company=company.id,
            start=start,
            shift=self._not_counted("tthc.cash.shift", SQL("shift.id")),
            open=self._not_counted("tthc.incoming.money", SQL("money.id")),
        )

    def _last_closed(self, company):
        groups = self.sudo()._read_group(
            [
                ("company_id", "=", company.id),
                ("state", "=", "closed"),
                ("channel", "!=", "bank"),
            ],
            ["channel", *self._place_fields()],
            ["day:max"],
        )
        return {(channel, *(one.id for one in place)): day for channel, *place, day in groups}

    @api.model
    @api.private
    def _not_closed(self, company, first, last):
        """Days of ``company`` from ``first`` to ``last`` that are not closed."""
        self._make_days(company.sudo())
        return self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("day", ">=", first),
                ("day", "<=", last),
                ("state", "!=", "closed"),
            ]
        )
