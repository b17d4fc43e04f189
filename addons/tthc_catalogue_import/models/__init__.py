from . import tthc_import_batch
from . import tthc_import_run
from . import tthc_import_draft
from . import tthc_import_record
from . import tthc_import_issue
from . import tthc_import_rate
from . import tthc_workbook
from . import tthc_import_demo
