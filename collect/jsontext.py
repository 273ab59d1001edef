"""JSON text → Python values, strictly: no NaN, no runaway nesting, no giant numbers."""

import json

from caifeng.models import FailureKind
from collect.entry import SourceError


def read_json(address: str, text: str) -> object:
    """The value a JSON text states; raises SourceError (FORMAT) for anything RFC 8259 does not know."""
    try:
        value: object = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        detail = f"not JSON: {str(error)[:200]}"
        raise SourceError(FailureKind.FORMAT, address, detail, "内容不是有效的 JSON") from error
    return value


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")
