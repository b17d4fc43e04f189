from datetime import date, datetime

from odoo import Command

from odoo.addons.tthc_payment.tests.common import PaymentCommon


class ReceiptCommon(PaymentCommon):
    """The payment test centre with a tax code, and a series with a book for it.

    Everything happens in March 2026: the shipped symbols are taken to be in force then.
    """

    NOON = datetime(2026, 3, 10, 5, 0)
    NEXT_YEAR = datetime(2027, 1, 4, 2, 0)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.symbol = cls.env.ref("tthc_receipt.symbol_ebl01")
        (cls.symbol | cls.env.ref("tthc_receipt.symbol_ebl02")).date_from = date(2026, 1, 1)
        cls.centre.write({"vat": "2300999910", "street": "Số 1, đường Trung Tâm"})
        cls.other_centre.vat = "2300999928"
        cls.receipts = cls.env["tthc.receipt"]

    @classmethod
    def open_series(cls, centre=None, letters="AA", year=2026, books=((1, 99_999_999),), **more):
        """A series in use; ``books``: ranges of numbers of the centre itself."""
        centre = centre or cls.centre
        series = cls.env["tthc.receipt.series"].create(
            {
                "company_id": centre.id,
                "symbol_id": cls.symbol.id,
                "year": year,
                "letters": letters,
                "book_ids": [
                    Command.create(
                        {"company_id": centre.id, "number_from": first, "number_to": last}
                    )
                    for first, last in books
                ],
                **more,
            }
        )
        series.action_open()
        return series

    def at(self, records, instant=None, user=None):
        """Records as superuser code of ``user`` acts on them at ``instant``."""
        acting = records.with_user(user) if user else records
        return acting.sudo().with_context(tthc_now=instant or self.NOON)

    def cash(self, instant=None, **more):
        """The receipt of a dossier that was paid in cash."""
        _dossier, request = self.accepted(**more)
        self.at(request, instant, self.cashier).action_receive_cash()
        return request.receipt_ids.sorted("id")[-1:]

    def kinds(self, receipt):
        return receipt.event_ids.mapped("kind")
