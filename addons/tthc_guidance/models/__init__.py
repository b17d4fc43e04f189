from . import tthc_guidance_line
from . import tthc_guidance
from . import tthc_guidance_sheet
from . import tthc_guidance_outcome
from . import tthc_guidance_form
from . import tthc_guidance_return
from . import tthc_demo
