from . import lookup
from . import portal
from . import form_check
