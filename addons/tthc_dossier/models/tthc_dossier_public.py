from odoo import api, models

from odoo.addons.tthc_catalogue.tools import qr

from ..tools import actions, wall_time


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
        dossier, files = self.sudo(), self._portal_files()
        return {
            "dossier": self,
            "progress": self._public_progress(),
            "events": self._public_timeline(),
            "components": dossier.component_ids,
            "next_step": self._portal_next_step(),
            "meeting": dossier._portal_meeting(),
            "files": {row: row.attachment_ids & files for row in dossier.component_ids},
        }

    def _portal_files(self):
        """Files that the parties may open, as superuser: those of the papers. Extended by whoever
        keeps other files; one who shows them in a place of their own takes them out here."""
        self.ensure_one()
        return self.sudo().component_ids.attachment_ids

    def _portal_next_step(self):
        """What the person has to do now, in a sentence; what to expect where it is nothing."""
        self.ensure_one()
        if self.state == actions.DONE:
            return {
                "post": self.env._("Your result is ready and comes by post."),
                "electronic": self.env._("Your result is ready: open it on this page."),
            }.get(
                self.return_method,
                self.env._(
                    "Your result is ready: bring the receipt and your identity card to the centre."
                ),
            )
        return {
            actions.REGISTERED: self.env._(
                "Nothing now: the centre checks whether the dossier is complete."
            ),
            actions.SUPPLEMENT: self.env._(
                "Papers are missing: send or bring what is listed below."
            ),
            actions.FINANCIAL: self.env._(
                "A payment is due before the dossier goes on: see “Fees”."
            ),
            actions.WITHDRAWING: self.env._(
                "Nothing now: your request to withdraw waits for an answer."
            ),
            actions.NOT_ACCEPTED: self.env._(
                "The dossier was not accepted; the reason is given below."
            ),
            actions.STOPPED: self.env._("The dossier was stopped; the reason is given below."),
            actions.RETURNED: self.env._("Finished: the result was returned."),
        }.get(self.state, self.env._("Nothing now: the dossier is being worked on."))

    def _portal_meeting(self):
        """Where the person goes: dict of ``name``, ``address`` and ``phone`` of the centre."""
        centre = self.company_id
        partner = centre.partner_id
        place = (partner.street, partner.street2, partner.city, partner.state_id.name)
        return {
            "name": centre.name,
            "address": ", ".join(filter(None, place)),
            "phone": centre.phone or "",
            "come": self.state != actions.DONE or self.return_method == "counter",
        }

    def _local_text(self, instant, pattern="%H:%M %d/%m/%Y"):
        """An instant in the centre's own time, as printed; empty for none."""
        if not instant:
            return ""
        zone = self.company_id.sudo()._tthc_zone()
        return wall_time.to_local(instant, zone).strftime(pattern)

    # Receipt ("Giấy tiếp nhận hồ sơ và hẹn trả kết quả"), see also tthc_form_dossier ------------

    def action_print_receipt(self):
        """Issue the receipt, or print it again."""
        self.ensure_one()
        return self._print_form("receipt")

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
