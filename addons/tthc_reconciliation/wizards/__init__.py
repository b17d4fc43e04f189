from . import tthc_finance_book_print
