from . import test_pad_pure
from . import test_pads
from . import test_entry
from . import test_pages
from . import test_tours
