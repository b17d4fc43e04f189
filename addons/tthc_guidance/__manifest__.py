{
    "name": "One-stop centre: guidance",
    "summary": "What to bring, pre-check before intake, requests and refusals at the counter",
    "version": "19.0.1.0.0",
    "category": "Public Services/One-stop Centre",
    "author": "TTHC",
    "license": "LGPL-3",
    "depends": ["tthc_dossier"],
    "data": [
        "security/ir.model.access.csv",
        "security/tthc_guidance_rules.xml",
        "data/ir_cron.xml",
        "report/report_guidance.xml",
        "report/report_counter_forms.xml",
        "views/tthc_guidance_views.xml",
        "views/tthc_guidance_overviews.xml",
        "views/menus.xml",
    ],
    "demo": ["demo/guidance.xml"],
    "assets": {
        "web.assets_tests": ["tthc_guidance/static/tests/tours/*.js"],
    },
}
