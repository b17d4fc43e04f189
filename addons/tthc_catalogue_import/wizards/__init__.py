from . import tthc_import_upload
from . import tthc_import_reject
from . import tthc_workbook_export
from . import tthc_workbook_import
