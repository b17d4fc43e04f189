from . import rights
from . import test_file_name
from . import test_supply
from . import test_upload
from . import test_upload_security
from . import test_phone
