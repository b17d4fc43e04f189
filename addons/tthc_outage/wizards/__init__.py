from . import tthc_outage_strike
from . import tthc_dossier_intake
