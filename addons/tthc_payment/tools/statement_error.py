"""Why a statement file is not taken in, and how large one may be."""

from odoo.addons.tthc_catalogue.tools.sheet.error import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
)
from odoo.addons.tthc_catalogue.tools.sheet.error import TableError as StatementError

__all__ = ["MAX_BYTES", "MAX_COLUMNS", "MAX_ROWS", "StatementError"]
