"""Requests made before payers were named are paid by the owner of the dossier."""

from odoo.tools import SQL


def migrate(cr, version):
    cr.execute(
        SQL(
            """UPDATE tthc_expected_payment request SET payer_id = dossier.owner_id
                 FROM tthc_dossier dossier
                WHERE dossier.id = request.dossier_id
                  AND request.payer_id IS NULL AND request.payer_name IS NULL"""
        )
    )
