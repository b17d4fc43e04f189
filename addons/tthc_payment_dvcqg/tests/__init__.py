from . import test_tools_keypay
from . import test_conformance
from . import test_gateway
