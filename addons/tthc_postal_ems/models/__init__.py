from . import tthc_carrier
from . import tthc_carrier_account
from . import tthc_connector_ems
from . import tthc_demo
