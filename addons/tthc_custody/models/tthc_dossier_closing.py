from odoo import models

from ..tools import custody

#: Actions after which nobody works on the dossier any more.
CLOSING = ("return_result", "stop", "refuse", "answer_withdrawal")


class TthcDossier(models.Model):
    """The end: originals go back to the person (NĐ 61/2018/NĐ-CP Art. 20), the rest stays in the
    file. No dossier ends without a word about originals that are still in custody: the ledger's
    event names them, and as the centre has chosen, the desk is asked first or the end is refused.
    """

    _inherit = "tthc.dossier"

    def _custody_to_return(self):
        """Originals that go back to the person and are still with the administration."""
        return (
            self.env["tthc.custody.holding"]
            .sudo()
            .search([("dossier_id", "in", self.ids), ("to_return", "=", True)])
        )

    def _file_is_here(self):
        """Whether the file is at the centre: neither at an agency nor on the way."""
        return not (self.paper_agency_id or self.paper_line_id)

    def _custody_at_hand(self, holdings):
        """Those of ``holdings`` that the desk can give the person now."""
        here = self._file_is_here()
        return holdings.filtered(lambda row: here if row.in_file else row.place == custody.DESK)

    def _custody_guard(self):
        return self.company_id.sudo().tthc_custody_guard

    def _action_obstacles(self, action):
        """Extends the engine: no result is returned while originals stay behind, where the centre
        wants it so."""
        obstacles = super()._action_obstacles(action)
        if (
            action == "return_result"
            and self._custody_guard() == "block"
            and not self.env.context.get("tthc_custody_dialog")
        ):
            left = self._custody_to_return()
            if left:
                obstacles = [
                    *obstacles,
                    self.env._(
                        "These originals go back to the person first:\n%s\nGive them back with "
                        "“Return the Result”, or on the page “Papers”; report those that are lost.",
                        "\n".join(left._sentences()),
                    ),
                ]
        return obstacles

    def _available_actions(self):
        """Extends the engine: with originals to give back, the result is returned through the
        dialog that lists them."""
        offered = super()._available_actions()
        for one in offered:
            if one["name"] == "return_result" and self._custody_guard() != "off":
                one["dialog"] = one["dialog"] or bool(self._custody_to_return())
        return offered

    def _do_return_result(self, note, task, **params):
        return self._with_custody_facts(super()._do_return_result(note, task, **params))

    def _do_stop(self, note, task, **params):
        return self._with_custody_facts(super()._do_stop(note, task, **params))

    def _do_refuse(self, note, task, **params):
        return self._with_custody_facts(super()._do_refuse(note, task, **params))

    def _do_answer_withdrawal(self, note, task, agree=True, **params):
        done = super()._do_answer_withdrawal(note, task, agree=agree, **params)
        return self._with_custody_facts(done) if agree else done

    def _with_custody_facts(self, done):
        """The end, with the originals that stay behind among its facts."""
        values, event_values = done
        left = self._custody_to_return()
        if left:
            event_values.setdefault("facts", {})["originals_left"] = left._facts()
        return values, event_values

    def _paper_count(self):
        """Extends the hand-over: papers that are lent out do not go with the file."""
        moves = self._custody_moves()
        if not moves:
            return super()._paper_count()
        return sum(
            count
            for (_lot, place), count in self._custody_balance().items()
            if place.kind == custody.FILE
        )
