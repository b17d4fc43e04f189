from odoo import api, models

#: Breaks that a notification names one by one.
SHOWN = 10


class TthcDossier(models.Model):
    """Verification of a dossier's event ledger, from the screen."""

    _inherit = "tthc.dossier"

    def action_verify_ledger(self):
        """Recompute the hash chains and say whether they are whole, or where each one breaks."""
        self.check_access("read")
        checks = self.env["tthc.ledger.check"].sudo().with_context(lang=self.env.lang)
        report = checks._run(self.ids)
        found = [self._break_sentence(row) for row in report["findings"]]
        if not found:
            message = self.env._(
                "The event ledger is whole: %(events)s events of %(dossiers)s dossiers.",
                events=report["events"],
                dossiers=report["dossiers"],
            )
        else:
            more = len(found) - SHOWN
            if more > 0:
                found = [*found[:SHOWN], self.env._("… and %s more", more)]
            message = "\n".join(found)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Ledger Verification"),
                "message": message,
                "type": "danger" if report["findings"] else "success",
                "sticky": bool(report["findings"]),
            },
        }

    @api.model
    def _break_sentence(self, row):
        return self.env._(
            "%(dossier)s: the ledger is broken at event %(seq)s (%(reason)s).",
            dossier=row["place"],
            seq=row["seq"],
            reason=row["text"],
        )

    @api.private
    def _ledger_breaks(self):
        """Everything that is wrong with the chain: a list of :class:`..tools.ledger.Break`."""
        self.ensure_one()
        self.env.flush_all()
        checks = self.env["tthc.ledger.check"].sudo()
        return checks._broken_chains(self.ids)[0].get(self.id, [])

    @api.private
    def _ledger_break(self):
        """The first break of the chain as ``(seq, reason)``; ``None`` when it is whole."""
        for row in self._ledger_breaks():
            return row.seq, row.reason
        return None
