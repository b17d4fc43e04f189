"""Labels of a closed list, run together in one published text. No database."""

import unicodedata


def nfc(text):
    """``text`` composed (NFC): the national portal publishes part of its records decomposed."""
    return unicodedata.normalize("NFC", text or "")


def read_labels(text, names):
    """Find the labels of ``names`` in ``text``; the longest one wins where one begins another.

    A label stands between separators, so that “Doanh nghiệp” is not read out of “Doanh nghiệp
    Việt Nam”, and may itself hold commas (“Cán bộ, công chức, viên chức”).

    :return: the names found, in the order of the text, and what is left of it
    """
    rest, found = nfc(text).strip(), []
    unread = []
    ordered = sorted(names, key=len, reverse=True)
    while rest:
        name = next((name for name in ordered if _begins(rest, name)), None)
        if name is None:
            head, _comma, rest = rest.partition(",")
            unread.append(head.strip())
        else:
            rest = rest[len(name) :]
            if name not in found:
                found.append(name)
        rest = rest.lstrip(" ,;\n\t")
    return found, ", ".join(part for part in unread if part)


def _begins(text, name):
    if not text.casefold().startswith(name.casefold()):
        return False
    return text[len(name) :].lstrip()[:1] in ("", ",", ";", "\n")
