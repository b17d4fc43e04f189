"""Which agencies have or had a part in a dossier is kept on the dossier."""


def migrate(cr, version):
    cr.execute(
        """INSERT INTO tthc_dossier_agency_rel (dossier_id, agency_id)
           SELECT DISTINCT dossier_id, agency_id FROM tthc_dossier_task
            WHERE agency_id IS NOT NULL
           ON CONFLICT DO NOTHING"""
    )
