"""What there is to translate in our modules, by Odoo's own exporter.

Used inside Odoo's shell; also tells which terms need no translation.
"""

import ast
import csv
import re
from contextlib import contextmanager
from pathlib import Path

from lxml import etree

from odoo.tools.translate import TranslationModuleReader

import odoo.addons

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


@contextmanager
def only(addons):
    """Odoo's exporter searches every addons folder; ours is enough, and 600 modules faster."""
    before = odoo.addons.__path__
    odoo.addons.__path__ = [str(addons)]
    try:
        yield
    finally:
        odoo.addons.__path__ = before


def exported(env, module, addons):
    """Odoo's rows (module, type, name, resource, source, value, comments) of one module.

    One at a time: asked for several, Odoo gives what they share to only one of them.
    """
    with only(addons):
        return list(TranslationModuleReader(env.cr, modules=[module], lang=None))


def rows(env, module, addons):
    """The same without the terms of demo data."""
    demo = demo_records(Path(addons) / module)
    for row in exported(env, module, addons):
        if row[1] == "code" or str(row[3]).split(".", 1)[-1] not in demo:
            yield row


def inherited_field(env, resource, addons):
    """Whether ``resource`` is the external id of a field that another module's mixin gave to a
    model. Odoo exports such fields or not, depending on what was installed first."""
    name = resource.split(".", 1)[-1]
    if not name.startswith("field_"):
        return False
    model_part, _separator, field_name = name.removeprefix("field_").partition("__")
    model = next((model for model in env.registry if model.replace(".", "_") == model_part), None)
    field = env[model]._fields.get(field_name) if model else None
    return field is None or not (Path(addons) / (field._module or "base")).exists()


def all_terms(env, module, addons):
    """A module's terms, those of demo data too."""
    return {row[4] for row in exported(env, module, addons)}


def terms(env, module, addons):
    """{term: where it first occurs}, of what the module itself defines"""
    found = {}
    for _module, _kind, name, resource, source, _value, _comments in rows(env, module, addons):
        if name.startswith("ir.model.fields,") and inherited_field(env, resource, addons):
            continue
        found.setdefault(source, f"{name}:{resource}")
    return found
