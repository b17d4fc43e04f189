from . import tthc_version_compare
from . import tthc_version_end
from . import tthc_version_publish
from . import tthc_publication_send_back
from . import tthc_fee_calculator
