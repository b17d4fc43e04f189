"""Pairs of similar names without comparing each with each."""

import re
from collections import Counter, defaultdict
from math import ceil

from odoo.addons.tthc_catalogue.tools.fold import fold

_WORD = re.compile(r"[^\W_]+")


def trigrams(text):
    """The trigrams of the folded words of ``text``, each word padded as PostgreSQL's pg_trgm does.

    >>> sorted(trigrams("Đi"))
    ['  d', ' di', 'di ']
    """
    padded = (f"  {word} " for word in _WORD.findall(fold(text)))
    return {word[start : start + 3] for word in padded for start in range(len(word) - 2)}


def similar_pairs(names, threshold):
    """Pairs of keys of ``names`` (``{key: name}``) whose names are at least ``threshold`` alike:
    ``[(key, key, likeness)]``, the likeness being shared ÷ all trigrams, as pg_trgm's
    ``similarity()`` on folded text.

    Names that are so much alike share one of their rarest trigrams ("prefix filter" of set
    similarity joins): only those are compared.

    :param threshold: above 0, at most 1
    """
    sets = {key: grams for key, name in names.items() if (grams := trigrams(name))}
    frequency = Counter(gram for grams in sets.values() for gram in grams)
    holders, pairs = defaultdict(list), []
    for key, grams in sorted(sets.items(), key=lambda item: len(item[1])):
        rare_count = len(grams) - ceil(threshold * len(grams) - 1e-9) + 1
        rare = sorted(grams, key=lambda gram: (frequency[gram], gram))[:rare_count]
        candidates = {other for gram in rare for other in holders[gram]}
        for other in candidates:
            shared = len(grams & sets[other])
            likeness = shared / (len(grams) + len(sets[other]) - shared)
            if likeness >= threshold:
                pairs.append((other, key, likeness))
        for gram in rare:
            holders[gram].append(key)
    return pairs
