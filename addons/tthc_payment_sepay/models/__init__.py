from . import payment_provider
from . import tthc_demo
