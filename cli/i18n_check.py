"""Every translatable term of our modules has a Vietnamese translation.

Runs in Odoo's shell on standard input: ADDONS-FOLDER MODULE,MODULE
"""

import sys
from pathlib import Path

import polib

ADDONS, MODULES = Path(sys.argv[1]), [name for name in sys.argv[2].split(",") if name]
sys.path.insert(0, str(ADDONS.parent / "cli"))

import i18n_terms

SHOWN = 15


def catalogue(module):
    path = ADDONS / module / "i18n" / "vi.po"
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def comes_and_goes(env, entry):
    """Whether the term need not be there in every database: it needs no translation, or belongs
    to fields inherited from a module that may be missing."""
    places = [place.split(":") for place, _line in entry.occurrences]
    fields = [parts[-1] for parts in places if parts[1:2] and "ir.model.fields" in parts[1]]
    return i18n_terms.exempt(entry.msgid) or (
        len(fields) == len(places)
        and all(i18n_terms.inherited_field(env, name, ADDONS) for name in fields)
    )


def complaints(env, module, terms, all_terms):
    """Lines saying what is wrong with a module's vi.po."""
    found = []
    po = catalogue(module)
    entries = {entry.msgid: entry for entry in po if not entry.obsolete}
    for term, place in sorted(terms.items(), key=lambda item: item[1]):
        entry = entries.get(term)
        if i18n_terms.exempt(term):
            continue
        if entry is None:
            found.append(f"not in vi.po: {term!r} ({place})")
        elif not entry.msgstr.strip():
            found.append(f"not translated: {term!r} ({place})")
        elif entry.fuzzy:
            found.append(f"fuzzy: {term!r} ({place})")
    for msgid, entry in entries.items():
        placeholders = i18n_terms.PLACEHOLDER.findall
        if entry.msgstr and sorted(placeholders(msgid)) != sorted(placeholders(entry.msgstr)):
            found.append(f"other placeholders in the translation of {msgid!r}: {entry.msgstr!r}")
        if msgid not in all_terms and not comes_and_goes(env, entry):
            found.append(f"obsolete, no longer in the module: {msgid!r}")
    return found


def main(env):
    count = wrong = 0
    for module in MODULES:
        wanted = i18n_terms.terms(env, module, ADDONS)
        found = complaints(env, module, wanted, i18n_terms.all_terms(env, module, ADDONS))
        count += len(wanted)
        wrong += len(found)
        for line in found[:SHOWN]:
            print(f"addons/{module}/i18n/vi.po: {line}")
        if len(found) > SHOWN:
            print(f"addons/{module}/i18n/vi.po: … and {len(found) - SHOWN} more")
    print(f"{count} terms in {len(MODULES)} modules, {wrong} complaints")
    sys.exit(1 if wrong else 0)


main(env)  # noqa: F821 (given by the shell)
