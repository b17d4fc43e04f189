from . import tthc_custody_correction
from . import tthc_custody_move
from . import tthc_custody_sign
from . import tthc_dossier_decision
