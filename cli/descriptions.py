"""Writes each addon's static/description/index.html from its readme/DESCRIPTION.md and the pictures
that lie there: what Odoo shows of an addon under Apps.

    descriptions.py ADDONS-FOLDER

Knows of Markdown what the fragments use: paragraphs, lists, bold, emphasis, code and links.
"""

import ast
import re
import sys
from html import escape
from pathlib import Path

#: What is seen on a picture, for those who do not see it and under it for all.
CAPTIONS = {
    "audit": "The catalogue audited",
    "cash-shift": "A shift, counted and accepted",
    "cash-taking": "Money taken at the counter, and the change",
    "check-phone": "A paper checked on a phone",
    "custody": "Where each paper is",
    "desk-leader": "The leader's desk",
    "desk-manager": "The manager's desk",
    "desk-officer": "The officer's desk",
    "desk-receptionist": "The receptionist's desk",
    "dossier-form": "An officer's step, and the way to the next one",
    "dossier-process": "Where a dossier is in its process",
    "fee-preview": "What a new resolution would change",
    "files": "Files of a dossier, and what waits to be assigned",
    "form-layout": "The layout of a printed form",
    "guidance": "What to bring, and what is missing",
    "import-batch": "An import of national records",
    "intake": "The intake sheet, filled from an identity card",
    "look-up-phone": "The public look-up on a phone",
    "money-receipt": "A money receipt (biên lai), printed",
    "notice-rules": "What people are told, and how",
    "outage-pad": "A sheet of the pad for an outage",
    "pay-phone": "Paying from the phone",
    "payment-exceptions": "Money that does not fit, by reason",
    "portal-phone": "A supplement sent from the phone",
    "procedure-version": "A published procedure",
    "process-designer": "The process of a case",
    "public-procedure-phone": "The public page of a procedure",
    "publish-dialog": "What a new version changes",
    "receipt": "The receipt, printed",
    "refunds": "Refunds, proposed and decided",
    "shipments": "Shipments",
    "statement": "An imported statement",
    "to-post": "What is still to post",
    "vietqr": "The payment code",
    "waiver": "A waiver to be decided on",
    "workbench": "The reconciliation workbench, cleared by keyboard",
}


def inline(text):
    """Bold, emphasis, code and links of one paragraph."""
    html = escape(text, quote=False)
    html = re.sub(r"`([^`]+)`", r"<code>\1</code>", html)
    html = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", html)
    html = re.sub(r"\*([^*]+)\*", r"<em>\1</em>", html)
    return re.sub(r"\[([^\]]+)\]\(([^)]+)\)", r'<a href="\2">\1</a>', html)


def body(markdown):
    """HTML of a fragment's paragraphs and lists."""
    html = []
    for block in re.split(r"\n\s*\n", markdown.strip()):
        items = re.split(r"^- ", block, flags=re.MULTILINE)
        if items[0].strip():
            html.append(f"<p>{inline(' '.join(items[0].split()))}</p>")
        if len(items) > 1:
            rows = "".join(f"\n<li>{inline(' '.join(item.split()))}</li>" for item in items[1:])
            html.append(f"<ul>{rows}\n</ul>")
    return "\n".join(html)


def picture(path):
    caption = escape(CAPTIONS.get(path.stem, path.stem.replace("-", " ").capitalize()))
    return (
        f'<figure class="my-4 text-center">\n<img class="img-fluid border" src="{path.name}"'
        f' alt="{caption}"/>\n<figcaption>{caption}</figcaption>\n</figure>'
    )


def page(addon):
    """The whole description of the addon in this folder."""
    manifest = ast.literal_eval((addon / "__manifest__.py").read_text())
    shots = sorted((addon / "static/description").glob("*.png"))
    parts = [
        f"<h1>{escape(manifest['name'])}</h1>",
        f'<p class="lead">{escape(manifest["summary"])}</p>',
        body((addon / "readme/DESCRIPTION.md").read_text()),
        *(picture(shot) for shot in shots if shot.stem != "icon"),
    ]
    return '<section class="container py-4">\n' + "\n".join(parts) + "\n</section>\n"


def main(folder):
    for manifest in sorted(Path(folder).glob("*/__manifest__.py")):
        (manifest.parent / "static/description/index.html").write_text(page(manifest.parent))


if __name__ == "__main__":
    main(sys.argv[1])
