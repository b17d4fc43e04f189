"""Steps had an order and no number before this version."""


def migrate(cr, version):
    """Number the steps of every case in their order, before the numbers are held unique."""
    cr.execute("ALTER TABLE tthc_procedure_step ADD COLUMN IF NOT EXISTS number integer")
    cr.execute(
        """
        UPDATE tthc_procedure_step step
           SET number = place.number
          FROM (SELECT id, row_number() OVER (PARTITION BY case_id ORDER BY sequence, id) AS number
                  FROM tthc_procedure_step) place
         WHERE place.id = step.id
        """
    )
