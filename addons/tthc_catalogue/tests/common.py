"""Users of every role and a small procedure of one's own."""

from datetime import date

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

ROLES = {
    "staff": "tthc_catalogue.group_staff",
    "editor": "tthc_catalogue.group_catalogue_editor",
    "publisher": "tthc_catalogue.group_catalogue_publisher",
    "administrator": "tthc_catalogue.group_administrator",
    "portal": "base.group_portal",
    "public": "base.group_public",
}


class CatalogueCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, f"catalogue_test_{role}", groups=group)
            for role, group in ROLES.items()
        }
        cls.sector = cls.env["tthc.sector"].create({"name": "Lĩnh vực thử"})
        cls.procedure = cls.env["tthc.procedure"].create(
            {"code": "9.000001", "name": "Thủ tục thử", "sector_id": cls.sector.id}
        )
        cls.document = cls.env["tthc.legal.document"].create({"number": "901/2026/NĐ-CP"})
        cls.agency = cls.env["tthc.agency"].create({"name": "Cơ quan thử", "code": "Z99.1"})

    @classmethod
    def case_vals(cls, **values):
        """One complete case: every part model has a row."""
        return {
            "name": "Trường hợp chung",
            "component_ids": [Command.create({"name": "Tờ khai", "originals": 1})],
            "channel_ids": [
                Command.create({"channel": "counter", "time_value": 5}),
                Command.create({"channel": "online", "time_value": 5}),
            ],
            "fee_ids": [
                Command.create(
                    {
                        "name": "Lệ phí",
                        "kind": "le_phi",
                        "amount": 20000,
                        "unit": "copy",
                        "tier_ids": [Command.create({"start": 100, "amount": 19000})],
                    }
                )
            ],
            "result_ids": [Command.create({"name": "Giấy chứng nhận"})],
            "step_ids": [
                Command.create(
                    {"name": "Tiếp nhận", "agency_kind": "centre", "kind": "receive", "hours": 4}
                ),
                Command.create({"name": "Xử lý", "hours": 32}),
            ],
            **values,
        }

    @classmethod
    def make_draft(cls, date_from=date(2026, 1, 1), editor="editor", **values):
        """A draft version, complete for publication, last edited by ``editor``."""
        version = cls.env["tthc.procedure.version"].with_user(cls.users[editor])
        return version.create(
            {
                "procedure_id": cls.procedure.id,
                "decision": "1/QĐ-THU",
                "date_from": date_from,
                "legal_document_ids": [Command.link(cls.document.id)],
                "case_ids": [Command.create(cls.case_vals())],
                **values,
            }
        )

    @classmethod
    def publish(cls, version):
        """Take a draft through its whole life up to publication, each step by its own role."""
        if version.state == "draft":
            cls.submit(version)
        version.with_user(cls.users["publisher"]).action_publish()
        return version

    @classmethod
    def make_published(cls, date_from=date(2026, 1, 1), **values):
        return cls.publish(cls.make_draft(date_from, **values))

    @classmethod
    def submit(cls, version):
        version.with_user(cls.users["editor"]).action_submit()
        return version

    @classmethod
    def part_models(cls):
        """Every model of this module whose rows stand below a version, present and future."""
        models = cls.env["tthc.version.part"]._part_models()
        return [name for name in models if cls.env[name]._original_module == "tthc_catalogue"]

    @classmethod
    def parts(cls, version):
        """One record of every model below a version; :meth:`case_vals` has a row of each."""
        rows = []
        for name in cls.part_models():
            row = cls.env[name].search(cls.env[name]._domain_below(version), limit=1)
            assert row, f"case_vals makes no row of {name}"
            rows.append(row.with_env(version.env))
        return rows
