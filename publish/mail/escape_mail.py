"""What a text must lose before it stands in a mail: a header line, or one line of the text and HTML parts."""

import unicodedata

from publish.escape import clean, plain


def header(text: str, limit: int = 120) -> str:
    """One header line that cannot start another: no control or invisible characters, no encoded word.

    ``=?`` is broken up because the header parser would decode ``=?utf-8?q?=0D=0ABcc:?=`` into a line break.
    """
    return setting(plain(text), limit)


def setting(text: str, limit: int) -> str:
    """As ``header``, of a setting of the desk's own: an address in it stays."""
    shown = "".join(char for char in clean(text).replace("\n", " ") if unicodedata.category(char)[0] != "C")
    return _line(shown.replace("=?", "= ?"), limit)


def mail_line(text: str, limit: int) -> str:
    """The text on one line, cut to ``limit`` characters with an ellipsis. The HTML part escapes it once more."""
    return _line(plain(text), limit)


def _line(text: str, limit: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
