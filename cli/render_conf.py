"""Render config/odoo.conf (and the options of TTHC_CONFIG over it) to a file.

render_conf.py TEMPLATE TARGET addons_path=… data_dir=…
"""

import configparser
import os
import sys
from pathlib import Path


def read(path, values=None):
    text = Path(path).read_text()
    for name, value in (values or {}).items():
        text = text.replace(f"@{name}@", value)
    parser = configparser.RawConfigParser()
    parser.read_string(text)
    return parser


def main(template, target, *assignments):
    values = dict(item.split("=", 1) for item in assignments)
    parser = read(template, values)
    own = os.environ.get("TTHC_CONFIG")
    if own:
        for name, value in read(own).items("options"):
            if name == "addons_path":
                value = ",".join(
                    dict.fromkeys([*values["addons_path"].split(","), *value.split(",")])
                )
            if name != "db_name":
                parser.set("options", name, value)
    parser.remove_option("options", "db_name")
    path = Path(target)
    new = path.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640), "w") as stream:
        parser.write(stream)
    new.replace(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
