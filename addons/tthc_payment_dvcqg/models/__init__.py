from . import payment_provider
from . import payment_provider_bill
from . import payment_transaction
