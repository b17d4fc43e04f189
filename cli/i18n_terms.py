"""What there is to translate in our modules, by Odoo's own exporter.

Used inside Odoo's shell; also tells which terms need no translation.
"""

import ast
import csv
import re
from pathlib import Path

from lxml import etree

from odoo.tools.translate import TranslationModuleReader

VIETNAMESE = re.compile(
    "[ăâđêôơưàằầảẳẩãẵẫáắấạặậèềẻểẽễéếẹệìỉĩíịòồờỏổởõỗỡóốớọộợùừủửũữúứụựỳỷỹýỵ]", re.IGNORECASE
)
PLACEHOLDER = re.compile(r"%\([a-zA-Z_]\w*\)[#0\- +]*[\d.]*[a-zA-Z]|%[sdifr]|\$\{[^}]*\}")
MARKUP = re.compile(r"<[^>]*>|&[a-z]+;|%\(\w+\)\w|%\w")


def exempt(term):
    """Already Vietnamese, or nothing to translate in it."""
    text = MARKUP.sub("", term)
    return bool(VIETNAMESE.search(text)) or not any(letter.isalpha() for letter in text)


def demo_records(module_dir):
    """The names of the records that only demo data makes."""
    module = Path(module_dir).name
    names = set()
    for file_name in ast.literal_eval((Path(module_dir) / "__manifest__.py").read_text()).get(
        "demo", []
    ):
        path = Path(module_dir) / file_name
        if path.suffix == ".csv":
            with path.open() as stream:
                names |= {row.get("id", "") for row in csv.DictReader(stream)}
        elif path.suffix == ".xml":
            names |= {
                node.get("id", "")
                for node in etree.parse(path).iter("record", "template", "menuitem")
            }
    return {name.removeprefix(module + ".") for name in names}


def rows(env, modules, addons):
    """Odoo's rows (module, type, name, resource, source, value, comments), demo data left out."""
    demo = {module: demo_records(Path(addons) / module) for module in modules}
    for row in TranslationModuleReader(env.cr, modules=modules, lang=None):
        module, kind, resource = row[0], row[1], str(row[3])
        if kind != "code" and resource.split(".", 1)[-1] in demo[module]:
            continue
        yield row


def all_terms(env, modules):
    """{module: its terms, those of demo data too}"""
    found = {module: set() for module in modules}
    for row in TranslationModuleReader(env.cr, modules=modules, lang=None):
        found[row[0]].add(row[4])
    return found


def terms(env, modules, addons):
    """{module: {term: where it first occurs}}"""
    found = {module: {} for module in modules}
    for module, _kind, name, resource, source, _value, _comments in rows(env, modules, addons):
        found[module].setdefault(source, f"{name}:{resource}")
    return found
