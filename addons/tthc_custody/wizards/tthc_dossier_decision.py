from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.tthc_dossier_closing import CLOSING


class TthcDossierDecision(models.TransientModel):
    """At the end of a dossier: which originals are given back now, and a word about the others."""

    _inherit = "tthc.dossier.decision"

    custody_text = fields.Text("Originals in Custody", readonly=True)
    custody_return = fields.Boolean(
        "Given Back Now",
        help="The person has these originals in hand now; a slip records it for the signature.",
    )
    custody_receiver = fields.Char("Originals Received by")
    custody_signature = fields.Binary("Signature for the Originals", attachment=False)
    custody_confirmed = fields.Boolean(
        "Close with Originals Still in Custody",
        help="They stay on the list of what is to be given back.",
    )
    custody_must_confirm = fields.Boolean(readonly=True)

    @api.model
    def _selection_action(self):
        """Extends the dialog: returning the result asks about originals."""
        kinds = self.env["tthc.dossier.event"]._fields["kind"]._description_selection(self.env)
        return [*super()._selection_action(), ("return_result", dict(kinds)["return_result"])]

    @api.model
    def _checked_task(self, dossier, name):
        """Extends the dialog: what it asks about is no obstacle to opening it."""
        return super()._checked_task(dossier.with_context(tthc_custody_dialog=True), name)

    @api.model
    def default_get(self, fields_list):
        """Lists the originals that go back to the person and are still here."""
        values = super().default_get(fields_list)
        dossier = self.env["tthc.dossier"].browse(values.get("dossier_id"))
        if values.get("action") not in CLOSING or not dossier:
            return values
        left = dossier._custody_to_return()
        if left:
            at_hand = dossier._custody_at_hand(left)
            guard = dossier._custody_guard()
            values.update(
                custody_text="\n".join(left._sentences()),
                custody_return=bool(at_hand) and values["action"] in ("return_result", "refuse"),
                custody_receiver=dossier.owner_id.name,
                custody_must_confirm=guard != "off",
            )
        return values

    def action_confirm(self):
        """Extends the dialog: the originals first, then the end.

        :raise UserError: originals stay behind, and nobody has confirmed that
        """
        self.ensure_one()
        if self.action in CLOSING and self.custody_text and self._closes():
            self._settle_custody()
        return super().action_confirm()

    def _closes(self):
        return self.action != "answer_withdrawal" or self.agree

    def _settle_custody(self):
        dossier = self.dossier_id
        if self.custody_return:
            self._give_back(dossier)
        left = dossier._custody_to_return()
        if left and self.custody_must_confirm and not self.custody_confirmed:
            raise UserError(
                self.env._(
                    "These originals are still in custody:\n%s\nGive them back now, or tick “Close "
                    "with Originals Still in Custody”.",
                    "\n".join(left._sentences()),
                )
            )

    def _give_back(self, dossier):
        at_hand = dossier._custody_at_hand(dossier._custody_to_return())
        if not at_hand:
            return
        unchanged = self.seen == dossier.event_count
        slip = dossier._move_papers(
            "return", at_hand._as_papers(), receiver_name=self.custody_receiver
        )
        if unchanged:
            # Giving back is this dialog's own doing; what others did is still noticed.
            self.sudo().seen = dossier.event_count
        signature = self.with_context(bin_size=False).custody_signature
        if signature:
            self.env["tthc.custody.signature"]._sign(
                slip, ["receiver"], "drawn", slip.receiver_name, signature
            )
