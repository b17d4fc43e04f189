from . import tthc_finance_book_print
from . import tthc_statement_guide
from . import tthc_payment_reason
from . import tthc_match_sheet
from . import tthc_settlement_import
from . import tthc_settlement_credit_sheet
