"""What a text must lose before it stands in a mail: a header line, or one line of the text and HTML parts."""

import unicodedata

from publish.escape import plain


def header(text: str, limit: int = 120) -> str:
    """One header line that cannot start another: no control or invisible characters, no encoded word.

    ``=?`` is broken up because the header parser would decode ``=?utf-8?q?=0D=0ABcc:?=`` into a line break.
    """
    shown = "".join(char for char in plain(text).replace("\n", " ") if unicodedata.category(char)[0] != "C")
    return mail_line(shown.replace("=?", "= ?"), limit)


def mail_line(text: str, limit: int) -> str:
    """The text on one line, cut to ``limit`` characters with an ellipsis. The HTML part escapes it once more."""
    line = " ".join(plain(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
