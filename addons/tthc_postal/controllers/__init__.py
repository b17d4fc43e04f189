from . import carrier
from . import portal
