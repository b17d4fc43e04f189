"""The one door for statement files: which reader takes a file is told from its content."""

from collections.abc import Callable
from dataclasses import dataclass

from odoo.addons.tthc_catalogue.tools.sheet.sheets import check_size

from .statement import choose, read_accounts


@dataclass(frozen=True)
class Reader:
    """A kind of statement file.

    ``accepts(data)`` tells from the bytes whether the file is of this kind; ``read(data, layouts)``
    returns its statements, unchecked. ``by_layout`` says whether it needs layouts at all.
    """

    name: str
    accepts: Callable
    read: Callable
    by_layout: bool = False


# The last resort: it also says best why a file is no statement at all.
SPREADSHEET = Reader("spreadsheet", lambda data: True, read_accounts, by_layout=True)


def pick(readers, data):
    """Return the reader for a file.

    :raises StatementError: ``empty`` or ``too_big``
    """
    check_size(data)
    return next(reader for reader in readers if reader.accepts(data))


def read_with(reader, data, layouts, account, scope):
    """Return the checked statement of ``account``, see :func:`.statement.choose`."""
    statements = reader.read(data, layouts)
    return choose(statements, account, scope)
