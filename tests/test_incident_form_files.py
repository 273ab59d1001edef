"""The two forms ask for what the command reads, in closed words, and put nothing that people type before a shell."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from caifeng.form_fields import BY_PEOPLE, LABELS, UNSET
from caifeng.forms import LABEL, MEMBERS
from caifeng.models import Counterpart, Deed, Level, Means, Satisfaction, Side, StoryType

ROOT = Path(__file__).parents[1]
WORKFLOW = ROOT / ".github" / "workflows" / "incident.yml"
ISSUE_FORM = ROOT / ".github" / "ISSUE_TEMPLATE" / "incident.yml"
CHOICES: dict[str, list[str]] = {
    "deed": [deed.value for deed in BY_PEOPLE],
    "type": [word.value for word in StoryType],
    "level": [word.value for word in Level],
    "side": [word.value for word in Side],
    "means": [word.value for word in Means],
    "to": [word.value for word in Counterpart],
    "satisfaction": [word.value for word in Satisfaction],
    "contact": ["是", "否"],
    "closed": ["是", "否"],
}


def read(path: Path) -> dict[str, Any]:
    """A file with every scalar as text."""
    return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))  # noqa: S506 - builds text only


def test_the_issue_form_has_every_field_by_its_label_in_the_order_that_is_read() -> None:
    form = read(ISSUE_FORM)
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert [(field["id"], field["attributes"]["label"]) for field in fields] == list(LABELS.items())
    options = {field["id"]: field["attributes"]["options"] for field in fields if field["type"] == "dropdown"}
    assert options == CHOICES
    assert form["labels"] == [LABEL]


def test_the_issue_form_fits_the_published_schema() -> None:
    judge = Path(sys.executable).parent / "check-jsonschema"
    command = (judge, "--builtin-schema", "vendor.github-issue-forms", ISSUE_FORM)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_dispatch_asks_in_the_same_words_and_has_no_more_inputs_than_every_server_takes() -> None:
    inputs = read(WORKFLOW)["on"]["workflow_dispatch"]["inputs"]
    assert len(inputs) <= 10
    assert set(inputs) <= set(LABELS)
    for key, field in inputs.items():
        assert field["description"].startswith(LABELS[key])
        if key == "deed":
            assert field["options"] == [word for word in CHOICES[key] if word != Deed.LINKED]
        elif key in CHOICES:
            assert field["options"] == [UNSET, *CHOICES[key]]
        else:
            assert field["type"] == "string"


def test_no_word_of_a_form_stands_anywhere_in_the_workflow() -> None:
    text = WORKFLOW.read_text(encoding="utf-8")
    named = set(re.findall(r"github\.event\.[\w.*]+|inputs\.\w+|github\.head_ref", text))
    assert named == {"github.event.issue.labels.*.name", "github.event.issue.author_association",
                     "github.event.issue.number"}  # fmt: skip
    script = (ROOT / ".github" / "record-form").read_text(encoding="utf-8")
    assert "eval" not in script
    assert not re.search(r"\$\(cat|`", script)


def test_each_job_may_do_one_thing_and_only_members_reach_the_one_that_writes() -> None:
    jobs = read(WORKFLOW)["jobs"]
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "act": {"contents": "write"},
        "answer": {"issues": "write"},
        "check": {"contents": "read"},
    }
    assert all(f'"{member}"' in jobs["act"]["if"] for member in MEMBERS)
    assert "secrets." not in WORKFLOW.read_text(encoding="utf-8")


def test_no_form_that_waits_is_dropped_for_a_later_one() -> None:
    assert "github.run_id" in read(WORKFLOW)["concurrency"]["group"]
