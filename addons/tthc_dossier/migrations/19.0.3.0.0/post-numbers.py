"""Numbered dossiers get their line in the ledger book; numbering goes on after the last one."""

from odoo import SUPERUSER_ID, api

from odoo.addons.tthc_dossier.tools import dossier_code, wall_time

BATCH = 5000


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    books = {}
    while rows := _without_line(cr):
        lines = [_line(env, books, *row) for row in rows]
        cr.execute_values(
            """INSERT INTO tthc_ledger_entry
                      (company_id, year, number, dossier_id, name, day, series, serial)
               VALUES %s""",
            lines,
        )
    cr.execute(
        """INSERT INTO tthc_ledger_book (company_id, year, state)
           SELECT DISTINCT company_id, year, 'open' FROM tthc_ledger_entry
           ON CONFLICT DO NOTHING"""
    )
    cr.execute("DROP TABLE IF EXISTS tthc_number_counter")
    env["tthc.number.pattern"]._link_legal_bases()


def _without_line(cr):
    cr.execute(
        """SELECT dossier.id, dossier.company_id, dossier.name, dossier.accepted_at
             FROM tthc_dossier dossier
            WHERE dossier.name IS NOT NULL AND dossier.accepted_at IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM tthc_ledger_entry entry
                               WHERE entry.dossier_id = dossier.id)
            ORDER BY dossier.accepted_at, dossier.id LIMIT %s""",
        [BATCH],
    )
    return cr.fetchall()


def _line(env, books, dossier, company_id, name, accepted):
    """Values of a line: the next number of the year's book, and the place in its series where
    the number was written by the pattern of its day."""
    company = env["res.company"].browse(company_id)
    day = wall_time.to_local(accepted, company._tthc_zone()).date()
    number = books[company_id, day.year] = books.get((company_id, day.year), 0) + 1
    series = serial = None
    unit = company.tthc_unit_code
    scope = "ministry" if (unit or "").startswith("G") else "local"
    pattern = env["tthc.number.pattern"]._pattern_text(scope, company_id, day)
    if unit and pattern:
        serial = dossier_code.seq_in(pattern, unit, day, name)
        series = serial and dossier_code.series_of(pattern, unit, day)
    return company_id, day.year, number, dossier, name, day, series, serial
