from . import choice
from . import portal
