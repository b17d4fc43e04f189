"""What a step may decide was not said before this version."""

from odoo import SUPERUSER_ID, api

from odoo.addons.tthc_catalogue.models.tthc_step_decision import DEFAULT_DECISIONS


def migrate(cr, version):
    """Give every step the usual decisions of its kind, published ones too: nothing else changes
    in what was published, and the guard of published versions is for people."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for kind, codes in DEFAULT_DECISIONS.items():
        decisions = env["tthc.step.decision"].search([("code", "in", codes)])
        cr.execute(
            """
            INSERT INTO tthc_step_decision_rel (step_id, decision_id)
                 SELECT step.id, decision.id
                   FROM tthc_procedure_step step CROSS JOIN tthc_step_decision decision
                  WHERE step.kind = %s AND decision.id = ANY(%s)
            ON CONFLICT DO NOTHING
            """,
            [kind, decisions.ids],
        )
