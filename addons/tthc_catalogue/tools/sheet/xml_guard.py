"""Refuse XML that brings its own definitions: entities blow up memory and reach for files."""

from xml.parsers import expat

_CHUNK = 64 * 1024


class UnsafeXml(ValueError):
    """The document declares a DTD, with or without entities."""


class _RootSeen(Exception):
    pass


def refuse_doctype(stream):
    """Read ``stream`` up to its root element.

    A document type can only stand before the root, so the rest need not be read. Works for every
    encoding the XML parser knows, unlike a search for the letters ``<!DOCTYPE``.

    :raises UnsafeXml: there is a document type
    :raises expat.ExpatError: it is no XML
    """

    def on_doctype(*_args):
        raise UnsafeXml

    def on_root(*_args):
        raise _RootSeen

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = on_doctype
    parser.StartElementHandler = on_root
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except _RootSeen:
        return
