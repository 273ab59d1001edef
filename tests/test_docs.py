"""What people can write or type stands in the documents, and the documents promise nothing else."""

import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
from pydantic import BaseModel

from caifeng import __version__, config, models
from caifeng.cli import app
from caifeng.config.schema import DeskFile
from caifeng.models import Channel, IncidentState, Level, StoryType

ROOT = Path(__file__).parents[1]
GUIDES = tuple(sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md")))
DOCUMENTS = ("README.md", "README.zh.md", "DESIGN.md", "CONTRIBUTING.md", "CHANGELOG.md", *GUIDES)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> set[str]:
    return set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def shapes(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The model and every model that its fields hold."""
    yield model
    for field in model.model_fields.values():
        for found in parts(field.annotation):
            yield from shapes(found)


def parts(hint: Any) -> Iterator[type[BaseModel]]:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield hint
    for inside in get_args(hint):
        yield from parts(inside)


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_every_command_is_in_the_readme_and_none_that_is_not(readme: str) -> None:
    told = set(re.findall(r"^\| `caifeng ([a-z-]+)`", text(readme), re.MULTILINE))
    assert told == commands()


def test_every_command_has_help() -> None:
    group = typer.main.get_command(app)
    assert all(command.help and command.epilog for command in group.commands.values())  # type: ignore[attr-defined]


def test_every_configuration_key_is_documented_where_it_belongs() -> None:
    page = text("docs/configuration.md")
    keys = {field.alias or name for shape in shapes(DeskFile) for name, field in shape.model_fields.items()}
    assert len(keys) > 50
    assert sorted(key for key in keys if f"`{key}`" not in page) == []


def test_every_documented_section_is_a_configuration_key() -> None:
    told = set(re.findall(r"^## ([a-z_]+)：", text("docs/configuration.md"), re.MULTILINE))
    assert told <= set(DeskFile.model_fields)


@pytest.mark.parametrize("words", [Channel, Level, StoryType, IncidentState])
def test_every_closed_vocabulary_is_documented(words: type[Channel]) -> None:
    assert all(word.value in text("docs/configuration.md") for word in words)


def test_every_default_that_is_a_plain_value_is_the_one_documented() -> None:
    page = text("docs/configuration.md")
    for shape in shapes(DeskFile):
        for name, field in shape.model_fields.items():
            if isinstance(field.default, int | float) and not isinstance(field.default, bool):
                row = re.search(rf"^\| `{field.alias or name}` \| ([\d.]+) \|", page, re.MULTILINE)
                assert row, name
                assert float(row[1]) == float(field.default), name


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_least_configuration_of_the_readme_works(readme: str) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", text(readme), re.DOTALL)
    assert config.read(example, "README").desk.name == "澜川电器"


def test_every_dependency_has_its_line_in_the_design() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    named = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    names = {re.split(r"[\[<>=!~ ]", requirement)[0] for requirement in named}
    design = text("DESIGN.md")
    assert sorted(name for name in names if not re.search(rf"(\| |\b){re.escape(name)}\b", design)) == []
    told = set(re.findall(r"^\| ([a-z][a-z-]+) \| ", design.split("## Dependencies")[1], re.MULTILINE)) - {"package"}
    assert told <= names | {"hatchling"}


def test_the_word_table_names_classes_that_exist() -> None:
    table = text("DESIGN.md").split("## Words")[1].split("## State")[0]
    nouns = set(re.findall(r"\| `([A-Z]\w+)`(?:, `[A-Z]\w+`)? \|$", table, re.MULTILINE)) - {
        "DigestRequest",
        "Messenger",
    }
    assert nouns <= set(models.__all__)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_into_the_repository_leads_somewhere(name: str) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", text(name))
    assert [target for target in targets if not ((ROOT / name).parent / target).exists()] == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_every_guide_is_linked_from_the_readme(readme: str) -> None:
    assert set(re.findall(r"\]\((docs/[a-z-]+\.md)\)", text(readme))) == set(GUIDES)


def test_the_changelog_knows_this_version() -> None:
    assert f"## [{__version__}]" in text("CHANGELOG.md")
