from . import tthc_remittance_make
from . import tthc_signoff_agree
from . import tthc_payment_reason
from . import tthc_finance_book_print
from . import tthc_bank_debit_sheet
