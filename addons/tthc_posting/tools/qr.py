"""QR codes of addresses, as pictures for pages (SVG) and for printed sheets (PNG)."""

import base64
import io

import qrcode
import qrcode.image.svg

# A sheet hangs behind glass and is read from a distance: 15 % of the code may be lost.
_LEVEL = qrcode.constants.ERROR_CORRECT_M
_BORDER = 4  # modules of quiet zone (ISO/IEC 18004)


def svg(text):
    """``text`` as an SVG file (bytes), of any size without loss."""
    image = qrcode.make(
        text,
        image_factory=qrcode.image.svg.SvgPathFillImage,
        error_correction=_LEVEL,
        border=_BORDER,
    )
    return image.to_string()


def png(text):
    """``text`` as a PNG file (bytes)."""
    stream = io.BytesIO()
    code = qrcode.make(text, error_correction=_LEVEL, border=_BORDER, box_size=5)
    code.save(stream, format="PNG")
    return stream.getvalue()


def data_uri(text):
    """The PNG of ``text`` as an address for ``src``: a printed form asks the server for nothing."""
    return "data:image/png;base64," + base64.b64encode(png(text)).decode()
