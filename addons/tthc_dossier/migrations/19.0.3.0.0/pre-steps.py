"""Several steps of a dossier may be open at the same time."""


def migrate(cr, version):
    cr.execute("DROP INDEX IF EXISTS tthc_dossier_task_one_open_task")
