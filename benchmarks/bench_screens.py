"""The desk's screens at 100 and at 20,000 dossiers, each asked for as the web client does."""

from odoo.addons.tthc_dossier.tests.many_dossiers import multiply
from odoo.addons.tthc_dossier.tests.web_client import specification

SIZES = (100, 20_000)
SPREAD = 10
ROUNDS = 10


def main(desk, originals, measure):
    """Copy ``originals`` to each size and measure the form and the lists by role.

    :param desk: the tests' small centre
    :param measure: ``measure(name, act, subjects)``, see ``run.py``
    """
    env = desk.env
    centres = desk.centre | env["res.company"].create(
        [{"name": f"Trung tâm đo {n}", "tthc_is_centre": True} for n in range(1, SPREAD)]
    )
    agencies = desk.justice | env["tthc.agency"].create(
        [{"name": f"Sở đo {n}", "kind": "department"} for n in range(1, SPREAD - 1)]
    )
    made = 0
    for size in SIZES:
        multiply(env, originals, size - made, centres, agencies)
        made = size
        for role, user in (("receptionist", desk.receptionist), ("officer", desk.officer)):
            _measure_role(env["tthc.dossier"].with_user(user), role, size, originals, measure)
        for role in ("receptionist", "officer", "leader", "manager", "inspector"):
            first_screen = env["tthc.desk"].with_user(getattr(desk, role))
            measure(
                f"desk among {size:,} ({role})",
                lambda _round, screen=first_screen: screen.get_desk(),
                range(ROUNDS),
            )


def _measure_role(model, role, size, originals, measure):
    columns = specification(model, "list", "tthc_dossier.view_dossier_list")
    lists = {
        "open": ([("state", "in", ("accepted", "processing"))], None),
        "my steps": ([("is_mine", "=", True)], "due_at, id"),
        "late": ([("urgency", "=", "late")], None),
    }
    for name, (domain, order) in lists.items():
        measure(
            f"list “{name}” among {size:,} ({role})",
            lambda _round, domain=domain, order=order: model.web_search_read(
                domain, columns, limit=80, order=order, count_limit=10_001
            ),
            range(ROUNDS),
        )
    form = specification(model, "form")
    record = model.browse(originals[:1].id)
    measure(f"form among {size:,} ({role})", lambda _round: record.web_read(form), range(ROUNDS))
