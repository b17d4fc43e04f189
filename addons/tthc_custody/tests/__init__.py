from . import test_custody_pure
from . import test_movements
from . import test_closing
from . import test_signatures
from . import test_incidents
from . import test_roles
from . import test_tours
from . import test_two_at_once
