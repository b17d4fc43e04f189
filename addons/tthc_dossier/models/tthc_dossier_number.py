from odoo import fields, models
from odoo.tools import SQL

#: Database function behind the trigger; dropped with it on uninstallation.
FUNCTION = "tthc_keep_dossier_number"


class TthcDossier(models.Model):
    """The dossier's number: given once, at acceptance, and never changed, also not in SQL."""

    _inherit = "tthc.dossier"

    ledger_entry_ids = fields.One2many(
        "tthc.ledger.entry", "dossier_id", "Ledger Book Line", readonly=True, copy=False
    )

    def _perform(self, name, note=None, **params):
        """Override: numbers of several centres are taken in the order of the centres, so that two
        batches never wait for each other."""
        ordered = self.sorted(lambda dossier: dossier.company_id.id) if name == "accept" else self
        return super(TthcDossier, ordered)._perform(name, note=note, **params)

    def _auto_init(self):
        """Override: PostgreSQL keeps the number too."""
        result = super()._auto_init()
        self.env.cr.execute(
            SQL(
                """CREATE OR REPLACE FUNCTION %(function)s() RETURNS trigger AS $$
                   BEGIN
                       RAISE EXCEPTION 'the number of dossier %% never changes', OLD.name
                           USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
                   END $$ LANGUAGE plpgsql;
                   DROP TRIGGER IF EXISTS tthc_number_kept ON tthc_dossier;
                   CREATE TRIGGER tthc_number_kept BEFORE UPDATE OF name ON tthc_dossier
                       FOR EACH ROW
                       WHEN (OLD.name IS NOT NULL AND OLD.name IS DISTINCT FROM NEW.name)
                       EXECUTE FUNCTION %(function)s()""",
                function=SQL.identifier(FUNCTION),
            )
        )
        return result
