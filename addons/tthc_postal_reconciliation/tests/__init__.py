from . import test_post_day
from . import test_post_day_property
