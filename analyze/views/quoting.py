"""Quote what items write, with personal numbers and addresses masked."""

import re

from analyze.text.masking import masked

# Whatever may be a number or an address of a person; far cheaper than looking for each kind in every sentence.
_PERSONAL = re.compile(
    r"[\d@＠微薇VvWwQq](?:(?<=\d)(?:[\s\-()（）\u200b-\u200f\u2060\ufeff]{0,2}\d){5}|(?<=[@＠])|信|[XxQq])|\s[Aa][Tt]\s"
)


def quoted(written: str) -> str:
    """The words as written, personal numbers and addresses masked as by :func:`analyze.text.masking.masked`."""
    return masked(written) if _PERSONAL.search(written) else written
