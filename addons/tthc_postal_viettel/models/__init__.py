from . import tthc_carrier
from . import tthc_connector_viettel
