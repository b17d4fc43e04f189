from . import lookup
from . import portal
