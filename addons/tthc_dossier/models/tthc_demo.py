import random
from datetime import datetime, timedelta

from odoo import api, models

from ..tools import clock, wall_time

#: How far each demo dossier has come, and how many of them.
PATHS = (
    ("draft", 3),
    ("registered", 4),
    ("refused", 3),
    ("accepted", 6),
    ("processing", 11),
    ("late", 4),
    ("supplement", 4),
    ("financial", 3),
    ("withdrawing", 2),
    ("stopped", 3),
    ("done", 9),
    ("returned", 9),
)

PEOPLE = (
    ("Nguyễn Văn An", "027080001234", "male"), ("Trần Thị Bích", "027185002345", "female"),
    ("Lê Hoàng Cường", "024090003456", "male"), ("Phạm Thị Dung", "027192004567", "female"),
    ("Hoàng Minh Đức", "001088005678", "male"), ("Vũ Thị Giang", "030195006789", "female"),
    ("Đặng Quốc Huy", "027099007890", "male"), ("Bùi Thị Khánh", "033187008901", "female"),
    ("Đỗ Mạnh Linh", "027078009012", "male"), ("Hồ Thị Mai", "040193000123", "female"),
    ("Ngô Văn Nam", "027082001357", "male"), ("Dương Thị Oanh", "019189002468", "female"),
    ("Lý Thanh Phong", "024096003579", "male"), ("Phan Thị Quỳnh", "027301004680", "female"),
    ("Trịnh Văn Sơn", "038075005791", "male"), ("Mai Thị Thảo", "027190006802", "female"),
)  # fmt: skip
ORGANISATIONS = (
    ("Công ty TNHH Cơ khí Kinh Bắc", "0100109106"),
    ("Hợp tác xã Nông nghiệp Đại Đồng", "0300588569"),
)


class TthcDemo(models.AbstractModel):
    """Makes the demo dossiers, by the real actions of the real roles, at times before today.

    Upper modules inherit this model and add what is theirs (``_generate_payments``,
    ``_generate_shipments``); they are called from the demo data files.
    """

    _name = "tthc.demo"
    _description = "Demo Data"

    @api.model
    @api.private
    def _generate_dossiers(self):
        """About 60 dossiers over the last six weeks, in all states, of all three channels."""
        if self.env["tthc.dossier"].sudo().search_count([], limit=1):
            return
        rng = random.Random(2026)
        people = self._people()
        offers = self._offers()
        number = 0
        for path, count in PATHS:
            for index in range(count):
                offer = offers[number]
                self._generate_one(path, index, offer, people[number % len(people)], rng)
                number += 1

    # Ingredients ----------------------------------------------------------------------------------

    def _people(self):
        """Applicants; the first is the demo citizen with a portal login."""
        partners = self.env["res.partner"].sudo().with_context(tracking_disable=True)
        commune = self.env.ref("tthc_catalogue.centre_commune_1").name.rsplit(" ", 2)[-2:]
        rows = [
            {
                "name": name,
                "tthc_kind": "citizen",
                "tthc_identity_number": number,
                "tthc_gender": gender,
                "street": f"Số {12 + index * 3}, đường Lý Thái Tổ",
                "tthc_commune": " ".join(commune),
                "phone": f"0912{345600 + index * 37:06d}",
                "country_id": self.env.ref("base.vn").id,
            }
            for index, (name, number, gender) in enumerate(PEOPLE)
        ]
        rows += [
            {
                "name": name,
                "tthc_kind": "organisation",
                "is_company": True,
                "vat": vat,
                "street": "Lô B2, khu công nghiệp Quế Võ",
                "phone": f"0222362{1000 + index * 111}",
                "country_id": self.env.ref("base.vn").id,
            }
            for index, (name, vat) in enumerate(ORGANISATIONS)
        ]
        citizen = self.env.ref("tthc_dossier.user_citizen").sudo().partner_id
        citizen.write(
            {
                "tthc_kind": "citizen",
                "tthc_identity_number": "027088009999",
                "phone": "0987654321",
                "street": "Số 8, đường Ngô Gia Tự",
            }
        )
        return citizen | partners.create(rows)

    def _offers(self):
        """The centres' offers: every other one the provincial centre's, neighbours of different
        procedures."""
        offers = (
            self.env["tthc.offer"]
            .sudo()
            .search([("company_id.tthc_is_centre", "=", True)], order="id")
        )
        offers = offers.filtered(lambda offer: offer.procedure_id.current_version_id)
        province = self.env.ref("tthc_catalogue.centre_province")
        provincial = offers.filtered(lambda offer: offer.company_id == province)
        mixed = []
        for index in range(sum(count for _path, count in PATHS)):
            group = offers - provincial if index % 2 else provincial
            mixed.append(group[(index * 7) % len(group)])
        return mixed

    def _start(self, path, index, rng):
        """When the dossier comes in, so that ``path`` is plausible today: naive UTC in the working
        hours of a working day."""
        company = self.env.ref("tthc_catalogue.centre_province")
        calendar = company._tthc_working_calendar()
        back = {
            "draft": 0, "registered": 0, "accepted": index % 2, "late": 45 + index * 3,
            "returned": 12 + index * 3, "done": 5 + index * 2,
        }.get(path, 1 + index % 4)  # fmt: skip
        day = wall_time.to_local(datetime.now()).date() - timedelta(days=back)
        while not calendar.is_working_day(day):
            day -= timedelta(days=1)
        local = datetime.combine(day, calendar.hours(day)[0][0]) + timedelta(
            minutes=rng.randrange(5, 180)
        )
        return min(wall_time.to_utc(local), datetime.now().replace(microsecond=0))

    def _at(self, dossier, instant, user=None):
        """The dossier as ``user`` acts on it at ``instant`` (naive UTC)."""
        acting = dossier.with_user(user) if user else dossier
        return acting.sudo().with_context(tthc_now=instant)

    def _later(self, dossier, instant, hours):
        """``hours`` of working time after ``instant``, never after now."""
        company = dossier.company_id.sudo()
        zone = company._tthc_zone()
        try:
            local = company._tthc_working_calendar().add_working_seconds(
                wall_time.to_local(instant, zone), int(hours * 3600)
            )
        except clock.CalendarMissing:
            return instant
        now = datetime.now().replace(microsecond=0)
        return min(wall_time.to_utc(local, zone), now)

    def _user(self, task):
        """Somebody whose job the task is; the demo administrator where no demo user fits."""
        ref = self.env.ref
        if task.role == "receptionist":
            return self._receptionist(task.company_id)
        candidates = {
            "officer": ("user_officer", "user_officer2", "user_leader"),
            "leader": ("user_leader", "user_leader2"),
        }[task.role]
        users = [ref(f"tthc_dossier.{name}") for name in candidates]
        return next((user for user in users if task._is_holder(user)), users[0])

    def _receptionist(self, company):
        province = self.env.ref("tthc_catalogue.centre_province")
        name = "user_receptionist" if company == province else "user_receptionist_commune"
        return self.env.ref(f"tthc_dossier.{name}")

    # One dossier ----------------------------------------------------------------------------------

    def _generate_one(self, path, index, offer, partner, rng):
        start = self._start(path, index, rng)
        dossier = self._submit(path, offer, partner, start, rng)
        if path in ("draft", "registered"):
            return
        desk = self._receptionist(offer.company_id)
        if path == "refused":
            self._at(dossier, self._later(dossier, start, 0.5), desk).action_refuse(
                "Nơi cư trú của người nộp thuộc địa bàn khác; đã hướng dẫn nộp tại nơi cư trú.",
                reason="refuse_wrong_agency",
                address="Trung tâm Phục vụ hành chính công cấp xã nơi cư trú",
            )
            return
        self._at(dossier, self._later(dossier, start, 0.2), desk).action_accept()
        self._advance(path, index, dossier, desk, rng)

    def _submit(self, path, offer, partner, start, rng):
        version = offer.procedure_id.current_version_id
        case = version.case_ids[rng.randrange(len(version.case_ids))]
        channel = case.channel_ids[rng.randrange(len(case.channel_ids))].channel
        components = self.env["tthc.dossier.component"]._values_from_case(case)
        for row in components:
            row["received"] = row["requirement"] in ("mandatory", "show")
        dossiers = self.env["tthc.dossier"].with_user(self._receptionist(offer.company_id))
        values = {
            "company_id": offer.company_id.id,
            "procedure_id": offer.procedure_id.id,
            "case_id": case.id,
            "channel": channel,
            "quantity": rng.choice((1, 1, 1, 2, 3, 5)),
            "owner": partner.id,
            "claims": self._demo_claims(offer),
            "components": components,
            "return_method": rng.choice(("counter", "counter", "post", "post", "electronic")),
            "return_address": f"{partner.street}, {partner.tthc_commune or 'Bắc Ninh'}",
            "submitted_at": start,
        }
        if path == "draft":
            return dossiers.sudo().create(
                {
                    **{
                        key: values[key]
                        for key in values
                        if key not in ("owner", "claims", "components", "submitted_at")
                    },
                    "owner_id": partner.id,
                    "party_ids": [(0, 0, {"role": "owner", "partner_id": partner.id})],
                    "component_ids": [(0, 0, row) for row in components],
                }
            )
        return self._at(dossiers.browse(), start)._intake(values, accept=False)

    def _demo_claims(self, offer):
        """Every other civil-status dossier claims an exemption."""
        civil_status = self.env.ref("tthc_catalogue.sector_ho_tich")
        if offer.procedure_id.sector_id != civil_status or offer.id % 2:
            return []
        name, evidence = (
            ("benefit_law97_poor", "Giấy chứng nhận hộ nghèo số 27/GCN"),
            ("benefit_law97_elderly", "Thẻ căn cước: đủ 60 tuổi"),
        )[offer.id // 2 % 2]
        benefit = self.env.ref(f"tthc_catalogue.{name}", raise_if_not_found=False)
        return [{"benefit_id": benefit.id, "evidence": evidence}] if benefit else []

    def _advance(self, path, index, dossier, desk, rng):
        """Walk an accepted dossier as far as ``path`` says."""
        if path == "accepted":
            return
        share = 0.5 if path in ("done", "returned") else 0.3
        if path == "done" and index % 4 == 3:
            share = 3
        instant = self._forward(dossier, dossier.accepted_at, 0.4)
        if path in ("processing", "late"):
            for _step in range(index % 2):
                instant = self._forward(dossier, instant, share)
            return
        special = {
            "supplement": lambda act: act.action_request_supplement(
                "Bổ sung bản sao giấy tờ chứng minh nơi cư trú (01 bản).",
                legal_basis="NĐ 118/2025/NĐ-CP",
            ),
            "financial": lambda act: act.action_request_payment(
                "Nộp phí thẩm định theo thông báo trước khi cơ quan giải quyết tiếp."
            ),
        }
        if path in special:
            special[path](self._at(dossier, self._later(dossier, instant, 1), desk))
            return
        if path in ("withdrawing", "stopped"):
            later = self._later(dossier, instant, 1)
            self._at(dossier, later, desk).action_request_withdrawal(
                "Người nộp đề nghị rút hồ sơ vì thay đổi nhu cầu."
            )
            if path == "stopped":
                self._at(dossier, self._later(dossier, later, 1), desk).action_answer_withdrawal(
                    "Đồng ý; trả lại giấy tờ đã nộp.", agree=True
                )
            return
        while not dossier._is_last_working(dossier.task_id.step_id):
            instant = self._forward(dossier, instant, share)
        issuer = self._user(dossier.task_id)
        instant = self._later(dossier, instant, dossier.task_id.step_id.hours * share)
        self._at(dossier, instant, issuer).action_issue_result()
        if path == "returned":
            self._demo_return(dossier, self._later(dossier, instant, 4), desk)

    def _forward(self, dossier, instant, share):
        """Finish the current step after ``share`` of its hours; the new instant. Of several ways
        the first is decided on."""
        task = dossier.task_id
        instant = self._later(dossier, instant, max(task.step_id.hours * share, 0.2))
        if dossier._is_last_working(task.step_id):
            return instant
        graph, steps = dossier._process_graph(), dossier._process_steps()
        after = graph.after[task.step_id.number]
        ways = steps.filtered(lambda step: step.number in after[:1]).ids
        acting = self._at(dossier, instant, self._user(task)).with_context(tthc_task_id=task.id)
        action = {"approve": acting.action_approve, "seal": acting.action_seal}.get(
            task.kind, acting.action_forward
        )
        action(next_step_ids=ways if len(after) > 1 and task.step_id.split == "one" else None)
        return instant

    def _demo_return(self, dossier, instant, desk):
        """Hand the result over at the counter. Upper modules keep back what they return."""
        if dossier.return_method == "post":
            dossier.write({"return_method": "counter"})
        self._at(dossier, instant, desk).action_return_result()
