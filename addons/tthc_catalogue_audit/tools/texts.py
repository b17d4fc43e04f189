"""What the portal's Vietnamese texts say: sums of money, counts of papers, forms."""

import re
import unicodedata

from odoo.addons.tthc_catalogue.tools.fold import fold

SCALES = {"nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "ty": 10**9}
_NUMBER = r"(?<![\w./,])(\d{1,3}(?:[.,]\d{3})+|\d+(?:,\d{1,2})?)"
_SUM = re.compile(
    _NUMBER
    + r"(?:\s*(nghin|ngan|trieu|ty))?(?:\s*(?:viet nam )?(?:dong|vnd)\b|\s?₫|d(?=[\s/.,;)]|$))"
)
# A sum without a currency, told by what it is paid for: "8.000/bản".
_PRICE = re.compile(
    r"(?<![\w./,])(\d{1,3}(?:[.,]\d{3})+)()\s*/\s*"
    r"(?:\d+ )?(?:ban|trang|lan|ho so|giay|truong hop|nguoi|to\b|xe|thua)"
)
_FREE = re.compile(
    r"\b(?:mien (?:thu )?(?:(?:phi|le phi)(?:, (?:phi|le phi))?|hoan toan)"
    r"|khong (?:thu|mat|phai nop|phai tra|ap dung) (?:phi|le phi|tien)"
    r"|khong co (?:phi|le phi)|(?<![\d.,])0 (?:dong|vnd))\b"
)
# Whom the exemption is for, or when: then a sum beside it is the price of the others.
_CONDITION = re.compile(
    r"\W{0,3}(?:cho|doi voi|voi|neu|trong truong hop|truong hop|khi|theo quy dinh doi voi)\b"
)
_PAID = re.compile(r"\b(?:phi|le phi|muc thu|nop|gia dich vu|cuoc)\b")
# Sums that are no price of the procedure.
_OTHER_SUM = re.compile(
    r"\b(?:phat|von|tri gia|gia tri|thu nhap|tro cap|ho tro|ky quy|boi thuong|muc huong|"
    r"tien thuong|doanh thu|luong|dinh muc)\b"
)
_CLAUSE = re.compile(r"[;\n]|\.(?=\s|$)")
_COUNT = re.compile(r"(?<![\w.,/])(\d+) ?(?:ban|bo|to|quyen)\b")
_FORM = re.compile(
    r"\b(?:tờ khai|phiếu khai|bản khai|biểu mẫu|mẫu đơn|theo mẫu|mẫu số|mẫu ban hành)\b"
    r"|(?<!hóa )(?<!hoá )(?<!vận )(?<!thực )\bđơn\b(?! vị| giá| thuốc| hàng| nguyên| thư)"
)


def _amount(number, scale):
    digits = number.replace(".", "")
    whole, comma, rest = digits.partition(",")
    if comma and len(rest.replace(",", "")) % 3 == 0:
        whole, rest = digits.replace(",", ""), ""
    value = float(f"{whole}.{rest or 0}") * SCALES.get(scale, 1)
    return round(value)


def sums(text):
    """Sums of money in ``text``, VND, in the order in which they stand there.

    >>> sums("Phí 8.000 đồng/bản, 1,5 triệu đồng; 20/2023/NĐ-CP, 100 VNĐ")
    [8000, 1500000, 100]
    """
    folded = fold(text)
    found = [*_SUM.finditer(folded), *_PRICE.finditer(folded)]
    found.sort(key=lambda match: match.start())
    return [_amount(match[1], match[2]) for match in found]


def claims_free(text):
    """Whether ``text`` says, without a condition, that nothing is paid.

    >>> claims_free("Miễn phí"), claims_free("Miễn phí đối với hộ nghèo")
    (True, False)
    """
    folded = fold(text)
    return any(not _CONDITION.match(folded, match.end()) for match in _FREE.finditer(folded))


def priced(text):
    """The sums in ``text`` that are a price: not a fine, a capital, an allowance…"""
    prices = []
    for clause in _CLAUSE.split(unicodedata.normalize("NFC", text or "")):
        folded = fold(clause)
        if _PAID.search(folded) or not _OTHER_SUM.search(folded):
            prices += [amount for amount in sums(clause) if amount]
    return prices


def contradicts_free(fee_text, note):
    """The prices that stand beside a claim that the procedure is free: empty when the texts
    agree, or when ``fee_text`` does not claim it.

    >>> contradicts_free("Miễn phí", "Bản sao trích lục: 8.000 đồng/bản")
    [8000]
    """
    if not claims_free(fee_text):
        return []
    return priced(fee_text) + priced(note)


def counts(text):
    """Counts of papers in ``text``.

    >>> counts("181 bản chính, 01 bản sao")
    [181, 1]
    """
    return [int(count) for count in _COUNT.findall(fold(text))]


def speaks_of_form(name):
    """Whether the name of a paper says that it is written on a prescribed form.

    Not folded: đơn is an application, and "đơn vị" or "hóa đơn" is none; mẫu is a form only in
    "theo mẫu", "mẫu số"…, else a sample.

    >>> speaks_of_form("Đơn đề nghị"), speaks_of_form("Giấy xác nhận của đơn vị")
    (True, False)
    """
    return bool(_FORM.search(unicodedata.normalize("NFC", name or "").lower()))
