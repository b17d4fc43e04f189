from odoo import fields, models
from odoo.exceptions import UserError

from ..tools import actions


class TthcDossier(models.Model):
    """A withdrawal is a request that gets an answer: agreed, the dossier stops; not agreed, it
    goes on exactly where it was."""

    _inherit = "tthc.dossier"

    withdrawal_ids = fields.One2many(
        "tthc.dossier.withdrawal", "dossier_id", "Withdrawals", readonly=True
    )

    def _do_request_withdrawal(self, note, task, partner_id=None):
        """The person asks, at the desk or on the portal; no result was decided yet.

        :param partner_id: which party asks; the owner unless given, the user on the portal
        """
        online = self.env.user.share
        partner = self._asking_party(self.env.user.partner_id.id if online else partner_id)
        now = self._now()
        row = self.env["tthc.dossier.withdrawal"].sudo().create(
            {
                "dossier_id": self.id,
                "partner_id": partner.id,
                "channel": "portal" if online else "desk",
                "recorded_by_id": self.env.uid,
                "requested_at": now,
                "reason": note,
                "state_before": self.state,
            }
        )  # fmt: skip
        return {"state": actions.WITHDRAWING}, {"at": now, "facts": row._facts()}

    def _do_answer_withdrawal(self, note, task, agree=True, papers=None, fees=None):
        """Answer the person.

        :param papers: which papers are given back, if agreed
        :param fees: what happens to what was paid, if agreed
        """
        row = self.sudo().withdrawal_ids.filtered(lambda row: row.state == "open")[-1:]
        now = self._now()
        row.write(
            {
                "state": "agreed" if agree else "refused",
                "answered_by_id": self.env.uid,
                "answered_at": now,
                "answer": note,
                "papers": papers or False,
                "fees": fees or False,
            }
        )
        row.flush_recordset(["state"])
        facts = {**row._facts(), "agreed": bool(agree), "papers": papers or "", "money": fees or ""}
        if not agree:
            return {"state": row.state_before}, {"at": now, "facts": facts}
        facts.update(self._reached(), stage=self._state_label(row.state_before))
        values, event_values = self._stopped()
        event_values["facts"].update(facts)
        return values, event_values

    def _asking_party(self, partner_id):
        """The party that asks.

        :raise UserError: somebody who is no party of this dossier
        """
        dossier = self.sudo()
        parties = dossier.party_ids._lasting().partner_id | dossier.owner_id
        if not partner_id:
            return dossier.owner_id
        partner = parties.filtered(lambda row: row.id == partner_id)
        if not partner:
            raise UserError(
                self.env._(
                    "Only a party of the dossier may withdraw it: %s.",
                    ", ".join(parties.mapped("name")),
                )
            )
        return partner

    def _state_label(self, state):
        return dict(self._fields["state"]._description_selection(self.env)).get(state, state)

    def _portal_values(self):
        """Adds ``withdrawals``, and ``may_withdraw``: whether one may be asked for now."""
        sources = actions.ACTIONS["request_withdrawal"].sources
        return {
            **super()._portal_values(),
            "withdrawals": self.sudo().withdrawal_ids,
            "may_withdraw": self.state in sources,
        }
