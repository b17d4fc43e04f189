from . import tthc_version_send_back
from . import tthc_version_end
