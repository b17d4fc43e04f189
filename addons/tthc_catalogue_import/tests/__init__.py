from . import test_parser_properties
from . import test_parsers
from . import test_record_parser
