from . import test_ask, test_feed, test_provider, test_tools
