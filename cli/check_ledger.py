"""./tthc check, inside Odoo's shell: what was verified, how fast, and every break."""

import sys


def show_progress(events):
    print(f"  {events:,} events", file=sys.stderr, flush=True)


def chosen(env, numbers):
    """Ids of the dossiers with the given numbers (or ids); ``None`` for all."""
    if not numbers:
        return None
    dossiers = env["tthc.dossier"].search([("name", "in", numbers)])
    found = set(dossiers.mapped("name"))
    for number in numbers:
        if number in found:
            continue
        dossier = env["tthc.dossier"].browse(int(number) if number.isdigit() else 0).exists()
        if not dossier:
            print(f"tthc: there is no dossier {number}", file=sys.stderr)
            sys.exit(2)
        dossiers |= dossier
    return dossiers.ids


def main(numbers):
    env = globals()["env"]
    if env["res.lang"]._get_data(code="vi_VN"):
        env = env(context={**env.context, "lang": "vi_VN"})
    report = env["tthc.ledger.check"]._run(chosen(env, numbers), show_progress)
    env.cr.rollback()
    rate = report["events"] / report["seconds"] if report["seconds"] else 0
    print(
        f"{report['events']:,} events of {report['dossiers']:,} dossiers in"
        f" {report['seconds']:.2f} s ({rate:,.0f} events per second)"
    )
    seal = report["seal"]
    if seal:
        print(f"last seal: {seal['number']}, {seal['digest']}")
    print(f"{report['unsealed']:,} events not sealed yet")
    for row in report["findings"]:
        event = f", event {row['seq']}" if row["seq"] else ""
        event += f" (id {row['event_id']})" if row["event_id"] else ""
        print(f"BREAK {row['place']}{event}: {row['text']}")
    print(f"{len(report['findings'])} breaks")
    sys.exit(1 if report["findings"] else 0)


main(sys.argv[1:])
