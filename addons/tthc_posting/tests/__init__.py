from . import test_browser
from . import test_gap
from . import test_posting
from . import test_public_pages
from . import test_public_query
from . import test_sheets
