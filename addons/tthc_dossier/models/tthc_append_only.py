from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.sql import table_exists

#: Database function behind the triggers; dropped with them on uninstallation.
FUNCTION = "tthc_refuse_change"


class TthcAppendOnly(models.AbstractModel):
    """Rows that are written once and stay as they are, through every door.

    The ORM refuses whoever asks, superuser code included; PostgreSQL's triggers refuse the rest:
    statements of our own, cascades, merges of records. Only who owns the database can switch the
    triggers off, and what is then changed shows in the hashes (``tools/ledger.py``).

    A model that adopts this may have no stored computed field: Odoo would fill it by an update.
    """

    _name = "tthc.append.only"
    _description = "Append-only Rows"

    def _auto_init(self):
        """Override: no trigger while Odoo changes the table, the triggers again afterwards. Both
        happen under the exclusive lock of the change, so that nobody slips in between."""
        if self._abstract:
            return super()._auto_init()
        if table_exists(self.env.cr, self._table):
            self._drop_guards()
        result = super()._auto_init()
        self._create_guards()
        return result

    def _drop_guards(self):
        for name in ("rows", "table"):
            self.env.cr.execute(
                SQL(
                    "DROP TRIGGER IF EXISTS %s ON %s",
                    SQL.identifier(f"tthc_append_only_{name}"),
                    SQL.identifier(self._table),
                )
            )

    def _create_guards(self):
        self.env.cr.execute(
            SQL(
                """CREATE OR REPLACE FUNCTION %(function)s() RETURNS trigger AS $$
                   BEGIN
                       RAISE EXCEPTION '%% is append-only: %% is refused', TG_TABLE_NAME, TG_OP
                           USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
                   END $$ LANGUAGE plpgsql;
                   CREATE TRIGGER tthc_append_only_rows BEFORE UPDATE OR DELETE ON %(table)s
                       FOR EACH ROW EXECUTE FUNCTION %(function)s();
                   CREATE TRIGGER tthc_append_only_table BEFORE TRUNCATE ON %(table)s
                       FOR EACH STATEMENT EXECUTE FUNCTION %(function)s()""",
                function=SQL.identifier(FUNCTION),
                table=SQL.identifier(self._table),
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Rows come from the code that keeps the record, never from a form or a call.

        :raise UserError: always
        """
        raise UserError(self.env._("This record is kept by the system: nothing is entered here."))

    def write(self, vals):
        """:raise UserError: always"""
        raise UserError(self.env._("This record is append-only: nothing in it changes."))

    def unlink(self):
        """:raise UserError: always"""
        raise UserError(self.env._("This record is append-only: nothing in it is deleted."))

    @api.private
    def _append_rows(self, vals_list):
        """Create rows, for the code that keeps the record."""
        return super().create(vals_list)
