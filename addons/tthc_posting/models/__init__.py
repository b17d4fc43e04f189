from . import res_company
from . import tthc_procedure
from . import tthc_procedure_case
from . import tthc_procedure_fee
from . import tthc_procedure_content
from . import tthc_posting_sheet
from . import tthc_sector
from . import tthc_posting_print
