"""caifeng.yml → Desk: parsed once at the edge, checked whole."""

import json

from caifeng.config.load import Configuration, load, read
from caifeng.config.schema import DeskFile

__all__ = ["Configuration", "json_schema", "load", "read"]


def json_schema() -> str:
    """The JSON Schema of caifeng.yml, for editors that complete and check while people type."""
    schema = DeskFile.model_json_schema(mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "caifeng.yml"
    return json.dumps(schema, ensure_ascii=False, indent=2)
