from . import tthc_outage
from . import tthc_outage_pad
from . import tthc_outage_sheet
from . import tthc_dossier
from . import tthc_lookup_attempt
from . import tthc_demo
