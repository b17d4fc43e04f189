"""Real small files for the tests, made by code."""

import io
import time

import pypdf
from PIL import Image, ImageDraw


def pdf(text="Trang", pages=1):
    """A PDF of ``pages`` pages; the same text, the same bytes."""
    made = io.BytesIO()
    dated = dict.fromkeys(("creationDate", "modDate"), time.gmtime(0))
    sheets = [_sheet(f"{text} {number}") for number in range(1, pages + 1)]
    sheets[0].save(made, "PDF", save_all=True, append_images=sheets[1:], **dated)
    return made.getvalue()


def picture(size=(240, 320), text="Ảnh"):
    made = io.BytesIO()
    _sheet(text, size).save(made, "JPEG")
    return made.getvalue()


def locked_pdf(password, owner=None):
    """A PDF that asks for ``password``; for nothing when it is empty, but with rights taken."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt(password, owner, algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _sheet(text, size=(240, 320)):
    page = Image.new("RGB", size, "white")
    seed = sum(ord(sign) * (place + 7) for place, sign in enumerate(text))
    draw = ImageDraw.Draw(page)
    for bit in range(24):
        if seed >> bit & 1:
            draw.rectangle((5 + 9 * bit, 20, 11 + 9 * bit, 60), fill="black")
    return page
