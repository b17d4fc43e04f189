{
    "name": "One-stop centre: bank reconciliation",
    "summary": "Statements of every bank, matching with reasons, and the books closed each day",
    "version": "19.0.1.0.0",
    "category": "Public Services/One-stop Centre",
    "author": "TTHC",
    "license": "LGPL-3",
    "depends": ["tthc_payment"],
    "external_dependencies": {"python": ["lxml", "mt-940", "xlsxwriter"]},
    "data": [
        "security/ir.model.access.csv",
        "report/book_templates.xml",
        "wizards/tthc_finance_book_print_views.xml",
        "wizards/tthc_statement_guide_views.xml",
        "security/tthc_match_proposal.xml",
        "views/tthc_match_proposal_views.xml",
        "wizards/tthc_match_sheet_views.xml",
        "views/tthc_incoming_money_views.xml",
    ],
    "assets": {
        "web.assets_backend": ["tthc_reconciliation/static/src/statement_guide/*"],
        "web.assets_tests": ["tthc_reconciliation/static/tests/tours/*.js"],
    },
}
