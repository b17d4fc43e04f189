from . import tthc_dossier_intake
from . import tthc_dossier_intake_line
from . import tthc_dossier_decision
from . import tthc_fee_preview
from . import tthc_dossier_decision_kinds
from . import tthc_dossier_intake_kinds
from . import tthc_batch_start
from . import tthc_dossier_decision_work
