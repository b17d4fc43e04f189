"""Texts of the printed forms with placeholders, as an administrator writes them.

Pure Python. A placeholder is a Vietnamese name in square brackets, ``[mã hồ sơ]``; which ones a
form knows is fixed here, so that a text can be checked before anything is printed with it. Words
between two pairs of asterisks are printed bold: ``**[hẹn trả]**``.
"""

import re
import unicodedata

#: What stands where a value is missing.
DOTS = "……"
_PLACEHOLDER = re.compile(r"\[([^\[\]]+)\]")

#: Of the centre and the paper itself: every form knows them.
PAPER = (
    "trung tâm", "tên viết tắt", "cơ quan cấp trên", "cơ quan", "địa danh", "ngày ký", "số",
    "người in", "điện thoại trung tâm", "email trung tâm", "trang web",
)  # fmt: skip
#: Of the dossier that the paper is about.
DOSSIER = (
    "mã hồ sơ", "mã thủ tục", "tên thủ tục", "trường hợp", "nội dung", "chủ hồ sơ",
    "số định danh", "địa chỉ", "số điện thoại", "email", "người nộp", "người nộp thay",
    "ngày tiếp nhận", "giờ ngày tiếp nhận", "hẹn trả", "nơi trả", "người tiếp nhận",
    "cơ quan thẩm quyền", "trung tâm thẩm quyền", "quyển số", "số thứ tự", "mã tra cứu",
    "số bộ", "thời hạn",
)  # fmt: skip
_REASON = ("lý do", "giải thích", "căn cứ", "người ký", "chức vụ người ký")
#: Placeholders of each form beside :data:`PAPER`.
OF_FORM = {
    "receipt": DOSSIER,
    "supplement": (
        *DOSSIER, *_REASON, "lần", "hạn bổ sung", "người hướng dẫn", "người duyệt", "giai đoạn",
        "liên hệ",
    ),
    "refusal": (*DOSSIER, *_REASON, "giấy tờ liên quan", "nơi có thẩm quyền", "liên hệ"),
    "apology": (*DOSSIER, *_REASON, "hẹn trả trước", "hẹn trả lại"),
    "stop": (
        *DOSSIER, *_REASON, "đã giải quyết đến", "giấy tờ còn thiếu", "tiền đã nộp",
        "trả lại giấy tờ", "ngày đề nghị rút", "liên hệ",
    ),
    "control_slip": DOSSIER,
    "ledger": (
        "năm", "từ ngày", "đến ngày", "số hồ sơ", "số đầu", "số cuối", "khóa sổ", "loại sổ",
    ),
    "handover_list": (
        "bên giao", "bên nhận", "người giao", "người nhận", "thời gian bàn giao", "số hồ sơ",
        "số giấy tờ", "cơ quan giải quyết",
    ),
}  # fmt: skip


class UnknownPlaceholder(ValueError):
    """:ivar names: the placeholders of a text that its form does not know"""

    def __init__(self, names):
        super().__init__(", ".join(names))
        self.names = names


def known(form):
    """The placeholders of a form, in their order."""
    return (*OF_FORM.get(form, ()), *PAPER)


def _plain(name):
    """A name however it was typed: composed letters, single spaces, small."""
    return " ".join(unicodedata.normalize("NFC", name).split()).lower()


def names(text):
    """Names of the placeholders in ``text``, in their order.

    >>> names("Số [Số]/[tên viết tắt]")
    ['số', 'tên viết tắt']
    """
    return [_plain(name) for name in _PLACEHOLDER.findall(text or "")]


def check(text, form):
    """:raise UnknownPlaceholder: ``text`` has a placeholder that the form does not know"""
    allowed = set(known(form))
    unknown = [name for name in names(text) if name not in allowed]
    if unknown:
        raise UnknownPlaceholder(unknown)


def fill(text, values):
    """``text`` with its placeholders replaced; :data:`DOTS` for what has no value.

    >>> fill("Số: [số]/PXL", {"số": "01"})
    'Số: 01/PXL'
    """
    return _PLACEHOLDER.sub(
        lambda found: str(values.get(_plain(found.group(1))) or DOTS), text or ""
    )


def is_empty(text, values):
    """Whether ``text`` has placeholders and none of them has a value: such a line can be left
    out."""
    found = names(text)
    return bool(found) and not any(values.get(name) for name in found)


def runs(text):
    """``(words, bold)`` pieces of a text with its asterisks.

    >>> runs("hẹn **ngày mai** nhé")
    [('hẹn ', False), ('ngày mai', True), (' nhé', False)]
    """
    pieces = (text or "").split("**")
    return [(piece, bool(index % 2)) for index, piece in enumerate(pieces) if piece]
