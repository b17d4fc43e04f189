from . import tthc_finance_book_print
from . import tthc_statement_guide
