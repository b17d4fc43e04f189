"""A result ready to be sent, a postal clerk, and a shipment brought as far as a test needs."""

from odoo.tests import new_test_user

from odoo.addons.tthc_dossier.tests.common import DossierCommon

NUMBER = "RR473124829VN"


class PostalCommon(DossierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Messages are compared in English, whatever language the database speaks.
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls._make_post()

    @classmethod
    def _make_post(cls):
        cls.carrier = cls.env.ref("tthc_postal.carrier_vnpost")
        cls.free_carrier = cls.env.ref("tthc_postal.carrier_viettelpost")
        cls.clerk = cls._clerk("t.buuchinh", cls.centre)
        cls.other_clerk = cls._clerk("t.buuchinh2", cls.other_centre)

    @classmethod
    def _clerk(cls, login, company):
        return new_test_user(
            cls.env,
            login,
            groups="base.group_user,tthc_postal.group_postal_clerk",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
            tz="Asia/Ho_Chi_Minh",
        )

    def result_by_post(self):
        """A dossier whose result was just issued and goes by post."""
        dossier = self.take_in(return_method="post", return_address="Số 9, đường Gửi")
        return self.walk_to_result(dossier)

    def shipment_of(self, dossier):
        return dossier.shipment_item_ids.shipment_id.sorted("id")[-1:]

    def packed(self, dossier=None):
        """A shipment packed by the receptionist."""
        shipment = self.shipment_of(dossier or self.result_by_post())
        shipment.with_user(self.receptionist).action_pack()
        return shipment

    def sent(self, dossier=None):
        """A shipment that the post has, by a signed hand-over record."""
        shipment = self.packed(dossier)
        action = shipment.with_user(self.clerk).action_make_handover()
        record = self.env["tthc.postal.handover"].browse(action["res_id"])
        record.with_user(self.clerk).signed_by_post = "Lê Văn Bưu"
        record.with_user(self.clerk).action_sign()
        return shipment

    def kinds(self, dossier):
        return dossier.event_ids.sorted("seq").mapped("kind")


class FreePostalCommon(PostalCommon):
    """With a procedure free of charge: whatever the money module asks, nothing is owed."""

    @classmethod
    def _case_values(cls):
        return {key: rows for key, rows in super()._case_values().items() if key != "fee_ids"}
