"""What is missing is named once and completely (NĐ 61/2018/NĐ-CP, Art. 15.3, 17.1.a)."""

import unicodedata


def paper_key(template_id, name):
    """What makes two papers the same: the catalogue's row, else the name as people write it."""
    if template_id:
        return f"#{template_id}"
    return " ".join(unicodedata.normalize("NFC", name or "").casefold().split())


def newly_named(before, now):
    """Papers of ``now`` that none of the earlier requests named, in their order.

    :param before: for each earlier request the keys of the papers that it named; the first one was
        to name everything, so with none there is nothing new
    :param now: pairs of key and name
    """
    if not before:
        return []
    known = set().union(*before)
    return [name for key, name in now if key not in known]
