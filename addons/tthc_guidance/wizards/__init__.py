from . import tthc_dossier_intake
