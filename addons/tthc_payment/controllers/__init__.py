from . import bundle
from . import gateway
from . import pay
from . import refund
