"""Pages of a form: where the engine that prints may go on to a next one, and what is printed into
the margins.

Pure Python over pypdf. wkhtmltopdf as distributions build it (unpatched) repeats no heading of a
table, prints no page numbers, and cuts a line of a table in two where a page ends. So pages are
made here. A form is a row of pieces that stay whole: a paragraph, a row of a table, the
signatures. Each piece carries links to :data:`MARK` at its beginning and its end, which leave a
trace in the PDF on the page where they came to stand. The first piece that goes over the end of a
page begins the next one, and the form is printed again, until every page fits; then the links are
taken out. Margins are printed on strips of paper of their own, which are laid over the pages.
"""

import io
import re

from odoo.tools.pdf import PdfFileReader, PdfFileWriter

#: Address of the links; nothing is ever asked for there.
MARK = "http://mark.invalid/"
_MARK = re.compile(re.escape(MARK) + r"(\d+)/(\d+)$")
#: What of a block is divided into pieces; other blocks are one piece.
DIVIDED = ("rows", "groups")


def page_count(pdf):
    return len(PdfFileReader(io.BytesIO(pdf)).pages)


# Pieces -----------------------------------------------------------------------------------------


def sheets(blocks, breaks=frozenset()):
    """The blocks of a form, divided into pages.

    :param blocks: dicts; what is divided of one stands under a name of :data:`DIVIDED`
    :param breaks: pieces ``(block, piece)`` that begin a page
    :return: a list of blocks for each page; each has its number in the form as ``index``, and its
        pieces as ``(number, piece)``. A block goes on without its ``label``.
    """
    pages = [[]]
    for index, block in enumerate(blocks):
        name = next((name for name in DIVIDED if name in block), None)
        pieces = list(enumerate(block[name])) if name else [(0, None)]
        starts = [number for number, _piece in pieces if (index, number) in breaks]
        if 0 in starts:
            pages.append([])
        ends = [start for start in starts if start] + [len(pieces)]
        for number, (start, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
            if number:
                pages.append([])
            part = {**block, "index": index}
            if name:
                part[name] = pieces[start:end]
            if number and name == "rows":
                part["label"] = []
            pages[-1].append(part)
    return pages


def pages_of_pieces(pdf):
    """``{(block, piece): (first page, last page)}`` of the marked pieces."""
    found = {}
    for number, page in enumerate(PdfFileReader(io.BytesIO(pdf)).pages):
        for link in page.get("/Annots") or ():
            address = (link.get_object().get("/A") or {}).get("/URI", "")
            match = _MARK.match(str(address))
            if match:
                piece = int(match[1]), int(match[2])
                found[piece] = (found.get(piece, (number,))[0], number)
    return found


def next_break(pages, breaks, together=frozenset()):
    """The first piece that goes over the end of a page.

    :param pages: see :func:`pages_of_pieces`
    :param breaks: pieces that begin a page already
    :param together: blocks that never stand alone on a page, such as signatures: the piece before
        them goes along
    :return: the piece; ``None`` when every page fits
    """
    piece = _first_over(pages, breaks)
    order = sorted(pages)
    while piece and piece[0] in together:
        before = order[order.index(piece) - 1]
        if before in breaks or before == order[0]:
            break
        piece = before
    return piece


def _first_over(pages, breaks):
    page = 0
    for piece in sorted(pages):
        last = pages[piece][1]
        if piece in breaks:
            # one that is longer than a page itself goes over
            page = last
        elif last != page:
            return piece if piece != min(pages) else None
        page = max(page, last)
    return None


# PDF --------------------------------------------------------------------------------------------


def without_links(pdf):
    """The PDF without the links that marked its pieces."""
    writer = _opened(pdf)
    for page in writer.pages:
        page.pop("/Annots", None)
    return _bytes(writer)


def overlaid(pdf, strips, top=True):
    """The PDF with a strip printed over the upper or the lower edge of each page; ``strips`` has
    a page for each. Strips are no higher than the margin: their paper is white."""
    writer = _opened(pdf)
    for page, strip in zip(writer.pages, _opened(strips).pages, strict=False):
        height = page.mediabox[3] - strip.mediabox[3] if top else 0
        strip.mediabox = strip.cropbox = strip.trimbox = page.mediabox
        strip.add_transformation((1, 0, 0, 1, 0, float(height)))
        page.merge_page(strip)
    return _bytes(writer)


def joined(pdfs):
    """Several PDFs as one."""
    return _bytes(_opened(*pdfs))


def _opened(*pdfs):
    writer = PdfFileWriter()
    for pdf in pdfs:
        for page in PdfFileReader(io.BytesIO(pdf)).pages:
            writer.add_page(page)
    return writer


def _bytes(writer):
    for page in writer.pages:
        # what was laid over a page is not packed otherwise: ten times the size
        page.compress_content_streams()
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()
