"""Until this version a dossier kept no trace of its pauses and of how it ended, but its events."""

import logging

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

from odoo.addons.tthc_dossier.tools import clock, live_clock, wall_time

_logger = logging.getLogger(__name__)


def migrate(cr, version):
    """Read from the ledger since when each clock runs or is paused, and how each ended; likewise
    for the steps. The appointments stay as they were promised."""
    cr.execute(
        SQL(
            """
            UPDATE tthc_dossier_task task
               SET allotted = CASE WHEN task.kind = 'return' THEN 0
                                   ELSE COALESCE(round(step.hours * 3600), 0) END,
                   due_at = CASE WHEN task.kind = 'return' THEN NULL ELSE task.due_at END
              FROM tthc_procedure_step step
             WHERE step.id = task.step_id AND task.allotted IS NULL
            """
        )
    )
    cr.execute(
        SQL(
            """
            UPDATE tthc_dossier dossier
               SET legal_value = channel.time_value, legal_unit = channel.time_unit
              FROM tthc_procedure_channel channel
             WHERE channel.case_id = dossier.case_id AND channel.channel = dossier.channel
               AND dossier.accepted_at IS NOT NULL AND dossier.legal_unit IS NULL
            """
        )
    )
    env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
    ids = env["tthc.dossier"].search([("accepted_at", "!=", False), ("clock_marks", "=", 0)]).ids
    for batch in split_every(500, ids):
        dossiers = env["tthc.dossier"].browse(batch)
        courses = dossiers._segments_by_dossier()
        for dossier in dossiers:
            if not courses[dossier.id]:
                continue
            try:
                _fill(dossier, courses[dossier.id])
            except UserError as error:
                _logger.warning("The clock of dossier %s is not filled: %s", dossier.name, error)
        env.flush_all()
        env.invalidate_all()


def _fill(dossier, course):
    zone = dossier._clock_centre()._tthc_zone()
    result = dossier._measured(course)
    dossier._set(
        {
            "clock_marks": len(course),
            "clock_started_at": wall_time.to_utc(result.started_at, zone),
            "paused_at": result.paused and wall_time.to_utc(course[-1].at, zone),
            "paused_seconds": result.paused_seconds,
        }
    )
    if dossier.extended or (result.stopped_at and course[-2].kind is clock.SegmentKind.PAUSE):
        dates = dossier._recomputed_due_dates()
        if dossier.extended:
            del dates["due_at"]
        dossier._set(dates)
    if result.stopped_at:
        _fill_end(dossier, course, wall_time.to_utc(result.stopped_at, zone))
    for task in dossier.task_ids:
        _fill_step(task, course, zone)


def _fill_end(dossier, course, ended):
    due = {name: dossier[name] for name in ("due_at", "due_legal", "due_committed")}
    values = dossier._final_verdicts(due, ended)
    try:
        values.update(dossier._final_figures(due, ended, course))
    except clock.CalendarMissing:
        _logger.warning("Dossier %s ended in a year without a working calendar", dossier.name)
    dossier._set(values)


def _fill_step(task, course, zone):
    if not task.done_at:
        task._move(course)
        return
    result = task._in_course(course)
    began = wall_time.to_utc(result.started_at, zone)
    due = task.allotted and wall_time.to_utc(result.due, zone)
    verdict = live_clock.final_step_verdict(result.elapsed, task.allotted, due, task.done_at, zone)
    task.write(
        {
            "due_at": due,
            "counted_from": began != task.started_at and began,
            "used": result.elapsed,
            "paused_seconds": result.paused_seconds,
            "final_verdict": verdict or False,
        }
    )
