from . import test_books
from . import test_tools_book
from . import test_messages
from . import test_statement_guide
from . import test_tools_messages
from . import test_four_eyes
from . import test_near
from . import test_suggestions
