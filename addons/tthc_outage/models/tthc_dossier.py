from odoo import api, fields, models

from ..tools.pad import Entry


class TthcDossier(models.Model):
    """A dossier that was taken in on paper and entered later: accepted at its true time, known
    under its provisional number too."""

    _inherit = "tthc.dossier"

    outage_sheet_ids = fields.One2many(
        "tthc.outage.sheet", "dossier_id", readonly=True,
        groups="tthc_dossier.group_receptionist,tthc_dossier.group_manager,"
        "tthc_dossier.group_inspector",
    )  # fmt: skip

    def _outage_entry(self):
        """What a later entry gives; ``None`` for everybody else. Only superuser code can put an
        ``Entry`` into the context: a call from outside brings texts and dicts."""
        given = self.env.context.get("tthc_outage_entry")
        return given if isinstance(given, Entry) and self.env.su else None

    @api.model
    def _new_lookup_token(self):
        """Override: the code that is printed on the sheet opens the dossier."""
        entry = self._outage_entry()
        return entry.token if entry else super()._new_lookup_token()

    def _log_event(self, kind, note=None, extra=None, **values):
        """Extends the engine: whoever reads the acceptance sees that it was entered later."""
        told = self._outage_entry()
        if told and kind == "accept":
            instant = fields.Datetime.to_datetime
            later = self.env._(
                "Entered later from sheet %(sheet)s: received %(received)s by %(receiver)s, "
                "entered %(entered)s by %(clerk)s.",
                sheet=told.facts["sheet"],
                received=self._local_text(instant(told.facts["received_at"])),
                receiver=told.facts["received_by"],
                entered=self._local_text(instant(told.facts["entered_at"])),
                clerk=told.facts["entered_by"],
            )
            note = "\n".join(filter(None, (later, note)))
        return super()._log_event(kind, note=note, extra=extra, **values)

    def _acceptance_facts(self, values, entry):
        """Extends the acceptance: the ledger keeps the true time and the time of entry apart."""
        facts = super()._acceptance_facts(values, entry)
        told = self._outage_entry()
        return {**facts, "outage": told.facts} if told else facts
