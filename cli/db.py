"""Small database chores for the shell scripts: ping, exists, copy, drop, state, durability.

The server comes from libpq's own variables (PGHOST, PGPORT, PGUSER, PGPASSWORD).
What is installed in a database, and from which sources, is a JSON comment on
the database itself, so it lives and dies with it.
"""

import json
import os
import re
import sys

import psycopg2
from psycopg2 import sql


def connect(name="postgres"):
    connection = psycopg2.connect(dbname=name)
    connection.autocommit = True
    return connection


def ping():
    """Check that the server answers and that the user may make databases."""
    with connect().cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            sys.exit(
                "tthc: the database user may not make databases; "
                "an administrator must run: ALTER ROLE … CREATEDB"
            )


def exists(name):
    with connect().cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def drop(name):
    with connect().cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def copy(source, target):
    """Copy a template database; the copy gets a uuid and secret of its own."""
    with connect().cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(target), sql.Identifier(source)
            )
        )
    with connect(target).cursor() as cursor:
        cursor.execute(
            "UPDATE ir_config_parameter SET value = gen_random_uuid()::text"
            " WHERE key IN ('database.uuid', 'database.secret')"
        )


def rename(source, target):
    with connect().cursor() as cursor:
        cursor.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(source), sql.Identifier(target)
            )
        )


def get_state(name):
    with connect().cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        )
        row = cursor.fetchone()
    try:
        return json.loads(row[0]) if row and row[0] else {}
    except ValueError:
        return {}


def set_state(name, state):
    with connect().cursor() as cursor:
        cursor.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(name), sql.Literal(json.dumps(state))
            )
        )


def ours(prefix):
    with connect().cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY 1", [prefix + "%"]
        )
        return [row[0] for row in cursor.fetchall()]


def logins(name):
    with connect(name).cursor() as cursor:
        cursor.execute("SELECT login FROM res_users WHERE active")
        return [row[0] for row in cursor.fetchall()]


def has_module(name, module):
    with connect(name).cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM ir_module_module WHERE name = %s AND state = 'installed'", [module]
        )
        return cursor.fetchone() is not None


def made():
    """The databases whose comment says that ./tthc made them, and its templates."""
    with connect().cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1")
        names = [row[0] for row in cursor.fetchall()]
    return [name for name in names if name.startswith("tthc_base_") or "pins" in get_state(name)]


#: Databases that nobody misses: those of the tests, and what they are copied from.
OF_TESTS = re.compile(r"tthc_(test|try_|cli_|base_).*|postgres|template\d")


def anything_kept(names):
    """Whether one of these databases is more than a test's."""
    return any(not OF_TESTS.fullmatch(name) for name in names)


def durability(name, tested=""):
    """Let the private server wait for the disk, unless it has nothing but tests' databases: copying
    them, which the tests do all the time, takes a quarter of the time then.

    :param name: the database that is going to be made or used
    :param tested: the name that the caller gave to the tests' database
    """
    with connect().cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        names = {name, *(row[0] for row in cursor.fetchall())}
        wanted = "on" if anything_kept(names - {tested, f"{tested}_second"}) else "off"
        cursor.execute("SHOW fsync")
        if cursor.fetchone()[0] == wanted:
            return
        for setting in ("fsync", "full_page_writes"):
            cursor.execute(f"ALTER SYSTEM SET {setting} = {wanted}")
        cursor.execute("SELECT pg_reload_conf()")
        if wanted == "on":
            cursor.execute("CHECKPOINT")
            os.sync()


def main(command, *args):
    yes_or_no = {"exists": exists, "has_module": has_module}
    if command in yes_or_no:
        sys.exit(0 if yes_or_no[command](*args) else 1)
    listing = {"list": ours, "made": made, "logins": logins}
    if command in listing:
        print("\n".join(listing[command](*args)))
        return
    chores = {"ping": ping, "drop": drop, "copy": copy, "rename": rename, "durability": durability}
    chores[command](*args)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except psycopg2.Error as error:
        sys.exit(f"tthc: PostgreSQL: {str(error).strip().splitlines()[0]}")
