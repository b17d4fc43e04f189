{
    "name": "One-stop centre: postage",
    "summary": "Asks for the postage of results that go by post, by the tariff of the centre",
    "version": "19.0.1.0.0",
    "category": "Public Services/One-stop Centre",
    "author": "TTHC",
    "license": "LGPL-3",
    "depends": ["tthc_postal", "tthc_payment"],
    "data": [
        "security/ir.model.access.csv",
        "security/tthc_postage_rules.xml",
        "views/tthc_postage_tariff_views.xml",
        "views/tthc_shipment_views.xml",
        "views/res_company_views.xml",
    ],
    "demo": ["demo/postage.xml"],
    "auto_install": True,
}
