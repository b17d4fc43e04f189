from . import test_ledger
from . import test_remittance
from . import test_signoff
from . import test_tools_split
from . import test_uninstall
