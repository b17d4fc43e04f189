{
    "name": "One-stop centre: EMS",
    "summary": "Shipments given to EMS's merchant interface and followed there",
    "version": "19.0.1.0.0",
    "category": "Public Services/One-stop Centre",
    "author": "TTHC",
    "license": "LGPL-3",
    "depends": ["tthc_postal"],
    "data": [
        "data/tthc_carrier_status.xml",
        "views/tthc_carrier_account_views.xml",
    ],
    "demo": ["demo/refused.xml"],
    "uninstall_hook": "uninstall_hook",
}
