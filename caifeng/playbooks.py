"""playbooks/*.yml: what a desk does in which case; the desk's own over those that ship with Caifeng.

A file of the desk's that cannot be used is reported with its lines; all the others stay in force.
"""

import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from caifeng.config.fields import Strict, Text, Words, one_or_many
from caifeng.errors import ConfigError, Problem, UsageError
from caifeng.models import Counterpart, Deed, GateClass, Level, Means, Playbook, ReplyPart, Step, StoryType
from caifeng.models.playbook import CounterpartPlan, PlaybookCase, ReplyDraft
from caifeng.resources import resource
from caifeng.scalars import Duration
from caifeng.shapes import read_shape, read_text

SHIPPED = "templates/playbooks"
_REST = "；其余预案不受影响"
# What no plan may ask for; a clause that forbids it may name it.
_REFUSED = re.compile(
    r"[删刪](?:帖|贴|除(?:帖|评论|内容))|沉[帖贴]|撤稿|撤热搜|降热搜|屏蔽|水军|控评|刷(?:好评|评论|帖)"
    r"|压(?:热度|稿|新闻)|转移(?:大众|公众|舆论)?(?:的)?(?:焦点|视线|注意力)|洗白"
)
_FORBIDS = re.compile(r"[不勿莫禁拒非没无]|严禁|禁止")
_CLAUSE = re.compile(r"[，。；！？,;!?\n]")


def _lawful(value: str) -> str:
    for found in _REFUSED.finditer(value):
        clause = _CLAUSE.split(value[: found.start()])[-1]
        if not _FORBIDS.search(clause):
            raise PydanticCustomError(
                "lawful", "预案里不能有“{word}”：删除、隐藏、压低或伪造舆论不是处置手段", {"word": found[0]}
            )
    return value.strip()


_Said = Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(_lawful)]
_Line = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_lawful)]
_Name = Annotated[str, Field(min_length=1, max_length=30), AfterValidator(_lawful)]


_Many = BeforeValidator(one_or_many)


class _When(Strict):
    type: Annotated[list[StoryType], _Many] = Field(default_factory=list)
    level: Annotated[list[Level], _Many] = Field(default_factory=list)
    topics: Words = Field(default_factory=list)
    gates: Annotated[list[GateClass], _Many] = Field(default_factory=list)
    departments: Words = Field(default_factory=list)


class _Step(Strict):
    name: _Name
    what: _Line
    owner: Text
    within: Duration
    starts: Text = Deed.FOUND.value
    to: Counterpart | None = None
    did: Words = Field(default_factory=list)
    means: Annotated[list[Means], _Many] = Field(default_factory=list)
    hint: Annotated[str, AfterValidator(_lawful)] = ""


class _File(Strict):
    name: _Name
    when: _When = Field(default_factory=_When)
    joins: bool = False
    basis: str = ""
    steps: Annotated[list[_Step], Field(min_length=1)]
    reply: Annotated[list[ReplyPart], _Many] = Field(default_factory=list)
    counterparts: dict[Counterpart, _Said] = Field(default_factory=dict)
    drafts: dict[str, _Said] = Field(default_factory=dict)
    contacts: Words = Field(default_factory=list)

    @model_validator(mode="after")
    def _named_once(self) -> "_File":
        names = [step.name for step in self.steps]
        if again := next((name for name in names if names.count(name) > 1), ""):
            raise PydanticCustomError("again", "步骤 {name} 写了两次，名称须各不相同", {"name": again})
        return self


def load(folder: Path) -> tuple[tuple[Playbook, ...], tuple[Problem, ...]]:
    """Every playbook in force, by name, and what is wrong with those in ``folder`` that cannot be used.

    A playbook of the desk's replaces the shipped one of its name. The folder may be missing.
    """
    found = {one.name: one for one in shipped()}
    problems: list[Problem] = []
    files: dict[str, str] = {}
    for path in sorted(path for ending in ("*.yml", "*.yaml") for path in folder.glob(ending)):
        file = f"{folder.name}/{path.name}"
        try:
            one = replace(_read(path, file), is_own=True)
        except ConfigError as error:
            problems += (replace(one, file=file, mend=one.mend + _REST) for one in error.problems)
            continue
        if one.name in files:
            message = f"预案 {one.name} 在 {files[one.name]} 里已经写过，这一份没有生效"
            problems.append(Problem(file, 1, "name", message, "请改名或合并成一份"))
            continue
        files[one.name], found[one.name] = file, one
    return tuple(found[name] for name in sorted(found)), tuple(problems)


@lru_cache(maxsize=1)  # they change with the installation only
def shipped() -> tuple[Playbook, ...]:
    """The playbooks that come with Caifeng: starting points to be edited. Raises ConfigError where one is damaged."""
    return tuple(_read(path, path.name) for path in sorted(resource(SHIPPED).glob("*.yml")))


def export(folder: Path) -> tuple[Path, ...]:
    """Copy the shipped files into a folder to be edited; says which were written. What is there stays as it is.

    Raises UsageError where the folder cannot be written.
    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(resource(SHIPPED).glob("*.yml")):
            target = folder / path.name
            if not target.exists():
                shutil.copyfile(path, target)
                written.append(target)
    except OSError as error:
        raise UsageError(f"预案写不进 {folder}：{error.strerror}；请换一个可写的目录") from error
    return tuple(written)


def _read(path: Path, file: str) -> Playbook:
    text = read_text(path, "请放回这个文件")
    return _playbook(read_shape(text, file, _File, "name:")[0])


def _playbook(said: _File) -> Playbook:
    when = said.when
    return Playbook(
        name=said.name,
        case=PlaybookCase(
            types=tuple(when.type),
            levels=tuple(when.level),
            topics=tuple(when.topics),
            gates=tuple(when.gates),
            departments=tuple(when.departments),
        ),
        joins=said.joins,
        steps=tuple(_steps(said.steps)),
        reply=tuple(said.reply),
        counterparts=tuple(CounterpartPlan(to=to, what=what) for to, what in said.counterparts.items()),
        drafts=tuple(ReplyDraft(name=name, text=text) for name, text in said.drafts.items()),
        contacts=tuple(said.contacts),
        basis=said.basis.strip(),
    )


def _steps(said: Iterable[_Step]) -> Iterator[Step]:
    for step in said:
        yield Step(
            name=step.name,
            what=step.what,
            owner=step.owner,
            within=step.within,
            starts=step.starts,
            to=step.to,
            did=tuple(step.did),
            means=tuple(step.means),
            hint=step.hint,
        )
