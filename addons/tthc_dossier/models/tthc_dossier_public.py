from odoo import api, fields, models

from odoo.addons.tthc_catalogue.tools import qr

from ..tools import wall_time
from ..tools.identity import mask


class TthcDossier(models.Model):
    """What leaves the centre: the look-up page, the receipt, the owner's portal page."""

    _inherit = "tthc.dossier"

    def _lookup_url(self):
        """Address behind the receipt's QR code."""
        self.ensure_one()
        return f"{self.get_base_url()}/tra-cuu/{self.sudo().lookup_token}"

    @api.model
    @api.private
    def _find_by_lookup(self, token):
        """The dossier of a lookup code, as superuser; empty when there is none."""
        token = (token or "").strip().upper()
        if not token:
            return self.sudo().browse()
        return self.sudo().search([("lookup_token", "=", token)], limit=1)

    def _public_progress(self):
        """What the anonymous look-up may show: number and progress, nothing of the person or the
        matter (TT 01/2018/TT-VPCP, Art. 16.2.d)."""
        self.ensure_one()
        labels = dict(self._fields["state"]._description_selection(self.env))
        stages = [
            ("registered", self.env._("Submitted")),
            ("accepted", self.env._("Accepted")),
            ("processing", self.env._("In Process")),
            ("done", self.env._("Processed")),
            ("returned", self.env._("Returned")),
        ]
        reached = {
            "draft": 0,
            "registered": 1,
            "accepted": 2,
            "returned": 5,
            "done": 4,
        }.get(self.state, 3 if self.accepted_at else 1)
        return {
            "number": self.name or self.env._("not numbered yet"),
            "state": self.state,
            "state_label": labels[self.state],
            "stages": [
                {"key": key, "label": label, "reached": index < reached}
                for index, (key, label) in enumerate(stages)
            ],
        }

    def _portal_values(self):
        """What the owner's page shows beyond the public progress: down to the department.

        Events and papers are given by this method and not by rights on their models: the notes
        of the officers to each other are not the owner's to read.
        """
        self.ensure_one()
        dossier = self.sudo()
        return {
            "dossier": self,
            "progress": self._public_progress(),
            "events": self._public_timeline(),
            "components": dossier.component_ids,
        }

    def _local_text(self, instant, pattern="%H:%M %d/%m/%Y"):
        """An instant in the centre's own time, as printed; empty for none."""
        if not instant:
            return ""
        zone = self.company_id.sudo()._tthc_zone()
        return wall_time.to_local(instant, zone).strftime(pattern)

    # Receipt ("Giấy tiếp nhận hồ sơ và hẹn trả kết quả") ----------------------------------------

    def action_print_receipt(self):
        self.ensure_one()
        return self.env.ref("tthc_dossier.action_report_receipt").report_action(self)

    def _receipt_values(self):
        """Values of the receipt that are not plain fields."""
        self.ensure_one()
        payment_qr = self._receipt_payment_qr()
        accepted = self.accepted_at or self.submitted_at or fields.Datetime.now()
        zone = self.company_id.sudo()._tthc_zone()
        submitter = self.party_ids.filtered(lambda row: row.role != "owner")[:1]
        accept_event = self.event_ids.filtered(lambda event: event.kind == "accept")[:1]
        return {
            "accepted": wall_time.to_local(accepted, zone),
            "due": wall_time.to_local(self.due_at, zone) if self.due_at else None,
            "components": self.component_ids.filtered("received"),
            "fees": self._receipt_fee_rows(),
            "payment_qr": payment_qr and qr.data_uri(payment_qr),
            "lookup_qr": qr.data_uri(self._lookup_qr()),
            "submitter": (submitter or self.party_ids[:1]).partner_id,
            "representative": submitter,
            "receiver": accept_event.user_id or self.env.user,
            "book": self.sudo().ledger_entry_ids,
            "identity": mask(self.owner_id.sudo().tthc_identity_number or ""),
        }

    def _receipt_fee_rows(self):
        """Rows of the receipt's fee block: dicts of name, amount (VND), paid, exempt, note. Here
        the catalogue's quote; the money module gives what is really owed and paid."""
        self.ensure_one()
        return [
            {
                "name": quote.name,
                "amount": quote.amount,
                "paid": False,
                "exempt": bool(quote.saving and not quote.amount),
                "note": quote.explanation,
            }
            for quote in self._fee_quotes()
        ]

    def _receipt_payment_qr(self):
        """PNG of a payment QR code for the receipt; ``False`` without one."""
        return False

    def _lookup_qr(self):
        """PNG of the look-up address, for the corner of a printed form."""
        return qr.png(self._lookup_url(), pixels=4, border=2)
