from datetime import datetime

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_postal.tests.carrier_conformance import CarrierConformance
from odoo.addons.tthc_postal.tests.common import FreePostalCommon

from ..models.tthc_connector_vnpost import moment
from .vnpost_server import CUSTOMER, KEY, SECRET, VnpostServer


@tagged("post_install", "-at_install")
class TestVnpost(CarrierConformance, FreePostalCommon, HttpCase):
    """A bus whose operator says that it knows our numbers."""

    connector = "vnpost"
    carrier_ref = "tthc_postal.carrier_vnpost"
    server_class = VnpostServer
    account_values = {
        "username": KEY,
        "password": SECRET,
        "customer_code": CUSTOMER,
        "vnpost_number_field": "itemCode",
        "vnpost_knows_numbers": True,
    }
    # The bus has no state "out for delivery".
    codes = {"in_transit": "2", "out_for_delivery": "2", "delivered": "3"}
    tracked = "in_transit"
    has_messages = False
    can_find = True

    def test_a_bus_that_does_not_know_our_numbers(self):
        """Nothing is asked, nothing is sent again: a person decides."""
        self.account.vnpost_knows_numbers = False
        shipment, order = self.ordered()
        self.server.mode = "cut_before"
        self.run_outbox()
        self.server.mode = "ok"
        self.wait(5000)
        self.run_outbox()
        self.assertEqual((order.state, order.next_at), ("unknown", False))
        self.assertEqual(self.made(shipment), 0)

    def test_not_found_is_said_by_the_bus_not_by_whoever_stands_before_it(self):
        """An error page is no answer: a second order would follow from it."""
        shipment, order = self.ordered()
        self.server.mode = "cut_after"
        self.run_outbox()
        for path in ("/no/such/path", "/order/empty"):
            self.account.vnpost_tracking_path = path
            for _turn in range(3):
                self.wait()
                self.run_outbox()
            self.assertEqual((order.state, order.absent), ("unknown", 0), path)
        self.assertEqual(self.made(shipment), 1)

    def test_times(self):
        self.assertEqual(moment("10/03/2026 10:00:05"), datetime(2026, 3, 10, 3, 0, 5))
        self.assertEqual(moment("2026-03-10T10:00:05+07:00"), datetime(2026, 3, 10, 3, 0, 5))
        self.assertEqual(moment("2026-03-10T10:00:05.5"), datetime(2026, 3, 10, 3, 0, 5))
        self.assertIsNone(moment("hôm qua"))
