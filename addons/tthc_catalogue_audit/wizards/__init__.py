from . import tthc_audit_accept
