from . import test_travel
from . import test_papers
from . import test_sequences
