"""A small centre with two agencies and a procedure that passes through both."""

from datetime import date, datetime

from odoo import SUPERUSER_ID
from odoo.tests import TransactionCase, new_test_user

STAFF = "base.group_user,tthc_dossier.group_"


class DossierCommon(TransactionCase):
    """Users of each role at a provincial centre, an agency pair, one published procedure.

    Instants are given to the actions through the context of superuser code, so that no test
    depends on the day it runs: :meth:`at` acts as a user at an instant of March 2026 (UTC; the
    centre is at UTC+7).
    """

    MONDAY_9 = datetime(2026, 3, 9, 2, 0)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls._make_world()

    @classmethod
    def on_shell(cls, env):
        """The same world on a shell's own cursor, for benchmarks and for tests with processes of
        their own; returns an instance, of which no test is run."""
        cls.cr = env.cr
        cls.env = env(context={**env.context, "tracking_disable": True})
        cls._make_world()
        return cls.__new__(cls)

    @classmethod
    def _make_world(cls):
        cls._make_centres()
        cls._make_users()
        cls._make_procedure()
        cls.citizen = cls.env["res.partner"].create(
            {
                "name": "Nguyễn Văn Thử",
                "tthc_kind": "citizen",
                "tthc_identity_number": "027080000019",
                "street": "Số 1, đường Thử",
                "phone": "0912000111",
            }
        )

    @classmethod
    def _make_centres(cls):
        calendar = cls.env["resource.calendar"].create(
            {
                "name": "Giờ hành chính",
                "tz": "Asia/Ho_Chi_Minh",
                "attendance_ids": [(5, 0, 0)]
                + [
                    (
                        0,
                        0,
                        {
                            "name": f"{day}{start}",
                            "dayofweek": str(day),
                            "day_period": period,
                            "hour_from": start,
                            "hour_to": end,
                        },
                    )
                    for day in range(5)
                    for period, start, end in (("morning", 7.5, 11.5), ("afternoon", 13, 17))
                ],
            }
        )
        companies = cls.env["res.company"]
        cls.centre, cls.other_centre = companies.create(
            [
                {
                    "name": f"Trung tâm Phục vụ hành chính công {name}",
                    "tthc_is_centre": True,
                    "tthc_unit_code": code,
                    "tthc_superior_name": "UBND tỉnh Thử",
                    "currency_id": cls.env.ref("base.VND").id,
                }
                for name, code in (("Thử Nghiệm", "H99.01"), ("Khác", "H99.02"))
            ]
        )
        (cls.centre | cls.other_centre).write({"resource_calendar_id": calendar.id})
        years = cls.env["tthc.calendar.year"]
        if not years.search_count([("year", "=", 2026)]):
            years.create({"year": 2026})

    @classmethod
    def _make_users(cls):
        agencies = cls.env["tthc.agency"]
        cls.justice, cls.police, cls.tax = agencies.create(
            [
                {"name": "Sở Tư pháp (thử)", "kind": "department"},
                {"name": "Công an tỉnh (thử)", "kind": "vertical"},
                {"name": "Thuế tỉnh (thử)", "kind": "vertical"},
            ]
        )

        def user(login, group, centre=None, agencies=()):
            company = centre or cls.centre
            return new_test_user(
                cls.env,
                login,
                groups=STAFF + group,
                company_id=company.id,
                company_ids=[(6, 0, company.ids)],
                tthc_agency_ids=[(6, 0, [agency.id for agency in agencies])],
                tz="Asia/Ho_Chi_Minh",
            )

        cls.receptionist = user("t.tiepnhan", "receptionist")
        cls.other_receptionist = user("t.tiepnhan2", "receptionist", cls.other_centre)
        cls.officer = user("t.chuyenvien", "officer", agencies=[cls.justice])
        cls.officer2 = user("t.chuyenvien2", "officer", agencies=[cls.police])
        cls.stranger = user("t.chuyenvien3", "officer", agencies=[cls.tax])
        cls.leader = user("t.lanhdao", "leader", agencies=[cls.justice])
        cls.manager = user("t.quanly", "manager")
        cls.inspector = user("t.thanhtra", "inspector", cls.other_centre)

    @classmethod
    def _make_procedure(cls):
        cls.procedure = cls.env["tthc.procedure"].create(
            {
                "code": "9.990001",
                "name": "Thủ tục thử nghiệm",
                "sector_id": cls.env["tthc.sector"].create({"name": "Lĩnh vực thử"}).id,
            }
        )
        cls.version = cls.env["tthc.procedure.version"].create(
            {
                "procedure_id": cls.procedure.id,
                "decision": "1/QĐ-THU",
                "date_from": date(2026, 1, 1),
                "case_ids": [
                    (0, 0, cls._case_values()),
                    (0, 0, {**cls._case_values(), "name": "Trường hợp miễn phí", "fee_ids": []}),
                ],
            }
        )
        cls.version.sudo().action_submit()
        cls.version.sudo().action_publish()
        cls.case, cls.free_case = cls.version.case_ids
        cls.env["tthc.offer"].create(
            [
                {
                    "company_id": centre.id,
                    "procedure_id": cls.procedure.id,
                    "agency_id": cls.justice.id,
                }
                for centre in (cls.centre, cls.other_centre)
            ]
        )

    @classmethod
    def _case_values(cls):
        steps = [
            ("Tiếp nhận", "receive", "receptionist", "centre", False, 0.5),
            ("Thẩm định", "process", "officer", "competent", False, 8),
            ("Xác minh", "process", "officer", "fixed", cls.police.id, 8),
            ("Phê duyệt", "approve", "leader", "competent", False, 4),
            ("Trả kết quả", "return", "receptionist", "centre", False, 0.5),
        ]
        return {
            "name": "Trường hợp chung",
            "component_ids": [
                (0, 0, {"name": "Tờ khai", "requirement": "mandatory", "originals": 1}),
                (0, 0, {"name": "Bản sao giấy tờ", "requirement": "mandatory", "copies": 1}),
                (0, 0, {"name": "Giấy chứng nhận", "requirement": "mandatory", "originals": 1}),
                (0, 0, {"name": "Văn bản ủy quyền", "requirement": "conditional"}),
                (0, 0, {"name": "Giấy tờ tùy thân", "requirement": "show"}),
            ],
            "channel_ids": [
                (0, 0, {"channel": "counter", "time_value": 5, "time_unit": "working_day",
                        "committed_value": 3, "committed_unit": "working_day"}),
                (0, 0, {"channel": "post", "time_value": 5, "time_unit": "working_day"}),
            ],
            "fee_ids": [
                (0, 0, {"name": "Phí thẩm định", "kind": "phi", "amount": 50000}),
                (0, 0, {"name": "Lệ phí cấp bản sao", "kind": "le_phi", "amount": 8000,
                        "unit": "copy"}),
            ],
            "result_ids": [(0, 0, {"name": "Giấy xác nhận", "code": "KQ.G15.999999"})],
            "step_ids": [
                (0, 0, {"sequence": index, "name": name, "kind": kind, "role": role,
                        "agency_kind": owner, "agency_id": agency, "hours": hours})
                for index, (name, kind, role, owner, agency, hours) in enumerate(steps)
            ],
        }  # fmt: skip

    # Doing things ---------------------------------------------------------------------------------

    def intake_values(self, received=True, **more):
        """Values of an intake of the case with fees; give ``case_id=self.free_case.id`` where the
        result is returned, since another module may hold it back for an unpaid fee."""
        components = self.env["tthc.dossier.component"]._values_from_case(self.case)
        for row in components:
            row["received"] = received
        return {
            "company_id": self.centre.id,
            "procedure_id": self.procedure.id,
            "case_id": self.case.id,
            "channel": "counter",
            "quantity": 1,
            "owner": self.citizen.id,
            "components": components,
            **more,
        }

    def take_in(self, accept=True, user=None, instant=None, **more):
        """A dossier taken in by the receptionist at ``instant`` (naive UTC)."""
        dossiers = self.env["tthc.dossier"].with_user(user or self.receptionist)
        if instant:
            dossiers = dossiers.sudo().with_context(tthc_now=instant)
        dossier = dossiers._intake(self.intake_values(**more), accept=accept)
        return dossier.with_env(self.env)

    def at(self, dossier, instant, user):
        return dossier.with_user(user).sudo().with_context(tthc_now=instant)

    def walk_to_result(self, dossier, outcome="granted"):
        """Through both agencies to the issued result, each step by the one whose job it is."""
        dossier.with_user(self.receptionist).action_forward()
        dossier.with_user(self.officer).action_forward()
        dossier.with_user(self.officer2).action_forward()
        dossier.with_user(self.leader).action_issue_result(outcome=outcome)
        return dossier

    def run_job(self, model, method, instant=None):
        """Call a job's method as the scheduler does, with a cursor that it may commit; at
        ``instant`` (naive UTC) where one is given."""
        self.env.flush_all()
        context = {"tthc_now": instant} if instant else {}
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            env = self.env(cr=cr, user=SUPERUSER_ID, context=context)
            getattr(env[model], method)()
        self.env.invalidate_all()
