from . import tthc_dossier_event
from . import tthc_online_supply
from . import tthc_online_sending
from . import tthc_online_desk
from . import tthc_online_file
from . import tthc_supplement_round
from . import tthc_dossier
from . import tthc_demo
