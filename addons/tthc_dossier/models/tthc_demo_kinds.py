from datetime import datetime, timedelta

from odoo import api, models
from odoo.tools import mute_logger


class TthcDemo(models.AbstractModel):
    """Demo dossiers of the kinds that are not one procedure at one centre."""

    _inherit = "tthc.demo"

    @api.model
    @api.private
    def _generate_kinds(self):
        """Two linked submissions, three dossiers competent elsewhere, three answered at once, four
        of a ministry's system; by the real actions of the real roles."""
        if self.env["tthc.submission"].sudo().search_count([], limit=1):
            return
        people = self.env["res.partner"].sudo().search([("tthc_kind", "=", "citizen")], order="id")
        self._demo_submissions(people)
        self._demo_territory(people)
        self._demo_at_once(people)
        self._demo_mirrored()

    def _demo_instant(self, days):
        """Nine in the morning, ``days`` working days ago; naive UTC."""
        company = self.env.ref("tthc_catalogue.centre_province")
        calendar = company._tthc_working_calendar()
        day = self.env["res.company"]._tthc_today()
        while days or not calendar.is_working_day(day):
            days -= calendar.is_working_day(day) and 1
            day -= timedelta(days=1)
        return datetime.combine(day, datetime.min.time()) + timedelta(hours=2)

    def _demo_values(self, procedure, partner, company, **more):
        """Values of an intake of the first case of a procedure, with everything handed in."""
        case = more.pop("case", procedure.current_version_id.case_ids[:1])
        components = self.env["tthc.dossier.component"]._values_from_case(case)
        for row in components:
            row["received"] = row["requirement"] in ("mandatory", "show")
        return {
            "company_id": company.id,
            "procedure_id": procedure.id,
            "case_id": case.id,
            "channel": "counter",
            "owner": partner.id,
            "components": components,
            **more,
        }

    def _demo_user(self, task):
        """Whoever's step it is among the demo staff."""
        names = ("user_officer", "user_officer2", "user_leader", "user_leader2")
        users = [self.env.ref(f"tthc_dossier.{name}") for name in names]
        holders = [user for user in users if task._is_holder(user)]
        return holders[0] if holders else self._receptionist(task.company_id)

    def _demo_walk(self, dossier, instant, last="issue_result"):
        """Through every step to the result; ``last`` names the action at the end."""
        while dossier.state in ("accepted", "processing"):
            task = dossier.task_id.sudo()
            action = dossier._passing_action(task)
            instant = self._later(dossier, instant, max(task.step_id.hours * 0.4, 0.2))
            acting = self._at(dossier, instant, self._demo_user(task))
            if action == "issue_result" and last == "reject":
                acting.action_reject(
                    "Thông tin trên giấy chứng sinh không khớp với giấy tờ của cha, mẹ.",
                    reason="reject_conditions",
                )
            else:
                acting._perform(action)
        return instant

    # Kinds ----------------------------------------------------------------------------------------

    def _demo_submissions(self, people):
        """One whose first part gave its result, so that the two others run; one whose first part
        was rejected, so that the desk decides on the two others."""
        centre = self.env.ref("tthc_catalogue.centre_commune_1")
        desk = self._receptionist(centre)
        group = self.env.ref("tthc_catalogue.group_birth", raise_if_not_found=False)
        if not group or group.state != "published":
            return
        start = self._demo_instant(4)
        model = self.env["tthc.submission"].with_user(desk).sudo().with_context(tthc_now=start)
        plan = group.sudo()._submission_plan(start.date())
        for index, last in enumerate(("issue_result", "reject")):
            submission = model._intake(
                {
                    "company_id": centre.id,
                    "group_id": group.id,
                    "channel": "counter",
                    "owner": people[index + 2].id,
                    "return_method": "counter",
                    "papers": {
                        paper["name"]: {"received": paper["requirement"] != "conditional"}
                        for paper in plan["components"]
                    },
                }
            )
            first, second, _third = submission._parts()
            instant = self._demo_walk(first, start, last)
            if last == "issue_result":
                self._demo_return(first, self._later(first, instant, 1), desk)
                later = self._later(second, instant, 2)
                self._at(second, later, desk).action_forward()

    def _demo_territory(self, people):
        """Received by the provincial centre for a commune: sent and not yet received, in process,
        received late and processed."""
        province = self.env.ref("tthc_catalogue.centre_province")
        commune = self.env.ref("tthc_catalogue.centre_commune_1")
        desk, there = self._receptionist(province), self._receptionist(commune)
        offers = self.env["tthc.offer"].sudo().search([("company_id", "=", commune.id)], order="id")
        local = offers.filtered(lambda offer: offer.procedure_id.current_version_id)
        procedures = (local.procedure_id - self._province_procedures(province))[:3]
        for index, (procedure, delay) in enumerate(zip(procedures, (None, 2, 10), strict=False)):
            start = self._demo_instant(2 + index * 2)
            values = self._demo_values(
                procedure, people[index + 5], province, competent_company_id=commune.id
            )
            dossiers = self.env["tthc.dossier"].with_user(desk)
            dossier = self._at(dossiers, start)._intake(values)
            instant = self._later(dossier, start, 0.5)
            self._at(dossier, instant, desk).action_forward()
            if delay:
                instant = self._later(dossier, instant, delay)
                self._at(dossier, instant, there).action_receive_competent()
            if index == 2:
                self._demo_walk(dossier, instant)

    def _province_procedures(self, province):
        offers = self.env["tthc.offer"].sudo()
        return offers.search([("company_id", "=", province.id)]).procedure_id

    def _demo_at_once(self, people):
        """Certified copies and signatures, handed over while the person waited."""
        centre = self.env.ref("tthc_catalogue.centre_commune_1")
        desk = self._receptionist(centre)
        cases = self.env["tthc.procedure.case"].sudo()
        cases = cases.search(
            [("immediate", "=", True), ("version_id.state", "=", "published")], order="id"
        )
        signer = self.env.ref("tthc_dossier.user_leader2")
        for index in range(3 if cases else 0):
            case = cases[index % len(cases)]
            start = self._demo_instant(index)
            values = self._demo_values(case.procedure_id, people[index + 8], centre, case=case)
            dossiers = self.env["tthc.dossier"].with_user(desk)
            start = min(start, datetime.now().replace(microsecond=0))
            dossier = self._at(dossiers, start)._intake(values, accept=False)
            if dossier._action_obstacles("complete_at_once"):
                # With the money module there already, the fee comes first.
                self._at(dossier, start, desk).action_accept()
                continue
            self._at(dossier, start, desk).action_complete_at_once(
                signer_id=signer.id, receipt=index == 2
            )

    @mute_logger("odoo.sql_db")
    def _demo_mirrored(self):
        """What two ministries' systems said: in process, waiting for papers, late, with a state
        that is none of the ten; an old word that came too late; and a row that cannot be read."""
        updates = self.env["tthc.dossier.mirror"].with_user(self.env.ref("base.user_admin")).sudo()
        if "vi_VN" in dict(self.env["res.lang"].get_installed()):
            # why a row was not taken is kept in the words of who sent it
            updates = updates.with_context(lang="vi_VN")
        centre = self.env.ref("tthc_catalogue.centre_province")
        procedures = self._province_procedures(centre).sorted("id")
        procedures = procedures.filtered("current_version_id")[:4]
        systems = ("Hệ thống thông tin giải quyết TTHC Bộ Xây dựng", "Hệ thống của Bộ Nội vụ")
        rows = (("4", 6, 4), ("5", 8, -2), ("9", 12, 3), ("12", 5, 5))
        for index, (procedure, (code, days, due)) in enumerate(zip(procedures, rows, strict=False)):
            at = self._demo_instant(days)
            values = {
                "external_number": f"G{('17', '09')[index % 2]}.20-{at:%Y%m%d}-{92637 + index:07d}",
                "system": systems[index % 2],
                "procedure_code": procedure.code,
                "owner_name": ("Trần Văn Bình", "Lê Thị Hoa", "Ngô Quang Huy", "Vũ Thu Trang")[
                    index
                ],
                "company_id": centre.id,
                "submitted_at": at,
                "accepted_at": at,
                "due_at": at + timedelta(days=due + 3, hours=8),
            }
            updates.create({**values, "state_code": "2", "updated_at": at})
            updates.create({**values, "state_code": code, "updated_at": at + timedelta(days=1)})
            if not index:
                updates.create({**values, "state_code": "1", "updated_at": at - timedelta(hours=1)})
                updates.create(
                    {**values, "external_number": "G17.20-1", "procedure_code": "1.999999",
                     "state_code": "4", "updated_at": at}
                )  # fmt: skip
