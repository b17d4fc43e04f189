from odoo.tests import TransactionCase, tagged

from ..models.tthc_demo import NOWHERE


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    def test_a_refused_order_waits_at_the_desk(self):
        clerk = self.env.ref("tthc_postal.user_postal_clerk", raise_if_not_found=False)
        if not clerk:
            self.skipTest("there is no demo data")
        for _turn in range(2):
            self.env["tthc.demo"]._generate_refused_order()
        order = self.env["tthc.carrier.order"].search([("account_id.url", "=", NOWHERE)])
        self.assertEqual(order.mapped("state"), ["dead"])
        order.with_user(clerk).action_send_again()
        self.assertEqual(order.state, "waiting")
