"""Why a table file is not taken in, and how large one may be."""

MAX_BYTES = 40 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 120


class TableError(ValueError):
    """A file that cannot be taken in. ``code`` names the reason, ``row`` the row (from 1).

    ``params`` holds the values the caller needs to say it in the user's language.
    """

    def __init__(self, code, row=None, **params):
        details = ", ".join(f"{key}={value}" for key, value in params.items())
        super().__init__(f"{code} (row {row}) {details}" if row else f"{code} {details}")
        self.code = code
        self.row = row
        self.params = params
