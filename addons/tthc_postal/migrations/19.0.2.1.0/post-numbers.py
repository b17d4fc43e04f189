"""Before this version tracking numbers without a check digit were kept as they were typed."""

from odoo.tools import SQL


def migrate(cr, version):
    """Keep them in capitals without blanks, as lists and scans are compared with them now. Those
    of a carrier that are the same then stay."""
    for table in ("tthc_shipment", "tthc_carrier_news"):
        cr.execute(
            SQL(
                r"""WITH plain AS (
                    SELECT id, carrier_id,
                        upper(regexp_replace(tracking_number, '\s', '', 'g')) AS number
                    FROM %(table)s WHERE tracking_number IS NOT NULL
                )
                UPDATE %(table)s AS row SET tracking_number = plain.number
                FROM plain JOIN tthc_carrier carrier ON carrier.id = plain.carrier_id
                WHERE row.id = plain.id AND carrier.tracking_kind <> 's10'
                    AND row.tracking_number <> plain.number
                    AND (%(shared)s OR NOT EXISTS (
                        SELECT FROM plain AS other
                        WHERE other.carrier_id = plain.carrier_id AND other.id <> plain.id
                            AND other.number = plain.number))""",
                table=SQL.identifier(table),
                shared=table == "tthc_carrier_news",
            )
        )
