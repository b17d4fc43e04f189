"""Retired versions keep the period in which they were in force.

Until now a retired version was out of the catalogue on every day, and its last day was nowhere
but in the time of its retirement. The database now keeps their periods apart as well.
"""

from datetime import timedelta
from itertools import groupby

COLUMNS = """
    ALTER TABLE tthc_procedure_version
        ADD COLUMN IF NOT EXISTS voided boolean,
        ADD COLUMN IF NOT EXISTS decided_date_to date,
        DROP CONSTRAINT IF EXISTS tthc_procedure_version_published_no_overlap
"""
# write_date is UTC; the day of retirement is the one in Việt Nam. No dossier could be received
# from that day on, so the eve was the last day in force.
VERSIONS = """
    SELECT id, procedure_id, state, date_from, date_to,
           (write_date AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Ho_Chi_Minh')::date - 1
      FROM tthc_procedure_version
     WHERE state IN ('published', 'retired')
  ORDER BY procedure_id, date_from DESC NULLS LAST, id DESC
"""
RESULT = """
    UPDATE tthc_procedure_version SET date_to = %s, decided_date_to = %s, voided = %s WHERE id = %s
"""
DAY = timedelta(days=1)


def migrate(cr, version):
    cr.execute(COLUMNS)
    cr.execute(VERSIONS)
    rows = cr.fetchall()
    for _procedure, siblings in groupby(rows, key=lambda row: row[1]):
        for found in periods(list(siblings)):
            cr.execute(RESULT, found)


def periods(siblings):
    """Yield ``(last day, decided last day, voided, id)`` of one procedure's versions.

    A retired version ran until the eve of its retirement, until its own last day or until the
    eve of the next version, whichever came first; one for which no day is left, or whose days
    belong to a published version, never took effect.

    :param siblings: rows of ``VERSIONS``, the latest first
    """
    published = [(row[3], row[4]) for row in siblings if row[2] == "published"]
    following = None
    for key, _procedure, state, begin, end, eve in siblings:
        if state == "published":
            cut = following and end == following - DAY
            yield end, None if cut else end, False, key
            following = begin
            continue
        ends = [day for day in (end, eve, following and following - DAY) if day]
        last = min(ends)
        taken = begin and any(
            start <= last and (until is None or until >= begin) for start, until in published
        )
        if not begin or last < begin or taken:
            yield end, end, True, key
        else:
            yield last, last, False, key
            following = begin
