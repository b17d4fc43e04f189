"""Twenty thousand dossiers in seconds: copies of real ones, made in the database.

Used by the tests of the query budgets and by ``./tthc bench``. A copy differs from its original in
its number, its dates, its centre and its agency; its parts (parties, components, steps, events,
fees, agencies involved) are copied with it. The copies' event chains are those of the originals
and do not verify: this is data to search in, not to work with.
"""

from odoo.tools import SQL


def multiply(env, originals, count, companies, agencies):
    """Copy ``originals`` until there are ``count`` more dossiers, and gather statistics.

    :param originals: dossiers made by real actions, in the states that shall be found
    :param companies: centres among which the copies are spread, in turn
    :param agencies: likewise; the first one is that of the originals and is replaced
    """
    env.flush_all()
    execute = env.cr.execute
    for table in ("tthc_copy", "tthc_copy_task"):
        execute(SQL("DROP TABLE IF EXISTS %s", SQL.identifier(table)))
    execute(
        SQL(
            """CREATE TEMP TABLE tthc_copy ON COMMIT DROP AS
               SELECT o.id AS old_id, g.serial,
                      nextval('tthc_dossier_id_seq')::int AS new_id,
                      (%(companies)s::int[])[1 + g.serial %% %(spread)s] AS company_id,
                      (%(agencies)s::int[])[1 + g.serial %% %(among)s] AS agency_id,
                      %(agency)s AS old_agency_id,
                      -- what is not finished is of the last days
                      (g.serial %% CASE WHEN finished_at IS NULL THEN 12 ELSE 90 END)
                          * interval '1 day' AS earlier
                 FROM generate_series(1, %(rounds)s) AS g(serial)
                CROSS JOIN (SELECT id, finished_at FROM tthc_dossier
                             WHERE id = ANY (%(ids)s)) AS o
                LIMIT %(count)s""",
            companies=companies.ids,
            spread=len(companies),
            agencies=agencies.ids,
            among=len(agencies),
            agency=agencies[0].id,
            rounds=-(-count // len(originals)),
            ids=originals.ids,
            count=count,
        )
    )
    execute(
        SQL(
            """CREATE TEMP TABLE tthc_copy_task ON COMMIT DROP AS
               SELECT task.id AS old_id, copy.serial,
                      nextval('tthc_dossier_task_id_seq')::int AS new_id
                 FROM tthc_dossier_task task JOIN tthc_copy copy ON copy.old_id = task.dossier_id"""
        )
    )
    execute("CREATE INDEX ON tthc_copy_task (old_id, serial)")
    execute("ANALYZE tthc_copy; ANALYZE tthc_copy_task")
    tables = _child_tables(env)
    # In one statement: a dossier names its current step, a step its dossier.
    execute(
        SQL(
            "WITH dossiers AS (%s) %s",
            _dossier_copies(env),
            _part_copies(env, "tthc_dossier_task"),
        )
    )
    for table in tables:
        if table != "tthc_dossier_task":
            execute(_part_copies(env, table))
    _copy_relations(env)
    for table in ("tthc_dossier", "tthc_dossier_agency_rel", *tables):
        execute(SQL("ANALYZE %s", SQL.identifier(table)))
    env.invalidate_all()


def _child_tables(env):
    """Tables of the rows that belong to a dossier."""
    found = [
        model._table
        for model in env.registry.values()
        if model._auto
        and not model._abstract
        and not model._transient
        and (field := model._fields.get("dossier_id"))
        and field.store
        and field.comodel_name == "tthc.dossier"
    ]
    return sorted(set(found))


def _columns(env, table):
    """``{name: type}`` of the table's columns, the id left out."""
    rows = env.execute_query(
        SQL(
            """SELECT column_name, data_type FROM information_schema.columns
                WHERE table_name = %s AND column_name <> 'id'""",
            table,
        )
    )
    return dict(rows)


def _unique_columns(env, table):
    """Columns of unique indexes that do not contain the dossier: a copy must differ in them."""
    rows = env.execute_query(
        SQL(
            """SELECT array_agg(a.attname::text)
                 FROM pg_index i
                 JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
                WHERE i.indrelid = %s::regclass AND i.indisunique AND NOT i.indisprimary
             GROUP BY i.indexrelid""",
            table,
        )
    )
    return {name for (names,) in rows if "dossier_id" not in names for name in names}


def _values(env, table, replaced):
    """``(columns, expressions)`` of an INSERT … SELECT of ``src`` rows for ``tthc_copy copy``."""
    unique = _unique_columns(env, table)
    columns, expressions = [], []
    for name, kind in _columns(env, table).items():
        column = SQL.identifier("src", name)
        if name in replaced:
            column = replaced[name]
        elif name in ("agency_id", "competent_agency_id"):
            column = _agency(column)
        elif kind == "timestamp without time zone":
            column = SQL("%s - copy.earlier", column)
        elif name in unique and kind == "character varying":
            column = SQL("left(%s, 30) || '#' || copy.new_id", column)
        elif name in unique and kind == "integer" and not name.endswith("_id"):
            column = SQL("%s + copy.new_id * 10", column)
        columns.append(SQL.identifier(name))
        expressions.append(column)
    return SQL(", ").join(columns), SQL(", ").join(expressions)


def _agency(column):
    return SQL("CASE WHEN %s = copy.old_agency_id THEN copy.agency_id ELSE %s END", column, column)


def _dossier_copies(env):
    task = SQL(
        """(SELECT t.new_id FROM tthc_copy_task t
             WHERE t.old_id = src.task_id AND t.serial = copy.serial)"""
    )
    columns, expressions = _values(
        env, "tthc_dossier", {"company_id": SQL("copy.company_id"), "task_id": task}
    )
    return SQL(
        """INSERT INTO tthc_dossier (id, %s) SELECT copy.new_id, %s FROM tthc_copy copy
             JOIN tthc_dossier src ON src.id = copy.old_id""",
        columns,
        expressions,
    )


def _part_copies(env, table):
    replaced = {"dossier_id": SQL("copy.new_id")}
    if "company_id" in _columns(env, table):
        replaced["company_id"] = SQL("copy.company_id")
    columns, expressions = _values(env, table, replaced)
    name = SQL.identifier(table)
    if table != "tthc_dossier_task":
        return SQL(
            """INSERT INTO %s (%s) SELECT %s FROM tthc_copy copy
                 JOIN %s src ON src.dossier_id = copy.old_id""",
            name,
            columns,
            expressions,
            name,
        )
    return SQL(
        """INSERT INTO %s (id, %s) SELECT task.new_id, %s FROM tthc_copy copy
             JOIN %s src ON src.dossier_id = copy.old_id
             JOIN tthc_copy_task task ON task.old_id = src.id AND task.serial = copy.serial""",
        name,
        columns,
        expressions,
        name,
    )


def _copy_relations(env):
    env.cr.execute(
        SQL(
            """INSERT INTO tthc_dossier_agency_rel (dossier_id, agency_id)
               SELECT copy.new_id, %s FROM tthc_copy copy
                 JOIN tthc_dossier_agency_rel src ON src.dossier_id = copy.old_id""",
            _agency(SQL.identifier("src", "agency_id")),
        )
    )
