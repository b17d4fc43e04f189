{
    "name": "One-stop centre: citizens online",
    "summary": "Supplements sent online with an upload receipt, checked at the desk",
    "version": "19.0.1.0.0",
    "category": "Public Services/One-stop Centre",
    "author": "TTHC",
    "license": "LGPL-3",
    "depends": ["tthc_dossier"],
    "data": [
        "security/ir.model.access.csv",
        "security/tthc_portal_rules.xml",
        "data/ir_cron.xml",
        "report/report_upload_receipt.xml",
        "wizards/tthc_online_answer_views.xml",
        "views/tthc_online_supply_views.xml",
        "views/portal_upload_templates.xml",
        "views/portal_receipt_templates.xml",
        "views/portal_templates.xml",
        "data/mail_template.xml",
    ],
    "demo": ["demo/supplies.xml"],
    "assets": {
        "web.assets_frontend": [
            "tthc_portal/static/src/upload/*.js",
            "tthc_portal/static/src/upload/*.scss",
        ],
    },
    "uninstall_hook": "uninstall_hook",
}
