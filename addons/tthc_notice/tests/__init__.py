from . import test_choice
from . import test_derive
from . import test_send
from . import test_tools
from . import test_uninstall
