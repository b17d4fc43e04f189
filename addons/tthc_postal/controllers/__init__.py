from . import carrier
from . import portal
from . import dispatch
from . import again
