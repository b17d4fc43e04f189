from . import backend
from . import portal
