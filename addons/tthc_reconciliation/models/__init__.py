from . import tthc_finance_book
from . import tthc_statement
from . import res_company
from . import tthc_match_proposal
from . import tthc_payment_match
from . import tthc_suggestion
