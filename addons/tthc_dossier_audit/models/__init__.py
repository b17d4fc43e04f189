from . import tthc_audit_rule
