{
    "name": "One-stop centre: remittance of the post's money",
    "summary": "What the post still holds is not remitted before it is in the account",
    "version": "19.0.1.0.0",
    "category": "Public Services/One-stop Centre",
    "author": "TTHC",
    "license": "LGPL-3",
    "depends": ["tthc_postal_payment", "tthc_remittance"],
    "data": ["views/tthc_remittance_due_views.xml"],
    "auto_install": True,
}
