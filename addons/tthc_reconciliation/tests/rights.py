"""Who may do what with reconciliation; see ``tthc_dossier/tests/rights_world.py``."""

ROWS = {}
METHODS = {}
HIDDEN = {}
