"""Write a module's .pot and bring its vi.po up to date, translations kept.

Runs in Odoo's shell on standard input: ADDONS-FOLDER MODULE [--prune]
"""

import io
import sys
from pathlib import Path

import polib

from odoo.tools.translate import TranslationFileWriter

ADDONS, MODULE = Path(sys.argv[1]), sys.argv[2]
PRUNE = "--prune" in sys.argv
sys.path.insert(0, str(ADDONS.parent / "cli"))

import i18n_terms


def template(env):
    """The .pot as Odoo writes it, without its dates (they change at every export)."""
    buffer = io.BytesIO()
    TranslationFileWriter(buffer, fileformat="po").write_rows(
        list(i18n_terms.rows(env, MODULE, ADDONS))
    )
    pot = polib.pofile(buffer.getvalue().decode())
    for key in ("POT-Creation-Date", "PO-Revision-Date"):
        pot.metadata.pop(key, None)
    return pot


def vietnamese(pot, path, demo_terms):
    if path.exists():
        po = polib.pofile(str(path))
    else:
        po = polib.POFile()
        po.metadata = {**pot.metadata, "Language": "vi", "Plural-Forms": "nplurals=1; plural=0;"}
    kept = [entry for entry in po if entry.msgid in demo_terms and not entry.obsolete]
    po.merge(pot)
    for entry in kept:
        entry.obsolete = False
    if PRUNE:
        for entry in po.obsolete_entries():
            po.remove(entry)
    po.wrapwidth = 78
    return po


def main(env):
    folder = ADDONS / MODULE / "i18n"
    folder.mkdir(exist_ok=True)
    pot = template(env)
    pot.save(str(folder / f"{MODULE}.pot"))
    demo_terms = i18n_terms.all_terms(env, MODULE, ADDONS) - {entry.msgid for entry in pot}
    po = vietnamese(pot, folder / "vi.po", demo_terms)
    po.save(str(folder / "vi.po"))
    empty = [e for e in po if not e.obsolete and not e.msgstr and not i18n_terms.exempt(e.msgid)]
    print(f"{MODULE}: {len(pot)} terms, {len(empty)} to translate in {folder / 'vi.po'}")


main(env)  # noqa: F821 (given by the shell)
