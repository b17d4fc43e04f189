from odoo import api, models

from odoo.addons.tthc_catalogue.tools import qr
from odoo.addons.tthc_dossier.tools import actions

#: Actions after which a result that was to go by post will not.
_ENDS = ("return_result", "stop", "answer_withdrawal")


class TthcDossier(models.Model):
    """Postage is asked for as soon as the result is to go by post, and given back when it does
    not after all."""

    _inherit = "tthc.dossier"

    def write(self, vals):
        """Override: whoever chooses the post later owes postage, whoever comes to the counter
        after all gets it back. What is unpaid, ``tthc_payment`` cancels."""
        result = super().write(vals)
        if vals.get("return_method") == "post":
            self._ask_postage()
        elif "return_method" in vals:
            self._give_postage_back("Nhận kết quả tại trung tâm, không gửi bưu chính")
        return result

    def _after_action(self, action, event):
        """Override: ask on acceptance; what never travelled costs nothing."""
        result = super()._after_action(action, event)
        if self.return_method == "post":
            if action == "accept":
                self._ask_postage()
            elif action in _ENDS and self.state in (actions.RETURNED, actions.STOPPED):
                self._give_postage_back("Không gửi bưu chính")
        return result

    def _make_shipment(self):
        """Override: the shipment knows its price, and the postage is asked for at the latest."""
        shipment = super()._make_shipment()
        if shipment.payer == "recipient" and self._postage_requests():
            shipment.sudo().payer = "centre"  # asked for before the centre changed its setting
        price = self.env["tthc.postage.tariff"]._for(self, shipment.sudo().carrier_id.id)
        if price:
            shipment.sudo().price = price.sudo().amount
            self._ask_postage(shipment.sudo().carrier_id)
        return shipment

    def _ask_postage(self, carrier=None):
        """Ask for postage by the tariff of the centre, where the citizen pays it and it was not
        asked for yet."""
        tariffs = self.env["tthc.postage.tariff"]
        for dossier in self:
            if not dossier.accepted_at or dossier.finished_at and dossier.state != actions.DONE:
                continue
            carriers = self.env["tthc.carrier"].sudo()
            used = carrier or carriers.browse(carriers._default_id(dossier.company_id.id) or ())
            price = tariffs._for(dossier, used.id)
            if not price or dossier.company_id.sudo().tthc_postage_payer != "citizen":
                continue
            if dossier._postage_requests():
                continue
            price = price.sudo()
            dossier._request_postage(round(price.amount), price._note(used))

    def _postage_requests(self):
        """Requests for postage that were not cancelled, as superuser."""
        return self.sudo().expected_ids.filtered(
            lambda row: row.purpose == "postage" and row.state != "cancelled"
        )

    def _post_took_it(self):
        """Whether a carrier ever had the result, whatever became of it."""
        return bool(
            self.env["tthc.shipment"]
            .sudo()
            .search_count(
                [
                    ("item_ids.dossier_id", "=", self.id),
                    ("direction", "=", "deliver"),
                    ("event_ids.status", "=", "handed_over"),
                ],
                limit=1,
            )
        )

    @api.private
    def _give_postage_back(self, reason):
        """Cancel postage that is unpaid and propose a refund of what was paid, unless a carrier
        has had the result. The chief accountant decides on the refund."""
        refunds = self.env["tthc.refund"].sudo()
        for dossier in self:
            requests = dossier._postage_requests()
            if not requests or dossier._post_took_it():
                continue
            requests.filtered(
                lambda row: row.state in ("open", "expired") and not row.matched_amount
            )._cancel(reason)
            for match in requests.match_ids.filtered(lambda row: row.state == "active"):
                waiting = match.expected_id.refund_ids.filtered(
                    lambda row, match=match: row.match_id == match and row.state == "proposed"
                )
                if not waiting:
                    values = {"ground": "not_due", "reason": reason, "way": "cash"}
                    refunds._propose(match.incoming_id, round(match.amount), values, match)

    def _receipt_payment_qr(self):
        """Override: with postage to pay, the code on the paper pays it together with the fees."""
        requests = self.sudo().expected_ids.filtered(lambda row: row.state == "open")
        together = (
            len(requests) > 1
            and "postage" in requests.mapped("purpose")
            and len(requests._payers()) == 1
            and not any(requests.mapped("matched_amount"))
            and not self.env.cr.readonly
        )
        if together and self.env["tthc.collection.account"]._for_company(self.company_id):
            payload = self.env["tthc.payment.bundle"].sudo()._open(requests)._payload()
            if payload:
                return qr.png(payload, pixels=6)
        return super()._receipt_payment_qr()
