from . import test_conformance
from . import test_demo
