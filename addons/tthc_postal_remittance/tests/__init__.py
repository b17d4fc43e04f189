from . import test_held_by_post
