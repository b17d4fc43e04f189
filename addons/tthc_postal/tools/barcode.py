"""A Code 128 barcode as picture. Plain Python."""

import io

from PIL import Image, ImageDraw
from reportlab.graphics.barcode.code128 import Code128

#: Narrow modules of white on each side, as the symbology asks for.
QUIET = 10


def png(text, module=3, height=90):
    """The barcode of ``text`` (ASCII) as PNG.

    :param module: pixels of the narrowest bar
    """
    bars = Code128(text, quiet=False)
    bars.validate()
    bars.encode()
    bars.decompose()
    # a capital is a bar, a small letter a gap: a 1 module, b 2 modules …
    pieces = [(ord(letter.lower()) - 96, letter.isupper()) for letter in bars.decomposed]
    width = (sum(size for size, _bar in pieces) + 2 * QUIET) * module
    image = Image.new("1", (width, height), 1)
    draw, left = ImageDraw.Draw(image), QUIET * module
    for size, is_bar in pieces:
        if is_bar:
            draw.rectangle((left, 0, left + size * module - 1, height), fill=0)
        left += size * module
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()
