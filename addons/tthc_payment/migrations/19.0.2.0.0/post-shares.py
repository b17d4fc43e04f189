"""Fee lines had neither a full price nor shares before this version."""

from odoo.tools import SQL


def migrate(cr, version):
    """Lines asked for before had no benefit; what was kept of them follows from their rule."""
    cr.execute(
        SQL(
            """
            UPDATE tthc_fee_line line
               SET base_amount = line.amount,
                   saving = 0,
                   kept = kept.share,
                   remitted = line.amount - kept.share
              FROM (
                SELECT line.id,
                       CASE WHEN line.kind = 'phi'
                            THEN floor(line.amount * coalesce(fee.retained_percent, 0) / 100)
                            ELSE 0 END AS share
                  FROM tthc_fee_line line
             LEFT JOIN tthc_procedure_fee fee ON fee.id = line.fee_id
              ) kept
             WHERE kept.id = line.id AND line.base_amount IS NULL
            """
        )
    )
