from . import test_postage
from . import test_tools_tariff
from . import test_collected
from . import test_held
