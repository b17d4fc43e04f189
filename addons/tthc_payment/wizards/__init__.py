from . import tthc_payment_reason
from . import tthc_payment_match_manual
from . import tthc_fee_payer
from . import tthc_fee_request
from . import tthc_statement_import
from . import tthc_cash_reason
from . import tthc_cash_sheet
from . import tthc_cash_taking
