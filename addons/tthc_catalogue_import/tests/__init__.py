from . import test_import
from . import test_parser_properties
from . import test_parsers
from . import test_record_parser
from . import test_source
from . import test_tour
from . import test_workbook
