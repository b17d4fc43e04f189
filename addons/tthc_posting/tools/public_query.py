"""What a visitor asks of the public list, read from the address. Plain Python."""

from dataclasses import dataclass, fields

MAX_TEXT = 200
MAX_WORDS = 12
MAX_PAGE = 2000
#: The largest number of a database row: a larger one would be an error of the database.
MAX_ID = 2**31 - 1
ONLINE_LEVELS = ("full", "partial", "none")
_CONTROL = {code: " " for code in (*range(32), 127)}


class BadQuery(ValueError):
    """The address asks for something that cannot be; ``args[0]`` is the part's name."""


@dataclass(frozen=True)
class Query:
    """Words and filters of a list page; ``None`` filters nothing."""

    text: str = ""
    sector: int | None = None
    level: int | None = None
    group: int | None = None
    centre: int | None = None
    online: str | None = None
    page: int = 1

    def arguments(self, **changes):
        """The parts as arguments of an address, defaults left out.

        >>> Query(text="khai sinh", page=2).arguments(page=3)
        {'q': 'khai sinh', 'page': 3}
        """
        values = {field.name: getattr(self, field.name) for field in fields(self)} | changes
        if values["page"] == 1:
            values["page"] = None
        values = {("q" if name == "text" else name): value for name, value in values.items()}
        return {name: value for name, value in values.items() if value}

    @property
    def filtered(self):
        """Whether the page is a search result: those are not for search engines."""
        return bool(self.arguments(page=None))


def _number(arguments, name, largest):
    text = (arguments.get(name) or "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 10 or not 0 < int(text) <= largest:
        raise BadQuery(name)
    return int(text)


def parse(arguments):
    """The :class:`Query` of an address's arguments (a dict of strings).

    :raise BadQuery: a filter is no number, the text is too long, the page is out of bounds
    """
    text = " ".join((arguments.get("q") or "").translate(_CONTROL).split())
    if len(text) > MAX_TEXT or len(text.split()) > MAX_WORDS:
        raise BadQuery("q")
    online = arguments.get("online") or None
    if online not in (None, *ONLINE_LEVELS):
        raise BadQuery("online")
    return Query(
        text=text,
        online=online,
        page=_number(arguments, "page", MAX_PAGE) or 1,
        **{
            name: _number(arguments, name, MAX_ID)
            for name in ("sector", "level", "group", "centre")
        },
    )
