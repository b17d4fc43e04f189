from . import test_guidance
from . import test_once
from . import test_tour
