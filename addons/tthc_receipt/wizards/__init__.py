from . import tthc_receipt_step
from . import tthc_receipt_summary
