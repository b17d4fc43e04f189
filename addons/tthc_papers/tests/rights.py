"""Who may do what with files and papers on file; see ``tthc_dossier/tests/rights_world.py``."""

from odoo.addons.tthc_dossier.tests.files import pdf
from odoo.addons.tthc_dossier.tests.rights_engine import READ

_SCANS = {"receptionist": "r@centre", "manager": "r@centre", "inspector": "r"}
_DESK_OR_OFFICER = "receptionist@centre officer@agency"

#: Who handles a dossier of the person; all applicants of the samples have one at hand.
_HANDLERS = "receptionist@applicant officer@applicant manager@applicant inspector"

ROWS = {
    "tthc.paper.file": READ,
    "tthc.paper.held": {**READ, "receptionist": "rcw@centre", "officer": "rcw@agency"},
    "tthc.paper.figure": READ,
    "tthc.paper.scan": _SCANS,
    "tthc.paper.alert": {"inspector": "r", "administrator": "r"},
}
METHODS = {
    "tthc.paper.file": {
        "action_assign": _DESK_OR_OFFICER,
        "action_discard": _DESK_OR_OFFICER,
        "action_set_kind": _DESK_OR_OFFICER,
        "action_open": "read",
        "action_check_integrity": "read",
    },
    "tthc.paper.held": {
        "action_revoke": "leader@agency manager@centre",
    },
    "tthc.dossier": {"get_papers": "read", "action_check_papers": "read"},
    "tthc.dossier.component": {
        "action_mark_national": _DESK_OR_OFFICER,
        "action_unmark_national": _DESK_OR_OFFICER,
        "action_reuse": _DESK_OR_OFFICER,
        "action_mark_reused": _DESK_OR_OFFICER,
    },
    "res.partner": {"action_open_paper_store": _HANDLERS, "get_paper_store": _HANDLERS},
    "res.config.settings": {"action_test_antivirus": "administrator"},
    "tthc.dossier.intake": {"action_offer_papers": "receptionist@own"},
}
ARGUMENTS = {
    "tthc.paper.file": {
        "action_assign": {"component_id": 0},
        "action_set_kind": {"kind": "copy"},
    },
    "tthc.paper.held": {"action_revoke": {"reason": "QĐ thử"}},
    "tthc.dossier.component": {
        "action_mark_national": {"database": "CSDL", "reference": "1"},
        "action_reuse": {"held_id": 0},
        "action_mark_reused": {"file_id": 0},
    },
}
WRITES = {"tthc.paper.held": {"valid_until": "2031-01-01"}}
VALUES = {
    "tthc.paper.held": lambda world, sample: {
        "dossier_id": sample.record.dossier_id.id,
        "name": "Kết quả thử",
    },
}


def make(world):
    for sample in world.samples["tthc.dossier"]:
        if "draft" in sample.tags:
            continue
        dossier = sample.record
        held = world.new("tthc.paper.held", dossier_id=dossier.id, name="Kết quả")
        held._receive_file("kq.pdf", pdf(dossier.name))
    for model in ("file", "held", "figure"):
        world.env.flush_all()
        world.add_below(f"tthc.paper.{model}")
    for centre in (world.case.centre, world.case.other_centre):
        scan = world.new(
            "tthc.paper.scan", company_id=centre.id, file_name="x.pdf", outcome="failed"
        )
        world.add(scan, centre=centre)
    world.add(world.new("tthc.paper.alert", signature="Eicar", checksum="0"))
