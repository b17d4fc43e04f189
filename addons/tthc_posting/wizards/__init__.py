from . import tthc_posting_wizard
