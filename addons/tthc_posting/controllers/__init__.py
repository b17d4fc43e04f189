from . import public
from . import sheets
