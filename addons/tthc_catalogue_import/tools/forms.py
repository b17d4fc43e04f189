"""Names of form files, run onto the name of the paper they belong to."""

import re
from itertools import pairwise

_EXTENSION = re.compile(
    r"\.(?:docx|docm|doc|pdf|xlsx|xlsm|xls|pptx|ppt|rtf|odt|zip|rar|7z|jpeg|jpg|png|txt|html|htm)",
    re.IGNORECASE,
)
# The end of a document's number: “…/NĐ-CP”, “…/TT-BTC”.
_SYMBOL = re.compile(
    r"/(?:NĐ|NQ|QĐ|TT)-(?:CP|TTg|NHNN|BTC|BCA|BXD|BTP|BNNMT|BGTVT|BNNPTNT|BTNMT|BKHĐT)$"
)
_LONGEST = 60  # of a text that is a file's name alone
_FORM_WORD = re.compile(
    r"(?:\d{1,3}[-._ ]+)?(?:mẫu|mau|biểu|bieu|phụ lục|phu luc|phuluc|pl\b|đơn|don|tờ khai"
    r"|to khai|tk|giấy|giay|bm|tờ trình|ms\b|phiếu|phieu|bản|ban|văn bản|van ban|danh|báo cáo)",
    re.IGNORECASE,
)


def split_forms(text):
    """Split ``text`` into the paper's name and its form files.

    :return: name, tuple of file names, and a code when where the first file's name begins
        cannot be told for certain (the name then keeps the whole text, or the split is the
        likeliest one of several)
    """
    ends = _file_ends(text)
    if not ends:
        return text, (), None
    files = [text[start:end].strip() for start, end in pairwise(ends)]
    head = text[: ends[0]]
    starts = _boundaries(head)
    if not starts:
        if len(head) <= _LONGEST and _FORM_WORD.match(head):
            return head, (head.strip(), *files), None
        return text, (), "form_run_into_name"
    start = starts[0]
    doubt = None
    if len(starts) > 1:
        likely = [place for place in starts if _FORM_WORD.match(head[place:])]
        start = likely[0] if likely else starts[0]
        doubt = None if len(likely) == 1 else "form_several_readings"
    return head[:start], (head[start:].strip(), *files), doubt


def _file_ends(text):
    """Places where a file's name ends, when ``text`` ends with one."""
    ends = []
    for match in _EXTENSION.finditer(text):
        after = text[match.end() : match.end() + 1]
        if not after.strip() and text[match.end() :].strip() == "":
            ends.append(len(text))
        elif after and not after.isspace() and after not in ".,;:)_-":
            ends.append(match.end())
    return ends if ends and ends[-1] == len(text) else []


def _boundaries(head):
    """Places in ``head`` where two cells can meet: characters run together as no sentence
    writes them."""
    places = []
    for place in range(1, len(head)):
        before, here = head[place - 1], head[place]
        after = head[place + 1 : place + 2]
        camel = before.islower() and here.isupper() and head[place - 1 : place + 2] != "eID"
        closed = before in ');:,”"»…' and here.isalnum()
        stop = before == "." and here.isalnum() and _sentence_before(head, place - 1)
        stop = stop and (not here.islower() or bool(_FORM_WORD.match(head[place:])))
        symbol = bool(_SYMBOL.search(head[:place])) and here.isalnum() and not here.isupper()
        shout = before.isupper() and here.isupper() and after.islower() and not symbol
        shout = shout and not _SYMBOL.search(head[: place + 1])
        figure = before.isdigit() and here.isupper() and after.islower()
        if camel or closed or stop or symbol or shout or figure:
            places.append(place)
    return places


def _sentence_before(head, end):
    """Whether a word, a year or a closed parenthesis, not a letter or a figure alone, ends at
    ``end``."""
    return bool(re.search(r"(?:[^\W\d_]{2,}|\)|/\d{4}|\.)$", head[:end]))
