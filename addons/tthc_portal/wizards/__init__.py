from . import tthc_dossier_decision
from . import tthc_online_answer
