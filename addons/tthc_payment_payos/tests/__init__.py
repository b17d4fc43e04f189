from . import test_gateway, test_links, test_provider, test_tools
