"""QR codes as pictures: PNG for screens and paper, SVG for the web. Needs the package ``qrcode``;
the addons that draw codes name it in their manifests."""

import base64
import io

import qrcode
import qrcode.image.svg

# Level M: 15 % of the code may be lost to a crease or to dirt behind the glass of a board.
_LEVEL = qrcode.constants.ERROR_CORRECT_M
_BORDER = 4  # modules of quiet zone (ISO/IEC 18004)


def png(text, pixels=5, border=_BORDER):
    """``text`` as a PNG file (bytes).

    :param pixels: width of one module
    :param border: width of the quiet zone, in modules
    """
    stream = io.BytesIO()
    code = qrcode.make(text, error_correction=_LEVEL, border=border, box_size=pixels)
    code.save(stream, format="PNG")
    return stream.getvalue()


def svg(text):
    """``text`` as an SVG file (bytes), of any size without loss."""
    image = qrcode.make(
        text,
        image_factory=qrcode.image.svg.SvgPathFillImage,
        error_correction=_LEVEL,
        border=_BORDER,
    )
    return image.to_string()


def data_uri(picture):
    """A PNG as an address for ``src``: a printed form asks the server for nothing."""
    return "data:image/png;base64," + base64.b64encode(picture).decode()
