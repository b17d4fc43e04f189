{
    "name": "One-stop centre: SePay bank feed",
    "summary": "Bank transfers told by SePay within seconds, missed ones asked for",
    "version": "19.0.1.0.0",
    "category": "Public Services/One-stop Centre",
    "author": "TTHC",
    "license": "LGPL-3",
    "depends": ["tthc_payment"],
    "data": [
        "data/payment_provider.xml",
        "views/payment_provider_views.xml",
    ],
    "demo": ["demo/tthc_payment_sepay.xml"],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
