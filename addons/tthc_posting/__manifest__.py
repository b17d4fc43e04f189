{
    "name": "One-stop centre: public posting",
    "summary": "Public pages, posting sheets and the record of what is posted where",
    "version": "19.0.1.0.0",
    "category": "Public Services/One-stop Centre",
    "author": "TTHC",
    "license": "LGPL-3",
    "depends": ["tthc_catalogue", "portal"],
    "external_dependencies": {"python": ["qrcode"]},
    "data": [
        "security/ir.model.access.csv",
        "report/report_paperformat.xml",
        "report/report_styles.xml",
        "report/report_sheet.xml",
        "report/report_sector_board.xml",
        "views/public_layout.xml",
        "views/public_list.xml",
        "views/public_procedure.xml",
        "views/tthc_procedure_case_views.xml",
    ],
    "assets": {
        "tthc_posting.assets_public": ["tthc_posting/static/src/public/public.css"],
    },
}
