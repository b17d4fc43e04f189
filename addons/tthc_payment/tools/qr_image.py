"""Draw a QR payload with the ``qrcode`` package: PNG for screens and paper, SVG for the web."""

import io

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathImage


def png(payload, pixels=6):
    """Return the PNG bytes of ``payload``; ``pixels`` is the width of one module."""
    return _draw(payload, pixels)


def svg(payload):
    """Return the SVG bytes of ``payload``."""
    return _draw(payload, 10, image_factory=SvgPathImage)


def _draw(payload, size, **options):
    # Level M survives a creased receipt; four modules are the quiet zone of ISO/IEC 18004.
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=size, border=4)
    code.add_data(payload)
    stream = io.BytesIO()
    code.make_image(**options).save(stream)
    return stream.getvalue()
