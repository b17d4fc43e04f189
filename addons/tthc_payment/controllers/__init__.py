from . import gateway
from . import pay
