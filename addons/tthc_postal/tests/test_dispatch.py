"""The citizen's dispatch note."""

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from ..models.tthc_dispatch_note import split
from .common import NUMBER, FreePostalCommon


@tagged("post_install", "-at_install")
class TestDispatchNote(FreePostalCommon, HttpCase):
    def paper(self, name, record, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.receptionist)
        html, _kind = reports._render_qweb_html(f"tthc_postal.report_dispatch_{name}", record.ids)
        return html.decode()

    def test_originals_stand_apart(self):
        papers = [
            {"name": "Đơn", "originals": 1, "copies": 0},
            {"name": "Giấy khai sinh", "originals": 0, "copies": 2},
            {"name": "Hợp đồng", "originals": 1, "copies": 1},
        ]
        originals, copies = split(papers)
        self.assertEqual(originals, [("Đơn", 1), ("Hợp đồng", 1)])
        self.assertEqual(copies, [("Giấy khai sinh", 2), ("Hợp đồng", 1)])

    def test_of_a_dossier(self):
        dossier = self.take_in(accept=False, channel="post")
        text = self.paper("dossier", dossier)
        for part in (
            "PHIẾU GỬI HỒ SƠ",
            "a) Bản chính",
            "b) Bản sao",
            self.citizen.name,
            dossier.procedure_id.name,
            dossier.component_ids[:1].name,
            dossier.lookup_token,
            "Mẫu của hệ thống",
        ):
            self.assertIn(part, text)

    def test_nobody_prints_what_is_not_theirs_to_read(self):
        dossier = self.take_in(accept=False, channel="post")
        for user in (self.clerk, self.other_receptionist, self.env.ref("base.public_user")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.paper("dossier", dossier, user)

    def test_of_an_envelope_the_clerk_sees_the_inventory_only(self):
        dossier = self.take_in(accept=False, channel="post", subject="Vụ việc kín")
        shipment = self.env["tthc.shipment"].create(
            {
                "direction": "collect",
                "company_id": self.centre.id,
                "carrier_id": self.carrier.id,
                "tracking_number": NUMBER,
                "recipient_name": "Người Gửi",
                "item_ids": [(0, 0, {"dossier_id": dossier.id, "papers": "Tờ khai", "copies": 2})],
            }
        )
        text = self.paper("shipment", shipment, self.clerk)
        self.assertIn("Tờ khai", text)
        self.assertIn(NUMBER, text)
        self.assertNotIn(dossier.procedure_id.name, text)
        self.assertIn(dossier.procedure_id.name, self.paper("shipment", shipment))

    def test_blank_for_a_procedure(self):
        text = self.paper("procedure", self.procedure)
        self.assertIn(self.procedure.name, text)
        self.assertIn(self.procedure.current_version_id.case_ids.component_ids[:1].name, text)
        self.assertNotIn(self.citizen.name, text)

    def test_the_owner_prints_it(self):
        owner = new_test_user(
            self.env,
            "t.congdan",
            groups="base.group_portal",
            name="Nguyễn Văn Thử",
            company_id=self.centre.id,
            company_ids=[(6, 0, self.centre.ids)],
        )
        other = self.take_in(accept=False)
        self.citizen = owner.partner_id
        mine = self.take_in(accept=False, channel="post")
        accepted = self.take_in(channel="post")
        self.authenticate("t.congdan", "t.congdan")
        page = self.url_open(f"/my/dossiers/{mine.id}").text
        self.assertIn(f"/my/dossiers/{mine.id}/dispatch-note", page)
        answer = self.url_open(f"/my/dossiers/{mine.id}/dispatch-note")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("PHIẾU GỬI HỒ SƠ", answer.text)
        for dossier in (other, accepted):
            answer = self.url_open(f"/my/dossiers/{dossier.id}/dispatch-note")
            self.assertEqual(answer.status_code, 404)
