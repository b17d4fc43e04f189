{
    "name": "One-stop centre: catalogue import",
    "summary": "National procedure records and workbooks, read into draft versions",
    "version": "19.0.1.0.0",
    "category": "Public Services/One-stop Centre",
    "author": "TTHC",
    "license": "LGPL-3",
    "depends": ["tthc_catalogue"],
    "external_dependencies": {"python": ["openpyxl", "xlsxwriter"]},
    "data": [
        "security/ir.model.access.csv",
        "data/ir_cron.xml",
        "wizards/tthc_import_reject_views.xml",
        "views/tthc_import_batch_views.xml",
        "views/tthc_import_record_views.xml",
        "views/tthc_import_issue_views.xml",
        "wizards/tthc_workbook_views.xml",
    ],
    "demo": ["demo/import.xml"],
    "assets": {
        "web.assets_tests": ["tthc_catalogue_import/static/tests/tours/*.js"],
    },
}
