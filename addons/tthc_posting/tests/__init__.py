from . import test_public_pages
from . import test_public_query
