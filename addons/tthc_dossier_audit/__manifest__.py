{
    "name": "One-stop centre: audit of use",
    "summary": "Finds procedures that are offered and for which nobody ever asks",
    "version": "19.0.1.0.0",
    "category": "Public Services/One-stop Centre",
    "author": "TTHC",
    "license": "LGPL-3",
    "depends": ["tthc_dossier", "tthc_catalogue_audit"],
    "data": ["data/tthc_audit_rule.xml"],
    "demo": ["demo/audit.xml"],
    "auto_install": True,
}
