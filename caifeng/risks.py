"""risks/*.yml: assessments of decisions before they are made, each with every mistake at its line."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from analyze.topics.check import check_rules
from caifeng.config.fields import Strict, Text, Words
from caifeng.errors import ConfigError, Problem
from caifeng.models import Desk, Level, Likelihood, Topic
from caifeng.models.risk import Question, Risk, RiskScenario, RiskWatch, Verdict
from caifeng.scalars import Day, Moment, Said
from caifeng.shapes import in_zone, nearest, read_shape, read_text
from caifeng.strictyaml import Document
from respond.risk import PREFIX, ranked, with_risks

LONGEST = timedelta(days=366)
_NAME = re.compile(r"[\w-]{1,80}")
_NAMED = "请改成字母、数字、汉字和 - 组成的名字，如 取消以旧换新.yml"


def _likelihood(value: Any) -> Any:
    """The word, with or without its range: 很可能（80—95%）."""
    return re.sub(r"\s*[（(].*[)）]\s*$", "", value) if isinstance(value, str) else value


class _ScenarioShape(Strict):
    what: Said
    likelihood: Annotated[Likelihood, BeforeValidator(_likelihood)]
    impact: int = Field(ge=1, le=5)
    signs: Words = Field(default_factory=list)
    response: str = ""
    owner: str = ""


class _QuestionShape(Strict):
    ask: Said
    answer: str = ""


class _WatchShape(Strict):
    name: Text
    watch: str = Field(max_length=4000)
    tags: Words = Field(default_factory=list)
    terms: Words = Field(default_factory=list)
    exclude: Words = Field(default_factory=list)
    owner: str = ""
    gate: Level | None = None
    since: Moment = Field(alias="from")
    until: Moment


class _RiskShape(Strict):
    decision: Said = Field(max_length=200)
    owner: Said
    when: Day
    affected: Words = Field(min_length=1)
    scenarios: list[_ScenarioShape] = Field(min_length=1, max_length=50)
    questions: list[_QuestionShape] = Field(default_factory=list)
    watch: list[_WatchShape] = Field(default_factory=list, max_length=20)
    verdict: Verdict | None = None
    conclusion: str = ""
    signed: Words = Field(default_factory=list)


def load_risks(root: Path, desk: Desk) -> tuple[tuple[Risk, ...], tuple[Problem, ...]]:
    """Every assessment in the folder risks/ of a workspace, by name, and what is wrong with the others.

    A file with a mistake switches nothing on and holds up no other. ``desk`` is the desk without any of them.
    """
    risks: list[Risk] = []
    problems: list[Problem] = []
    for path in sorted((root / "risks").glob("*.yml")):
        try:
            risks.append(load_risk(path, desk))
        except ConfigError as error:
            problems += error.problems
    problems += _shared_names(risks)
    return tuple(risks), tuple(problems)


def with_risk_topics(root: Path, desk: Desk, now: datetime) -> Desk:
    """The desk with the topics that the assessments of the workspace ``root`` switch on at ``now`` (aware).

    Assessments that cannot be read switch nothing on; ``load_risks`` says what is wrong with them.
    """
    return with_risks(desk, load_risks(root, desk)[0], now)


def load_risk(path: Path, desk: Desk) -> Risk:
    """Read and check one assessment. Raises ConfigError with every problem."""
    text = read_text(path, "请写评估文件的路径，如 risks/取消以旧换新.yml；新建用 caifeng risk new")
    if not _NAME.fullmatch(path.stem):
        raise ConfigError((Problem(path.name, 0, "", "文件名不能作网址", _NAMED),))
    return read_risk(text, path.name, desk)


def read_risk(text: str, file: str, desk: Desk) -> Risk:
    """Check an assessment's text; its id is the file's name without the ending. Raises ConfigError."""
    entry, document = read_shape(text, file, _RiskShape, "decision:")
    problems = [*_crossings(entry, document, desk)]
    if problems:
        raise ConfigError(tuple(problems))
    risk = _risk(entry, file.rsplit(".", 1)[0], desk)
    if faults := tuple(_rule_faults(risk, document, desk)):
        raise ConfigError(faults)
    return risk


def template() -> str:
    """A commented form to fill in, for ``caifeng risk new``."""
    return _TEMPLATE


def _crossings(entry: _RiskShape, document: Document, desk: Desk) -> Iterator[Problem]:
    people = [person.name for person in desk.people]
    named: list[tuple[tuple[str | int, ...], str]] = [(("owner",), entry.owner)]
    named += [(("scenarios", number, "owner"), one.owner) for number, one in enumerate(entry.scenarios)]
    named += [(("watch", number, "owner"), one.owner) for number, one in enumerate(entry.watch)]
    for way, name in named:
        if name and name not in people:
            yield document.problem(way, f"people 里没有 {name}", nearest(name, people))
    seen: set[str] = set()
    for number, one in enumerate(entry.watch):
        way = ("watch", number)
        since, until = in_zone(one.since, desk.zone), in_zone(one.until, desk.zone)
        if one.name in seen:
            yield document.problem((*way, "name"), f"监测议题 {one.name} 重复", "每个名称只能用一次")
        seen.add(one.name)
        if not since < until:
            yield document.problem((*way, "until"), "结束不晚于开始", "until 须晚于 from")
        elif until - since > LONGEST:
            yield document.problem((*way, "until"), f"一次最多监测 {LONGEST.days} 天", "请改短，到期再续")
    if entry.verdict is not None and not entry.signed:
        yield document.problem(("verdict",), "有结论，没有签字", "请在 signed 里写上签字的人")
    if entry.signed and entry.verdict is None:
        yield document.problem(("signed",), "签了字，没有结论", f"请写 verdict：{'、'.join(Verdict)}")


def _rule_faults(risk: Risk, document: Document, desk: Desk) -> Iterator[Problem]:
    """What the desk's own rule checker says of the topics, at their place in this file."""
    alone = replace(desk, topics=())
    for number, watch in enumerate(risk.watches):
        for found in check_rules(with_risks(alone, [replace(risk, watches=(watch,))], watch.since)):
            if found.way[:1] == ("topics",):
                way = ("watch", number, *found.way[2:])
                yield replace(document.problem(way, found.message, found.mend), caret=found.caret)


def _shared_names(risks: list[Risk]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for risk in risks:
        for watch in risk.watches:
            name = watch.topic.name
            if (other := first.setdefault(name, risk.id)) != risk.id:
                message = f"监测议题 {name.removeprefix(PREFIX)} 在 {other}.yml 里也有，同时开启时以那一份为准"
                yield Problem(f"{risk.id}.yml", 0, "watch", message, "请改一个名称")


def _risk(entry: _RiskShape, id_: str, desk: Desk) -> Risk:
    scenarios = [
        RiskScenario(
            what=one.what,
            likelihood=one.likelihood,
            impact=one.impact,
            signs=tuple(one.signs),
            response=one.response.strip(),
            owner=one.owner or entry.owner,
        )
        for one in entry.scenarios
    ]
    return Risk(
        id=id_,
        decision=entry.decision,
        owner=entry.owner,
        on=entry.when,
        affected=tuple(entry.affected),
        scenarios=ranked(scenarios),
        questions=tuple(Question(ask=one.ask, answer=one.answer.strip()) for one in entry.questions),
        watches=tuple(_watch(one, entry.owner, desk) for one in entry.watch),
        verdict=entry.verdict,
        conclusion=entry.conclusion.strip(),
        signed=tuple(entry.signed),
    )


def _watch(entry: _WatchShape, owner: str, desk: Desk) -> RiskWatch:
    topic = Topic(
        name=PREFIX + entry.name,
        watch=entry.watch,
        tags=tuple(entry.tags),
        terms=tuple(entry.terms),
        exclude=tuple(entry.exclude),
        owner=entry.owner or owner,
        gate=entry.gate,
    )
    return RiskWatch(topic=topic, since=in_zone(entry.since, desk.zone), until=in_zone(entry.until, desk.zone))


_TEMPLATE = """\
# 决策前的风险评估：写完用 caifeng risk check 这个文件 检查；文件名就是网址。
decision: 要做的决定，一句话
owner: 责任人，须在 caifeng.yml 的 people 里
when: 2026-12-15 # 何时实行
affected: [谁会受影响, 可以写几类人]

scenarios: # 可能发生什么；按 可能性 × 影响 排序
  - what: 会发生的事
    # 可能性只用这七个词（ICD 203）：几乎不可能、很不可能、不太可能、机会相当、可能、很可能、几乎必然
    likelihood: 可能
    impact: 3 # 1 几乎无感，2 轻微，3 一般，4 严重，5 难以挽回
    signs: [怎样看出苗头]
    response: 到时怎么办
    owner: 由谁办；不写则为上面的责任人

questions: # 公众会问什么，准备怎么答
  - {ask: 为什么, answer: 因为}

watch: # 由此开启的监测议题，到期自动关闭；不需要就删去这一段
  - name: 议题名
    watch: 规则，写法同 caifeng.yml 的 topics
    from: 2026-12-08 00:00
    until: 2027-01-15 00:00
    # gate: 黄 # 出现红线词时不低于此级

# verdict: 可行 # 可行、暂缓、调整后再报；写了就要有签字
# conclusion: 结论的理由
# signed: [签字的人]
"""
