from . import test_never_used
