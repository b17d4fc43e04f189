from . import tthc_notice_preview
