"""Retry-After: how long a server asks us to stay away."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 86_400.0  # seconds; what asks for more is taken as a day


def retry_after(header: str, now: datetime) -> float | None:
    """Seconds to wait (0–86,400) from a header in seconds or as a date; None where it is past or invalid.

    A date without a zone is GMT (RFC 9110, 5.6.7).
    """
    written = header.strip()
    if re.fullmatch(r"[0-9]{1,9}", written):
        return min(float(written), LONGEST)
    try:
        at = parsedate_to_datetime(written)
        seconds = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return min(seconds, LONGEST) if seconds > 0 else None
