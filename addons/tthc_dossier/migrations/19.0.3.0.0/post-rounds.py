"""Supplements and withdrawals get rows; until this version events alone told of them."""

from odoo import SUPERUSER_ID, api

BATCH = 1000
KINDS = (
    "request_supplement",
    "receive_supplement",
    "request_withdrawal",
    "answer_withdrawal",
    "refuse",
    "stop",
    "issue_result",
)


def migrate(cr, version):
    """Make the rows that the events of each dossier tell of, so that what is still open can be
    received and answered. The ledger itself is left as it is."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    last = 0
    while dossiers := _without_rows(env, last):
        last = dossiers[-1].id
        rounds, withdrawals = [], []
        for dossier in dossiers:
            events = dossier.event_ids.filtered(lambda event: event.kind in KINDS).sorted("seq")
            rounds += _rounds(dossier, events)
            withdrawals += _withdrawals(dossier, events)
        env["tthc.supplement.round"].create(rounds)
        env["tthc.dossier.withdrawal"].create(withdrawals)
        env.flush_all()
        env.invalidate_all()


def _without_rows(env, last):
    env.cr.execute(
        """SELECT DISTINCT event.dossier_id
             FROM tthc_dossier_event event
            WHERE event.kind IN ('request_supplement', 'request_withdrawal')
              AND event.dossier_id > %s
              AND NOT EXISTS (SELECT 1 FROM tthc_supplement_round line
                               WHERE line.dossier_id = event.dossier_id)
              AND NOT EXISTS (SELECT 1 FROM tthc_dossier_withdrawal line
                               WHERE line.dossier_id = event.dossier_id)
            ORDER BY event.dossier_id LIMIT %s""",
        [last, BATCH],
    )
    return env["tthc.dossier"].browse([row for (row,) in env.cr.fetchall()])


def _rounds(dossier, events):
    """Values of the rounds: each request, with the receipt that followed it."""
    rows = []
    for event in events:
        asked = rows[-1] if rows and rows[-1]["state"] == "open" else None
        if event.kind == "request_supplement":
            rows.append(
                {
                    "dossier_id": dossier.id,
                    "number": len(rows) + 1,
                    "stage": "examination" if event.clock_effect else "counter",
                    "state": "open",
                    "reason": event.note,
                    "legal_basis": event.legal_basis,
                    "requested_by_id": event.user_id.id,
                    "requested_at": event.at,
                    "item_ids": [(0, 0, {"name": event.note or "–"})],
                }
            )
        elif asked and event.kind == "receive_supplement":
            asked.update(state="received", received_at=event.at, received_by_id=event.user_id.id)
            asked["item_ids"][0][2].update(received=True, received_at=event.at)
        elif asked and event.to_state in ("not_accepted", "stopped", "done"):
            asked["state"] = "ended"
    if rows and rows[-1]["state"] == "open":
        rows[-1]["agency_id"] = dossier.agency_id.id
    return rows


def _withdrawals(dossier, events):
    """Values of the withdrawals: each request, with its answer."""
    rows = []
    for event in events:
        asked = rows[-1] if rows and rows[-1]["state"] == "open" else None
        if event.kind == "request_withdrawal":
            rows.append(
                {
                    "dossier_id": dossier.id,
                    "partner_id": dossier.owner_id.id,
                    "channel": "desk",
                    "recorded_by_id": event.user_id.id,
                    "requested_at": event.at,
                    "reason": event.note or "–",
                    "state_before": event.from_state,
                    "state": "open",
                }
            )
        elif asked and event.kind == "answer_withdrawal":
            asked.update(
                state="agreed" if event.to_state == "stopped" else "refused",
                answered_by_id=event.user_id.id,
                answered_at=event.at,
                answer=event.note,
            )
    return rows
