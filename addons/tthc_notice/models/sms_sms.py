from odoo import models

from odoo.addons.sms.tools.sms_api import SmsApiBase

from ..tools import gateway

#: Outcome of the gateway → state of Odoo's SMS interface.
STATES = {gateway.SENT: "success", gateway.REFUSED: "wrong_number_format"}


class SmsApiGateway(SmsApiBase):
    """Odoo's interface to a provider, for a centre's own gateway: whatever Odoo sends by SMS for
    the centre goes this way."""

    def _send_sms_batch(self, messages, delivery_reports_url=False):
        """Override: one request for each message."""
        results = []
        for message in messages:
            for row in message["numbers"]:
                outcome = self.company.sudo().tthc_sms_gateway_id._deliver(
                    row["number"], message["content"], row["uuid"]
                )
                results.append(
                    {
                        "uuid": row["uuid"],
                        "state": STATES.get(outcome.state, "server_error"),
                        "failure_reason": outcome.answer,
                        "tthc_state": outcome.state,
                    }
                )
        return results


class SmsSms(models.Model):
    _inherit = "sms.sms"

    def _split_by_api(self):
        """Override: a centre with a gateway of its own sends by it."""
        company = self._get_sms_company()[:1]
        if company.sudo().tthc_sms_gateway_id:
            api = company._get_sms_api_class()(self.env)
            api._set_company(company)
            yield api, self
        else:
            yield from super()._split_by_api()

    def _handle_call_result_hook(self, results):
        """Override: keep what the provider said, for the notice that sends."""
        kept = self.env.context.get("tthc_sms_results")
        if isinstance(kept, list):
            kept.extend(results)
        return super()._handle_call_result_hook(results)
