from datetime import timedelta

from odoo import fields

from odoo.addons.tthc_payment.tests.common import PaymentCommon


class RemittanceCommon(PaymentCommon):
    """The test centre of finance with receiving accounts of its agency of justice: the budget's
    shares go to the Treasury. Of the fee of 50.000 the agency keeps half where a test says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_chief = cls._finance_user("t.ketoantruong3", "chief_accountant")
        cls.auditor = cls._finance_user("t.kiemtoan", "auditor")
        cls.entries = cls.env["tthc.remittance.entry"]
        cls.shares = cls.env["tthc.remittance.share"]
        cls.treasury = cls.receiving()
        cls.today = cls.env["tthc.remittance"]._today(cls.centre)

    @classmethod
    def receiving(cls, **values):
        return cls.env["tthc.remittance.account"].create(
            {
                "company_id": cls.centre.id,
                "share": "budget",
                "receiver": "Thu NSNN",
                "number": "7111.0.0001",
                "place": "Kho bạc Nhà nước khu vực",
                "chapter": "414",
                "sub_item": "2767",
                "valid_from": "2026-01-01",
                **values,
            }
        )

    def fill(self, centre=None):
        self.entries._fill(centre or self.centre)

    def of(self, request):
        return self.entries.search([("expected_id", "=", request.id)], order="id")

    def matched_ago(self, request, days, column="matched_at"):
        """Say that the matches of a request were made (or undone) so many days ago."""
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE tthc_payment_match SET {column} = %s WHERE id IN %s AND {column} IS NOT NULL",
            [fields.Datetime.now() - timedelta(days=days), tuple(request.match_ids.ids)],
        )
        self.env.invalidate_all()

    def keep(self, request, amount):
        """The first fee of the request leaves ``amount`` with the collecting body."""
        fee = request.line_ids.sorted("id")[0]
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE tthc_fee_line SET kept = %s, remitted = amount - %s WHERE id = %s",
            [amount, amount, fee.id],
        )
        self.env.invalidate_all()
        return fee

    def paid(self, days=1):
        """A request that was paid some days ago."""
        _dossier, request = self.accepted()
        self.receive(request.reference)
        self.matched_ago(request, days)
        return request

    def reason(self, action, text, user):
        wizard = self.env["tthc.payment.reason"].with_user(user).with_context(**action["context"])
        wizard.create({"reason": text}).action_confirm()
