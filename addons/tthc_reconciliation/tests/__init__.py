from . import test_books
from . import test_tools_book
