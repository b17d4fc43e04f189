"""Which paper of a dossier a file is, by its name.

A scan is named by hand or by habit: ``01_to khai.pdf``, ``CCCD mat truoc.jpg``, ``GCN.pdf``. The
rule compares folded words (no marks, no case) of the name with those of the papers, knows the
usual abbreviations, and takes a number of one or two digits at the beginning as the paper's place
in the list. It suggests and says how sure it is; only what is sure may be filed without asking.
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

#: From here on a file is filed without asking, if no other paper comes near.
SURE = 0.6
#: How far the second best paper must stay behind for that.
MARGIN = 0.2
#: Below this nothing is suggested.
WEAK = 0.25

#: Abbreviations people use in file names, and what they stand for, folded.
ABBREVIATIONS = {
    "bb": "bien ban",
    "bn": "ban ve",
    "bv": "ban ve",
    "bc": "bao cao",
    "cc": "can cuoc",
    "cccd": "can cuoc cong dan",
    "ck": "cam ket",
    "cmnd": "chung minh nhan dan",
    "dddt": "dia diem dau tu",
    "dkkd": "dang ky kinh doanh",
    "dkkh": "dang ky ket hon",
    "dknvqs": "dang ky nghia vu quan su",
    "dl": "dieu le",
    "gcn": "giay chung nhan",
    "gcs": "giay chung sinh",
    "gks": "giay khai sinh",
    "gp": "giay phep",
    "gpkd": "giay phep kinh doanh",
    "gplx": "giay phep lai xe",
    "gpxd": "giay phep xay dung",
    "gtt": "giay to tuy than",
    "guq": "giay uy quyen",
    "gxn": "giay xac nhan",
    "hc": "ho chieu",
    "hd": "hop dong",
    "hk": "ho khau",
    "htnt": "hoan thanh nghiem thu",
    "ks": "khai sinh",
    "kt": "khai tu",
    "lltp": "ly lich tu phap",
    "mst": "ma so thue",
    "pl": "phu luc",
    "qd": "quyet dinh",
    "qh": "quy hoach",
    "qsdd": "quyen su dung dat",
    "shk": "so ho khau",
    "sodo": "giay chung nhan quyen su dung dat",
    "tb": "thong bao",
    "tk": "to khai",
    "tkhai": "to khai",
    "tlkt": "tai lieu ky thuat",
    "tt": "to trinh",
    "tthn": "tinh trang hon nhan",
    "uq": "uy quyen",
    "vb": "van ban",
    "vbuq": "van ban uy quyen",
    "xn": "xac nhan",
    "xnc": "xac nhan cu tru",
}
#: Words that tell one paper from another in no list.
FILLERS = frozenset(
    {
        "va",
        "cua",
        "cho",
        "theo",
        "the",
        "la",
        "co",
        "tai",
        "trong",
        "tu",
        "den",
        "de",
        "voi",
        "nguoi",
        "scan",
        "file",
        "anh",
        "img",
        "image",
        "mat",
        "truoc",
        "sau",
        "trang",
        "page",
        "final",
        "ok",
        "moi",
        "cu",
        "goc",
        "chup",
        "pdf",
        "jpg",
    }
)

_LEADING = re.compile(r"^\s*(?:tp|so|stt|no)?\s*0*(\d{1,2})(?=$|[^0-9])", re.IGNORECASE | re.ASCII)
_WORD = re.compile(r"[a-z]+|\d+")


@dataclass(frozen=True)
class Match:
    """A suggestion.

    :ivar key: key of the paper, ``None`` for none
    :ivar confidence: from 0 to 1
    :ivar sure: it may be filed without asking
    """

    key: object = None
    confidence: float = 0.0
    sure: bool = False


def fold(text):
    """``text`` without marks and case: ``Tờ khai ĐĂNG KÝ`` → ``to khai dang ky``."""
    text = unicodedata.normalize("NFD", (text or "").replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in text if not unicodedata.combining(sign)).lower()


def _stem(file_name):
    name = unicodedata.normalize("NFC", file_name or "")
    name = PurePosixPath(name.replace("\\", "/")).name
    return re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)


def _apart(text):
    """``VanBanUyQuyen`` as ``Van Ban Uy Quyen``."""
    text = unicodedata.normalize("NFC", text)
    return "".join(
        f" {sign}" if sign.isupper() and before.islower() else sign
        for before, sign in zip(" " + text, text, strict=False)
    )


def _words(text):
    """Folded words that mean something, abbreviations written out."""
    found = set()
    for word in _WORD.findall(fold(_apart(text))):
        spelled = ABBREVIATIONS.get(word)
        found.update(spelled.split() if spelled else (word,))
    return {word for word in found if word not in FILLERS and not word.isdigit()}


def place_in_name(file_name):
    """The number that a file's name begins with, of one or two digits; ``None`` without one."""
    found = _LEADING.match(_stem(file_name))
    return int(found[1]) if found and int(found[1]) else None


def match(file_name, papers):
    """The paper that a file is, as far as its name tells.

    :param papers: ``[(key, name)]`` in the order in which the officer sees them
    :return: a :class:`Match`
    """
    said = _words(_LEADING.sub("", _stem(file_name)))
    meant = {key: _words(name) for key, name in papers}
    scores = {key: _likeness(said, words, meant.values()) for key, words in meant.items()}
    place = place_in_name(file_name)
    if place and place <= len(papers):
        _by_place(scores, papers[place - 1][0], bool(said))
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < WEAK:
        return Match()
    (key, best), second = ranked[0], ranked[1][1] if len(ranked) > 1 else 0.0
    if best - second < 1e-9:
        # two papers that the name fits equally well: nobody is suggested
        return Match(None, 0.0)
    return Match(key, round(min(best, 1.0), 3), best >= SURE and best - second >= MARGIN)


def _by_place(scores, key, has_words):
    """A leading number decides where there are no words, and helps where they agree."""
    if not has_words:
        scores[key] = max(scores[key], 0.8)
    elif scores[key] >= WEAK:
        scores[key] = min(1.0, scores[key] + 0.35)
    elif max(scores.values()) < WEAK:
        # words that fit no paper at all ("01 Lan.pdf"): the place is a hint, no more
        scores[key] = 0.4


def _likeness(said, words, all_words):
    """How well the words of a name fit those of a paper, from 0 to 1.

    Words that few papers of the list share count more. A short name that lies wholly within the
    paper's ("to khai") fits; foreign words in it take away.
    """
    if not said or not words:
        return 0.0
    count = len(all_words)

    def weight(word):
        holders = sum(word in other for other in all_words)
        return math.log(1 + count / holders) if holders else math.log(1 + count)

    common = sum(weight(word) for word in said & words)
    if not common:
        return 0.0
    precision = common / sum(weight(word) for word in said)
    recall = common / sum(weight(word) for word in words)
    return 0.7 * precision + 0.3 * recall
