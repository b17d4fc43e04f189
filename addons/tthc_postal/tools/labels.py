"""Labels of envelopes: A6 pages with barcode and QR code, drawn straight into a PDF.

Plain Python over reportlab, which Odoo needs anyway. Measured for 2,000 labels (bench_labels.py):
drawn like this they take about nine seconds, the reading of the shipments included; a simpler page
as HTML through wkhtmltopdf would take about a minute, and looks as its fonts happen to be.
"""

from dataclasses import dataclass

import qrcode
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.pagesizes import A6
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from odoo.addons.tthc_catalogue.tools.numbers import grouped

REGULAR, BOLD = "TthcLabel", "TthcLabelBold"
WIDTH, HEIGHT = A6
LEFT, RIGHT = 5 * mm, WIDTH - 5 * mm
#: Narrowest and widest bar of the barcode; scanners want at least 0.19 mm.
BARS = (0.19 * mm, 0.42 * mm)
_BLANK = "…"
_LEVEL = qrcode.constants.ERROR_CORRECT_M


@dataclass(frozen=True)
class End:
    """Who stands on the envelope as sender or receiver."""

    name: str
    phone: str
    street: str
    commune: str
    province: str


@dataclass(frozen=True)
class Label:
    """What stands on one envelope; texts in Vietnamese, ``weight`` in grams, ``cod`` in VND.

    :ivar code: what the barcode says: the tracking number, or our own number
    :ivar number: our own number, in the QR code
    """

    code: str
    number: str
    carrier: str
    service: str
    sender: End
    receiver: End
    weight: int = 0
    cod: int = 0
    payer: str = ""
    batch: str = ""
    day: str = ""
    note: str = ""


def use_fonts(regular, bold):
    """Make two font files (paths) known; once per process is enough."""
    known = pdfmetrics.getRegisteredFontNames()
    for name, path in ((REGULAR, regular), (BOLD, bold)):
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, path))


def write(labels, stream, title="Nhãn bưu gửi"):
    """Write a PDF with a page for each label to ``stream`` (binary); returns their number."""
    canvas = Canvas(stream, pagesize=A6, pageCompression=1)
    canvas.setTitle(title)
    count = 0
    for label in labels:
        _page(canvas, label)
        canvas.showPage()
        count += 1
    canvas.save()
    return count


def _page(canvas, label):
    top = HEIGHT - 5 * mm
    _fitted(canvas, label.carrier, LEFT, top - 4 * mm, 58 * mm, 11, BOLD)
    _fitted(canvas, label.service, LEFT, top - 8.5 * mm, 58 * mm, 8)
    canvas.setLineWidth(0.8)
    canvas.rect(66 * mm, top - 9.5 * mm, 34 * mm, 9.5 * mm)
    for place, words in enumerate(("GIẤY TỜ", "HÀNH CHÍNH CÔNG")):
        canvas.setFont(BOLD, 8)
        canvas.drawCentredString(83 * mm, top - (4 + 3.8 * place) * mm, words)
    _barcode(canvas, label.code, top - 27 * mm)
    _line(canvas, top - 33 * mm)
    _sender(canvas, label.sender, top - 33 * mm)
    _line(canvas, top - 52 * mm)
    _receiver(canvas, label.receiver, top - 52 * mm)
    _line(canvas, 39 * mm)
    _foot(canvas, label)


def _barcode(canvas, code, bottom):
    room = RIGHT - LEFT
    narrow = BARS[1]
    bars = Code128(code, barWidth=narrow, barHeight=14 * mm, quiet=False)
    if bars.width > room:
        narrow = max(BARS[0], narrow * room / bars.width)
        bars = Code128(code, barWidth=narrow, barHeight=14 * mm, quiet=False)
    bars.drawOn(canvas, (WIDTH - bars.width) / 2, bottom)
    canvas.setFont(BOLD, 11)
    canvas.drawCentredString(WIDTH / 2, bottom - 4.5 * mm, _spaced(code))


def _spaced(code):
    """``RR 473 124 829 VN``, easier to compare by eye; other numbers as they are."""
    if len(code) == 13 and code[:2].isalpha() and code[2:11].isdigit():
        return f"{code[:2]} {code[2:5]} {code[5:8]} {code[8:11]} {code[11:]}"
    return code


def _sender(canvas, end, top):
    canvas.setFont(REGULAR, 7)
    canvas.drawString(LEFT, top - 3.5 * mm, "Người gửi")
    _fitted(canvas, end.name, LEFT + 15 * mm, top - 3.5 * mm, RIGHT - LEFT - 15 * mm, 8, BOLD)
    place = ", ".join(filter(None, (end.street, end.commune, end.province)))
    rows = _wrapped(place, REGULAR, 7.5, RIGHT - LEFT)[:2]
    if end.phone:
        rows.append(f"ĐT: {end.phone}")
    for number, row in enumerate(rows):
        _fitted(canvas, row, LEFT, top - (8 + 4 * number) * mm, RIGHT - LEFT, 7.5)


def _receiver(canvas, end, top):
    canvas.setFont(REGULAR, 7)
    canvas.drawString(LEFT, top - 3.5 * mm, "Người nhận")
    if end.phone:
        canvas.setFont(BOLD, 11)
        canvas.drawRightString(RIGHT, top - 4.5 * mm, f"ĐT {end.phone}")
    _fitted(canvas, end.name, LEFT, top - 10 * mm, RIGHT - LEFT, 13, BOLD)
    rows = _wrapped(end.street or _BLANK, REGULAR, 10, RIGHT - LEFT)
    for number, row in enumerate(rows[:3]):
        _fitted(canvas, row, LEFT, top - (15.5 + 4.5 * number) * mm, RIGHT - LEFT, 10)
    _fitted(canvas, end.commune.upper() or _BLANK, LEFT, 49.5 * mm, RIGHT - LEFT, 20, BOLD)
    _fitted(canvas, end.province.upper() or _BLANK, LEFT, 41.5 * mm, RIGHT - LEFT, 20, BOLD)


def _foot(canvas, label):
    _qr(canvas, label.number, RIGHT - 27 * mm, 9.5 * mm, 27 * mm)
    canvas.setFont(REGULAR, 7)
    canvas.drawCentredString(RIGHT - 13.5 * mm, 6 * mm, label.number)
    width = 64 * mm
    rows = [
        ("Khối lượng", f"{grouped(label.weight)} g" if label.weight else "……… g"),
        ("Thu hộ (COD)", f"{grouped(label.cod)} đ"),
        ("Cước do", label.payer),
        ("Chuyến thư", " ".join(filter(None, (label.batch, label.day)))),
        ("Ghi chú", label.note),
    ]
    y = 33.5 * mm
    for name, text in rows:
        if not text:
            continue
        big = name == "Thu hộ (COD)" and label.cod
        canvas.setFont(REGULAR, 7.5)
        canvas.drawString(LEFT, y, name)
        _fitted(canvas, text, LEFT + 20 * mm, y, width - 20 * mm, 12 if big else 9, BOLD)
        y -= 5.6 * mm


def _line(canvas, y):
    canvas.setLineWidth(0.5)
    canvas.line(LEFT, y, RIGHT, y)


def _fitted(canvas, text, x, y, width, size, font=REGULAR):
    """One line of text that is made smaller, down to three fifths, and then cut, to fit."""
    text = _printable(text)
    wide = pdfmetrics.stringWidth(text, font, size)
    if wide > width:
        size = max(size * width / wide, size * 0.6)
        while text and pdfmetrics.stringWidth(text + _BLANK, font, size) > width + 0.1:
            if pdfmetrics.stringWidth(text, font, size) <= width + 0.1:
                break
            text = text[:-1]
    canvas.setFont(font, size)
    canvas.drawString(x, y, text)


def _wrapped(text, font, size, width):
    """Lines of at most ``width``, broken between words."""
    rows, row = [], ""
    for word in _printable(text).split():
        longer = f"{row} {word}".strip()
        if row and pdfmetrics.stringWidth(longer, font, size) > width:
            rows.append(row)
            row = word
        else:
            row = longer
    return [*rows, row] if row else rows


def _printable(text):
    return "".join(letter if letter.isprintable() else " " for letter in text or "")


def _qr(canvas, text, x, y, size):
    rows = _matrix(text)
    step = size / len(rows)
    path = canvas.beginPath()
    for number, row in enumerate(rows):
        top, start = y + size - (number + 1) * step, None
        for column, dark in enumerate([*row, False]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                path.rect(x + start * step, top, (column - start) * step, step)
                start = None
    canvas.drawPath(path, stroke=0, fill=1)


def _matrix(text):
    code = qrcode.QRCode(error_correction=_LEVEL, border=0, mask_pattern=0)
    code.add_data(text)
    code.make(fit=True)
    return code.get_matrix()
