"""Until this version a dossier read the committed limit from the catalogue each time."""

from odoo.tools import SQL


def migrate(cr, version):
    """Keep with every accepted dossier the commitment under which it was accepted."""
    cr.execute(
        SQL(
            """
            UPDATE tthc_dossier dossier
               SET committed_value = channel.committed_value,
                   committed_unit = channel.committed_unit
              FROM tthc_procedure_channel channel
             WHERE channel.case_id = dossier.case_id
               AND channel.channel = dossier.channel
               AND channel.committed_unit IS NOT NULL
               AND dossier.accepted_at IS NOT NULL
               AND dossier.committed_unit IS NULL
            """
        )
    )
