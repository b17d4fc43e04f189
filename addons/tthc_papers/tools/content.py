"""What a file really is: its type by content, its pages, and whether it can be opened at all.

Pure Python over pypdf and Pillow; nothing here looks at a file's name.
"""

import hashlib
import io
import logging
import warnings
import zipfile
from dataclasses import dataclass

from PIL import Image, ImageOps
from pypdf import PdfReader

from odoo.tools.mimetypes import guess_mimetype

#: Pictures above this many pixels are refused: 100 million is an A3 sheet at 800 dpi.
MAX_PIXELS = 100_000_000
#: Dots per inch written into a PDF made of camera pictures.
CAMERA_DPI = 150
#: Longest side of a page made of a camera picture: A4 at 200 dpi.
CAMERA_PIXELS = 2339
_ZIPPED = ("application/vnd.openxmlformats", "application/vnd.oasis")

_pypdf_logger = logging.getLogger("pypdf")


@dataclass(frozen=True)
class Content:
    """What was found in a file.

    :ivar pages: pages of a PDF, frames of a picture; 0 where the format has none that count
    :ivar problem: ``empty``, ``encrypted``, ``damaged`` or ``too_large_picture``; ``""`` if fine
    """

    mimetype: str
    pages: int = 0
    problem: str = ""


def digest(content):
    """SHA-256 of ``content`` in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def inspect(content):
    """Look into the bytes of a file; never raises for what is in them.

    A PDF that only forbids printing or copying, but opens without a password, is readable and
    fine; one that asks for a password is ``encrypted``.
    """
    if not content.strip(b"\0 \r\n\t"):
        return Content("application/octet-stream", problem="empty")
    mimetype = guess_mimetype(content)
    if mimetype == "application/pdf":
        return _inspect_pdf(content)
    if mimetype.startswith("image/"):
        return _inspect_picture(content, mimetype)
    if mimetype.startswith(_ZIPPED):
        return Content(mimetype, problem="" if _zip_is_whole(content) else "damaged")
    return Content(mimetype)


def _inspect_pdf(content):
    mimetype = "application/pdf"
    level = _pypdf_logger.level
    _pypdf_logger.setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return Content(mimetype, problem="encrypted")
        pages = len(reader.pages)
        for page in reader.pages:
            # A cut-off file still has its table of pages; the pages themselves are gone.
            page.get_contents()
    except Exception:  # noqa: BLE001
        # whatever a broken file makes the parser do, it cannot be opened
        return Content(mimetype, problem="damaged")
    finally:
        _pypdf_logger.setLevel(level)
    return Content(mimetype, pages, "" if pages else "damaged")


def _inspect_picture(content, mimetype):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as picture:
                width, height = picture.size
                if width * height > MAX_PIXELS:
                    return Content(mimetype, problem="too_large_picture")
                frames = getattr(picture, "n_frames", 1)
                picture.load()
    except Image.DecompressionBombError:
        return Content(mimetype, problem="too_large_picture")
    except Exception:  # noqa: BLE001
        # Pillow's readers raise whatever they stumble over
        return Content(mimetype, problem="damaged")
    return Content(mimetype, frames)


def _zip_is_whole(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return bool(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def pictures_to_pdf(pictures):
    """One PDF of several pictures, a page each, upright as the camera held it.

    :param pictures: list of bytes, in the order of the pages
    :raise ValueError: there is none, or one is no picture; the message says which
    """
    pages = []
    for number, raw in enumerate(pictures, 1):
        found = inspect(raw)
        if found.problem or not found.mimetype.startswith("image/"):
            raise ValueError(str(number))
        with Image.open(io.BytesIO(raw)) as picture:
            page = ImageOps.exif_transpose(picture).convert("RGB")
        page.thumbnail((CAMERA_PIXELS, CAMERA_PIXELS))
        pages.append(page)
    if not pages:
        raise ValueError("0")
    made = io.BytesIO()
    pages[0].save(
        made, "PDF", save_all=True, append_images=pages[1:], resolution=CAMERA_DPI, quality=85
    )
    return made.getvalue()
