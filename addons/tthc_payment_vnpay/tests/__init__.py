from . import test_tools_vnpay
from . import test_attempt_limit
from . import test_conformance
from . import test_gateway
from . import test_refund_workflow
