from . import tthc_remittance
from . import tthc_remittance_due
from . import tthc_desk
