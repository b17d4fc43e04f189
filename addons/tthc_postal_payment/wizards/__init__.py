from . import tthc_postal_credit
