"""Who may do what with notices; see ``tthc_dossier/tests/rights_world.py``."""

from odoo.addons.tthc_dossier.tests.rights_engine import READ

ROWS = {
    "tthc.notice": READ,
    "tthc.notice.entry": READ,
    "tthc.notice.seen": {"administrator": "r"},
    "tthc.notice.rule": {"staff": "r", "administrator": "rcwu"},
    "tthc.notice.preview": {"administrator": "rcwu@own"},
    "tthc.notice.choice": {"receptionist": "r", "manager": "r", "inspector": "r"},
    "tthc.sms.gateway": {"administrator": "rcwu"},
}
_DESK = "receptionist@centre manager@centre"
METHODS = {
    "tthc.notice": {
        "action_send_again": _DESK,
        "action_told": _DESK,
        "action_open_dossier": "read",
    },
    "tthc.notice.rule": {"action_preview": "read"},
    "tthc.dossier": {"action_view_notices": "read", "get_notice_table": "read"},
}
HIDDEN = {
    "tthc.sms.gateway": {
        "url": "administrator",
        "body": "administrator",
        "headers": "administrator",
    }
}
WRITES = {"tthc.notice.rule": {"sequence": 11}, "tthc.sms.gateway": {"name": "Cổng thử"}}
VALUES = {
    "tthc.notice.rule": lambda world, sample: {
        "key": sample.record.key,
        "company_id": world.case.other_centre.id,
        "by_email": False,
        "by_sms": False,
    },
    "tthc.sms.gateway": lambda world, sample: {"name": "Cổng khác", "url": "https://sms.example"},
}


def make(world):
    env = world.env
    rule = env.ref("tthc_notice.rule_accepted")
    world.add(rule)
    for sample in list(world.samples["tthc.dossier"]):
        if "draft" in sample.tags:
            continue
        dossier = sample.record
        notice = env["tthc.notice"].create(
            {
                "dossier_id": dossier.id,
                "company_id": dossier.company_id.id,
                "rule_id": rule.id,
                "key": rule.key,
                "occasion": f"thu {dossier.id}",
                "partner_id": dossier.owner_id.id,
                "channel": "email",
                "address": f"bi-mat-{dossier.id}@example.com",
                "state": "dead",
            }
        )
        env["tthc.notice.entry"]._append(notice, "dead")
        facts = {
            "centre": sample.centres,
            "agencies": [sample.agencies],
            "people": (),
            "tags": sample.tags,
        }
        world.add(notice, **facts, secrets=(notice.address,))
        world.add(notice.entry_ids, **facts)
    env["tthc.notice.choice"]._append(world.citizen, "sms", False, "desk")
    world.add_any("tthc.notice.choice", "tthc.notice.seen")
    world.add(env["tthc.sms.gateway"].create({"name": "Cổng", "url": "https://sms.example"}))
    dossier = world.record("tthc.dossier")
    world.add_sheet("tthc.notice.preview", "administrator", dossier_id=dossier.id)
