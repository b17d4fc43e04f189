from . import tthc_import_upload
from . import tthc_import_reject
