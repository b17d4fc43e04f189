"""Between the database's naive UTC and the naive local wall time that the clock counts in."""

from datetime import timezone
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Ho_Chi_Minh"


def to_local(instant, zone=DEFAULT_ZONE):
    """Naive UTC instant → naive wall time in ``zone``."""
    return instant.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def to_utc(wall, zone=DEFAULT_ZONE):
    """Naive wall time in ``zone`` → naive UTC instant."""
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(timezone.utc).replace(tzinfo=None)
