"""Who may do what with the days of the post; see ``tthc_dossier/tests/rights_world.py``."""

METHODS = {
    "tthc.reconciliation.day": {"action_lists": "read", "action_post_money": "read"},
}
