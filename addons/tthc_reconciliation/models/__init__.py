from . import tthc_finance_book
from . import tthc_statement
