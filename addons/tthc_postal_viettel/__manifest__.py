{
    "name": "One-stop centre: Viettel Post",
    "summary": "Shipments given to Viettel Post's system and followed there",
    "version": "19.0.1.0.0",
    "category": "Public Services/One-stop Centre",
    "author": "TTHC",
    "license": "LGPL-3",
    "depends": ["tthc_postal"],
    "data": [
        "data/tthc_carrier_status.xml",
    ],
    "uninstall_hook": "uninstall_hook",
}
