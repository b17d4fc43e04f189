from datetime import datetime

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import live_clock

URGENCIES = [
    ("late", "Late"),
    ("today", "Due Today"),
    ("soon", "Due Soon"),
    ("in_time", "In Time"),
    ("paused", "Paused"),
    ("finished", "Finished"),
]
VERDICTS = [
    ("early", "Early"),
    ("on_time", "On Time"),
    ("late", "Late"),
    ("open", "Open"),
    ("open_late", "Open, Late"),
]


class TthcLiveClock(models.AbstractModel):
    """Urgency and verdict, right at any instant without a job that keeps them so.

    Nothing of them is stored: Python computes them from the stored dates with
    :mod:`..tools.live_clock`, and the same rules stand here in SQL, so that lists filter, sort
    and group on them whatever their size.
    """

    _name = "tthc.live.clock"
    _description = "Standing against a Due Time"

    #: Field that holds when it ended.
    _clock_end = "finished_at"
    #: Path to the field that holds since when its clock is paused.
    _clock_pause = "paused_at"
    #: Due time that the urgency is about.
    _clock_due = "due_at"
    #: Each verdict: the due time it is about and the field with the final one.
    _clock_verdicts = {"verdict": ("due_at", "final_verdict")}

    urgency = fields.Selection(URGENCIES, compute="_compute_live_clock", search="_search_urgency")
    verdict = fields.Selection(
        VERDICTS,
        compute="_compute_live_clock",
        search="_search_verdict",
        help="Against the appointment, as of this moment.",
    )

    def _now(self):
        """The instant of an action, naive UTC. Demo data and later entry of an outage give it in
        the context, which only code running as superuser may do."""
        given = self.env.context.get("tthc_now")
        # A call from outside can give a text at most, which no sudo on the way makes an instant.
        trusted = isinstance(given, datetime) and self.env.su
        return given if trusted else fields.Datetime.now()

    # Python -------------------------------------------------------------------------------------

    @api.model
    def _live_dependencies(self):
        dates = {name for pair in self._clock_verdicts.values() for name in pair}
        return sorted({self._clock_end, self._clock_pause, self._clock_due, "company_id", *dates})

    @api.depends(lambda self: self._live_dependencies())
    @api.depends_context("tthc_now", "uid")
    def _compute_live_clock(self):
        now = self._now()
        by_centre, others = self._bounds_by_centre(now)
        for record in self:
            ended, paused = record[self._clock_end], record._paused_since()
            limits = by_centre.get(record.company_id.id, others)
            record.urgency = live_clock.urgency(record[self._clock_due], ended, paused, now, limits)
            for name, (due, final) in self._clock_verdicts.items():
                record[name] = live_clock.verdict(record[due], record[final], ended, paused, now)

    def _paused_since(self):
        """Since when the clock is paused, naive UTC, or ``False``."""
        *path, name = self._clock_pause.split(".")
        holder = self
        for step in path:
            holder = holder[step]
        return holder[name]

    def _bounds_by_centre(self, now):
        """The :class:`live_clock.Bounds` of each centre that differs, by its id, and those of
        all others."""
        (_others, common), *rest = self.env["res.company"]._tthc_urgency_bounds(now)
        return {company: limits for ids, limits in rest for company in ids}, common

    # SQL ----------------------------------------------------------------------------------------

    def _field_to_sql(self, alias, field_expr, query=None):
        """Override: the urgency and the verdicts as expressions over the stored dates."""
        if field_expr == "urgency" or field_expr in self._clock_verdicts:
            self._check_field_access(self._fields[field_expr], "read")
            return self._live_sql(alias, field_expr, query)
        return super()._field_to_sql(alias, field_expr, query)

    def _live_sql(self, alias, name, query):
        due, final = self._clock_verdicts.get(name, (self._clock_due, None))
        parts = {
            "now": self._now(),
            "ended": self._field_to_sql(alias, self._clock_end, query),
            "paused": self._pause_sql(alias, query),
            "due": self._field_to_sql(alias, due, query),
        }
        if name == "urgency":
            return self._urgency_sql(alias, query, parts)
        return SQL(
            "(CASE WHEN %(ended)s IS NOT NULL"
            " THEN COALESCE(%(final)s, CASE WHEN %(ended)s > %(due)s THEN 'late'"
            " WHEN %(due)s IS NOT NULL THEN 'on_time' END)"
            " WHEN %(due)s IS NULL THEN NULL"
            " WHEN %(due)s < LEAST(%(paused)s, %(now)s) THEN 'open_late' ELSE 'open' END)",
            final=self._field_to_sql(alias, final, query),
            **parts,
        )

    def _urgency_sql(self, alias, query, parts):
        company = self._field_to_sql(alias, "company_id", query)
        groups = self.env["res.company"]._tthc_urgency_bounds(parts["now"])
        return SQL(
            "(CASE WHEN %(ended)s IS NOT NULL THEN 'finished'"
            " WHEN %(due)s IS NULL THEN NULL"
            " WHEN %(paused)s IS NOT NULL THEN 'paused'"
            " WHEN %(due)s < %(now)s THEN 'late'"
            " WHEN %(due)s < %(today)s THEN 'today'"
            " WHEN %(due)s < %(soon)s THEN 'soon' ELSE 'in_time' END)",
            today=_bound_sql(company, [(ids, limits.today) for ids, limits in groups]),
            soon=_bound_sql(company, [(ids, limits.soon) for ids, limits in groups]),
            **parts,
        )

    def _pause_sql(self, alias, query):
        model, (*path, name) = self, self._clock_pause.split(".")
        for step in path:
            model, alias = model._fields[step].join(model, alias, query)
        return model._field_to_sql(alias, name, query)

    @api.model
    def _clock_ranks(self):
        """Fields that are sorted by what needs attention first, with the order of their values."""
        return {
            "urgency": live_clock.URGENCIES,
            **dict.fromkeys(self._clock_verdicts, live_clock.VERDICTS),
        }

    def _rank_sql(self, name, value):
        return SQL("array_position(%s::text[], %s)", list(self._clock_ranks()[name]), value)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Override: urgency and verdicts are sorted by what needs attention first."""
        if field_name in self._clock_ranks():
            rank = self._rank_sql(field_name, self._field_to_sql(alias, field_name, query))
            query._order_groupby.append(rank)
            return SQL("%s %s %s", rank, direction, nulls)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    def _read_group_orderby(self, order, groupby_terms, query):
        """Override: so are their groups."""
        live = self._clock_ranks().keys() & groupby_terms.keys()
        terms = {
            spec: self._rank_sql(spec, value) if spec in live else value
            for spec, value in groupby_terms.items()
        }
        result = super()._read_group_orderby(order, terms, query)
        groupby_terms.update({spec: terms[spec] for spec in terms if spec not in live})
        return result

    # Search -------------------------------------------------------------------------------------

    def _search_urgency(self, operator, value):
        """By the dates themselves, so that an index finds the rows."""
        if operator != "in":
            return NotImplemented
        due, now = self._clock_due, self._now()
        is_open = Domain(self._clock_end, "=", False)
        runs = is_open & self._paused_domain(False)
        found = {
            "finished": lambda: Domain(self._clock_end, "!=", False),
            "paused": lambda: is_open & Domain(due, "!=", False) & self._paused_domain(True),
            "late": lambda: runs & Domain(due, "<", now),
            "today": lambda: runs & self._days_domain(now, lambda days: (now, days.today)),
            "soon": lambda: (
                runs & self._days_domain(now, lambda days: (max(now, days.today), days.soon))
            ),
            "in_time": lambda: runs & self._days_domain(now, lambda days: (days.soon, None)),
            False: lambda: is_open & Domain(due, "=", False),
        }
        return Domain.OR(found[urgency]() for urgency in value if urgency in found)

    def _days_domain(self, now, between):
        """Due between two instants that differ by centre.

        :param between: function of a centre's bounds that gives the first instant and the one
            before which it is, or ``None``
        """
        (_ids, common), *rest = self.env["res.company"]._tthc_urgency_bounds(now)
        others = Domain("company_id", "not in", [i for ids, _limits in rest for i in ids])
        places = [(others if rest else Domain.TRUE, common)]
        places += [(Domain("company_id", "in", list(ids)), limits) for ids, limits in rest]
        domain = Domain.FALSE
        for place, limits in places:
            since, before = between(limits)
            inside = Domain(self._clock_due, ">=", since)
            if before:
                inside &= Domain(self._clock_due, "<", before)
            domain |= place & inside
        return domain

    def _paused_domain(self, paused):
        if "." not in self._clock_pause:
            return Domain(self._clock_pause, "!=" if paused else "=", False)

        def to_sql(model, alias, query):
            condition = SQL("IS NOT NULL") if paused else SQL("IS NULL")
            return SQL("%s %s", model._pause_sql(alias, query), condition)

        return Domain.custom(
            to_sql=to_sql, predicate=lambda record: bool(record._paused_since()) == paused
        )

    def _search_verdict(self, operator, value):
        return self._verdict_domain("verdict", operator, value)

    def _verdict_domain(self, name, operator, value):
        """Domain of a verdict: what an index can find, and the rule itself."""
        if operator != "in":
            return NotImplemented
        due = self._clock_verdicts[name][0]
        is_open = Domain(self._clock_end, "=", False)
        hints = {
            "open_late": is_open & Domain(due, "<", self._now()),
            "open": is_open & Domain(due, "!=", False),
            False: Domain(due, "=", False),
        }
        finished = Domain(self._clock_end, "!=", False)
        hint = Domain.OR(hints.get(verdict, finished) for verdict in value)
        return hint & self._live_domain(name, value)

    def _live_domain(self, name, values):
        wanted = [value for value in values if value]

        def to_sql(model, alias, query):
            expression = model._field_to_sql(alias, name, query)
            found = SQL("%s = ANY(%s)", expression, wanted)
            return SQL("(%s OR %s IS NULL)", found, expression) if False in values else found

        return Domain.custom(to_sql=to_sql, predicate=lambda record: record[name] in values)


def _bound_sql(company, groups):
    """An instant that depends on the centre: the first of ``groups`` is that of all others."""
    (_ids, common), *rest = groups
    if not rest:
        return SQL("%s", common)
    cases = SQL(" ").join(
        SQL("WHEN %s IN %s THEN %s", company, tuple(ids), limit) for ids, limit in rest
    )
    return SQL("(CASE %s ELSE %s END)", cases, common)
