{
    "name": "One-stop centre: catalogue import",
    "summary": "National procedure records and workbooks, read into draft versions",
    "version": "19.0.1.0.0",
    "category": "Public Services/One-stop Centre",
    "author": "TTHC",
    "license": "LGPL-3",
    "depends": ["tthc_catalogue"],
}
