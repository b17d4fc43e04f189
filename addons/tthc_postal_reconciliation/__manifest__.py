{
    "name": "One-stop centre: reconciliation of the post's money",
    "summary": "Days of the money that the post took: our books, the post's lists, the bank",
    "version": "19.0.1.0.0",
    "category": "Public Services/One-stop Centre",
    "author": "TTHC",
    "license": "LGPL-3",
    "depends": ["tthc_postal_payment", "tthc_reconciliation"],
    "data": [
        "views/tthc_reconciliation_day_views.xml",
    ],
    "demo": ["demo/post_days.xml"],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "auto_install": True,
}
