"""Addresses taken apart and looked up: the pure rule, and what shipments make of it."""

import unittest

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from odoo.addons.tthc_dossier.tools.communes import PROVINCES

from ..tools import address
from .common import FreePostalCommon

HERE = [
    address.Commune(1, "Phường Võ Cường", "Bắc Ninh"),
    address.Commune(2, "Xã Đông Xuân", "Bắc Ninh", ("xa dong thu, huyen thu",)),
    address.Commune(3, "Phường 1", "Bắc Ninh"),
]
THERE = [address.Commune(9, "Phường Hải Châu", "TP Đà Nẵng")]
_WORDS = st.text("abcdeghiklmnoôơưđăâ 0123456789", min_size=1, max_size=12).map(str.strip)


class TestAddressRule(unittest.TestCase):
    def test_split(self):
        cases = {
            "Số 9, đường Gửi, P. Võ Cường, tỉnh Bắc Ninh": (
                "Số 9, đường Gửi", "Phường Võ Cường", "Bắc Ninh",
            ),
            "Thôn 3; xã Đông Xuân; Bắc Giang; Việt Nam": ("Thôn 3", "xã Đông Xuân", "Bắc Ninh"),
            "12 Lê Lợi, phường Bến Nghé, Quận 1, TP. Hồ Chí Minh": (
                "12 Lê Lợi, Quận 1", "phường Bến Nghé", "Hồ Chí Minh",
            ),
            "Số 9, đường Gửi": ("Số 9, đường Gửi", "", ""),
            "Bắc Ninh": ("Bắc Ninh", "", ""),
            "": ("", "", ""),
        }  # fmt: skip
        for text, parts in cases.items():
            self.assertEqual(address.split(text), address.Parts(*parts), text)

    @settings(max_examples=50, deadline=None)
    @given(_WORDS, st.sampled_from(HERE), st.sampled_from(sorted(PROVINCES.values())))
    def test_joined_is_split_again(self, street, commune, province):
        street = f"Số {street}"
        line = address.join(street, commune.name, province)
        self.assertEqual(
            address.split(line), address.Parts(" ".join(street.split()), commune.name, province)
        )

    def test_look_up(self):
        cases = (
            ("Phường Võ Cường", "Bắc Ninh", HERE, address.Verdict(found=1)),
            ("vo cuong", "Tỉnh Bắc Ninh", HERE, address.Verdict(found=1)),
            ("phường 01", "Bắc Ninh", HERE, address.Verdict(found=3)),
            ("xã Võ Cường", "Bắc Ninh", HERE, address.Verdict("unknown", proposed=(1,))),
            ("xã Đông Thử", "Bắc Ninh", HERE, address.Verdict("former", proposed=(2,))),
            ("Hải Châu", "Bắc Ninh", HERE + THERE, address.Verdict("elsewhere", proposed=(9,))),
            ("Hải Châu", "", THERE, address.Verdict("no_province", proposed=(9,))),
            ("", "Bắc Ninh", HERE, address.Verdict("no_commune")),
            ("Xã Lạ", "Bắc Ninh", [], address.Verdict("no_list")),
        )
        for commune, province, listed, verdict in cases:
            self.assertEqual(address.look_up(commune, province, listed), verdict, commune)


@tagged("post_install", "-at_install")
class TestAddress(FreePostalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.province = cls.env.ref("base.state_vn_VN-34")
        communes = cls.env["tthc.commune"]
        communes.search([("state_id", "=", cls.province.id)]).write({"date_to": "2025-07-02"})
        cls.commune, _other = communes.create(
            [
                {
                    "code": "98001",
                    "name": "Thử Một",
                    "kind": "commune",
                    "state_id": cls.province.id,
                    "former_names": "Xã Cũ Rích, huyện Thử",
                },
                {"code": "98002", "name": "Thử Hai", "kind": "ward", "state_id": cls.province.id},
            ]
        )

    def shipment(self, **values):
        return self.env["tthc.shipment"].create(
            {"recipient_name": "Ai Đó", "company_id": self.centre.id, **values}
        )

    def test_an_address_is_checked_against_its_province(self):
        shipment = self.shipment(
            recipient_commune="xã thử một", recipient_state_id=self.province.id
        )
        self.assertEqual(shipment.address_state, "checked")
        self.assertEqual(shipment.recipient_commune_id, self.commune)
        self.assertFalse(shipment.address_hint)
        shipment.recipient_commune = "Xã Cũ Rích"
        self.assertEqual(shipment.address_state, "doubtful")
        self.assertEqual(shipment.address_proposed_ids, self.commune)
        self.assertIn("Xã Thử Một", shipment.address_hint)
        shipment.with_user(self.receptionist).action_take_proposal()
        self.assertEqual(
            (shipment.recipient_commune, shipment.address_state), ("Xã Thử Một", "checked")
        )

    def test_a_commune_of_the_list_brings_its_province(self):
        shipment = self.shipment(recipient_commune_id=self.commune.id)
        self.assertEqual(shipment.recipient_state_id, self.province)
        self.assertEqual(shipment.recipient_commune, "Xã Thử Một")

    def test_the_return_address_of_a_dossier_is_taken_apart(self):
        dossier = self.take_in(
            return_method="post", return_address="Số 9, đường Gửi, xã Thử Một, Khánh Hòa"
        )
        shipment = self.shipment_of(self.walk_to_result(dossier))
        self.assertEqual(shipment.recipient_street, "Số 9, đường Gửi")
        self.assertEqual(shipment.recipient_commune_id, self.commune)
        self.assertEqual(shipment.address_state, "checked")
        self.assertEqual(shipment.sender_name, self.centre.name)
        self.assertEqual(shipment.payer, "centre")
        sender, receiver = shipment._ends()
        self.assertEqual(receiver["commune_code"], "98001")
        self.assertEqual(sender["name"], self.centre.name)
