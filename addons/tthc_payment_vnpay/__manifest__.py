{
    "name": "One-stop centre: VNPAY",
    "summary": "Fees paid by card, bank account or e-wallet on VNPAY's page, with refunds",
    "version": "19.0.1.0.0",
    "category": "Public Services/One-stop Centre",
    "author": "TTHC",
    "license": "LGPL-3",
    "depends": ["tthc_payment"],
    "data": [
        "data/payment_method.xml",
        "data/payment_provider.xml",
        "views/payment_provider_views.xml",
    ],
    "assets": {"web.assets_tests": ["tthc_payment_vnpay/static/tests/tours/*.js"]},
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
