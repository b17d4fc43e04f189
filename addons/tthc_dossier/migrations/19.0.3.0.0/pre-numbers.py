"""Number patterns get a scope and may not overlap; the one in force begins to carry its name.

Until this version one pattern, called after TT 01/2018, stood for 2018 and for today.
"""


def migrate(cr, version):
    cr.execute("ALTER TABLE tthc_number_pattern ADD COLUMN IF NOT EXISTS scope varchar")
    cr.execute("UPDATE tthc_number_pattern SET scope = 'local' WHERE scope IS NULL")
    _end_where_the_next_begins(cr)
    cr.execute(
        "SELECT 1 FROM ir_model_data WHERE module = 'tthc_dossier' AND name = 'pattern_2020'"
    )
    if not cr.fetchone():
        _name_the_present_one(cr)


def _end_where_the_next_begins(cr):
    """The later of two overlapping patterns went before, so the earlier one ended there."""
    cr.execute(
        """UPDATE tthc_number_pattern older
              SET date_to = next.date_from - 1
             FROM (SELECT id, LEAD(date_from) OVER (
                              PARTITION BY company_id ORDER BY date_from, id) AS date_from
                     FROM tthc_number_pattern) next
            WHERE next.id = older.id
              AND next.date_from > older.date_from
              AND (older.date_to IS NULL OR older.date_to >= next.date_from)"""
    )


def _name_the_present_one(cr):
    """Split the pattern of 2018 at QĐ 20/2020, or leave what an administrator has arranged."""
    cr.execute(
        """SELECT pattern.id FROM tthc_number_pattern pattern
             JOIN ir_model_data data ON data.res_id = pattern.id
              AND data.model = 'tthc.number.pattern' AND data.name = 'pattern_2018'
              AND data.module = 'tthc_dossier'
            WHERE pattern.date_to IS NULL AND pattern.date_from < '2020-09-15'"""
    )
    [pattern] = cr.fetchone() or [None]
    if pattern:
        cr.execute(
            """INSERT INTO tthc_number_pattern
                      (name, pattern, scope, date_from, company_id, legal_document_id)
               SELECT 'QĐ 20/2020/QĐ-TTg', pattern, scope, '2020-09-15', company_id,
                      legal_document_id
                 FROM tthc_number_pattern WHERE id = %s
            RETURNING id""",
            [pattern],
        )
        [present] = cr.fetchone()
        cr.execute("UPDATE tthc_number_pattern SET date_to = '2020-09-14' WHERE id = %s", [pattern])
    else:
        cr.execute(
            """SELECT id FROM tthc_number_pattern WHERE company_id IS NULL
                ORDER BY date_from DESC LIMIT 1"""
        )
        [present] = cr.fetchone() or [None]
    if present:
        cr.execute(
            """INSERT INTO ir_model_data (module, name, model, res_id, noupdate)
               VALUES ('tthc_dossier', 'pattern_2020', 'tthc.number.pattern', %s, TRUE)""",
            [present],
        )
