"""caifeng explain: why an item did or did not match, with every word and its place."""

import difflib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Annotated

import typer

from analyze.people.corrected import in_force
from analyze.read import Reader
from analyze.topics.explain import ABSENT, Denied, Explanation, Verdict, context
from analyze.topics.inquiry import inquire
from caifeng.commands.label import in_words
from caifeng.errors import UsageError
from caifeng.lake import Lake
from caifeng.models import Desk, Hit, Item, Label, Reading
from caifeng.reading import tone_model
from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, open_desk, plain, say

_SHOWN = 5  # places of one word; the rest is counted
_JOINED = {"AND": "AND 都要成立", "OR": "OR 有一项就行"}
_EVER = datetime(1970, 1, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that is told of one item."""

    item: Item
    reading: Reading
    topics: tuple[Explanation, ...]
    labels: tuple[Label, ...]  # what people say of the item instead
    denied: tuple[Denied, ...]


def explain(
    item: Annotated[str, typer.Argument(help="条目编号（可只写开头几位）或网址", metavar="条目")],
    topic: Annotated[str | None, typer.Option("--topic", help="只看这个议题")] = None,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """说明一条信息为什么命中或没有命中议题：逐词的位置、哪一部分不成立、敏感词、倾向的依据。"""
    workspace, found = open_desk(desk)
    model, outdated = tone_model(workspace.root)
    for problem in outdated:
        say(str(problem))
    one = find_item(workspace.lake, item)
    labels = tuple(said for said in in_force(workspace.labels(found).load()[0]) if said.item_id == one.id)
    account = replace(_account(Reader(found, model), found, one, topic), labels=labels)
    if as_json:
        answer(dump(asdict(account)))
        return
    for line in _lines(account):
        answer(line)


def find_item(lake: Lake, wanted: str) -> Item:
    """The item of that id, unique beginning of an id, or address. Raises UsageError in one sentence."""
    items = lake.items(_EVER)
    key = wanted.strip()
    if not key:
        raise UsageError("没有写条目编号或网址；编号印在依据页每条的“编号”里，形如 i-0123456789ab")
    exact = [
        item for item in items if key in (item.id, item.url) or (item.url and item.url.rstrip("/") == key.rstrip("/"))
    ]
    begun = exact or [item for item in items if item.id.startswith((key, f"i-{key}"))]
    if len(begun) == 1:
        return begun[0]
    if begun:
        some = "、".join(item.id for item in begun[:5])
        raise UsageError(f"有 {len(begun)} 条都以 {plain(key)} 开头（{some} …），请多写几位")
    if not items:
        raise UsageError("还没有存下任何条目；请先运行 caifeng collect")
    near = difflib.get_close_matches(key, [item.id for item in items], n=1, cutoff=0.6)
    hint = f"最接近的是 {near[0]}" if near else f"编号形如 {items[-1].id}，印在依据页每条的“编号”里"
    raise UsageError(f"没有编号或网址是 {plain(key[:80])} 的条目；{hint}")


def _account(reader: Reader, desk: Desk, item: Item, topic: str | None) -> Account:
    names = [known.name for known in desk.topics]
    if topic is not None and topic not in names:
        near = difflib.get_close_matches(topic, names, n=1, cutoff=0.3)
        hint = f"是不是 {near[0]}？" if near else f"现有：{'、'.join(names)}"
        raise UsageError(f"没有议题 {plain(topic)}；{hint}")
    reading = reader.read(item)
    topics, denied = inquire(desk, item, reading.places)
    wanted = tuple(one for one in topics if topic in (None, one.topic))
    return Account(item, reading, wanted, (), denied)


def _lines(account: Account) -> Iterator[str]:
    item, reading = account.item, account.reading
    yield f"{item.id}  {plain(item.title) or '（无标题）'}"
    region = f" · {plain(item.region)}" if item.region else ""
    yield f"{plain(item.source)} · {item.channel} · 层级 {item.tier}{region} · {item.published_at:%Y-%m-%d %H:%M} UTC"
    for topic in account.topics:
        yield ""
        yield from _topic(topic, item)
    yield ""
    yield from _facts(reading, item)
    for said in account.labels:
        why = f"，{said.why}" if said.why else ""
        yield f"人工改判（以此为准）：{plain(in_words(said))}（{plain(said.by + why)}）"
    for one in account.denied:
        yield f"未计 {plain(one.word)}：{plain(context(item, one.hit))}，因为“{plain(one.by)}”"


def _topic(topic: Explanation, item: Item) -> Iterator[str]:
    yield f"{plain(topic.topic)}：{'命中' if topic.is_match else '未命中'}"
    for reason in topic.reasons:
        yield f"  原因：{plain(reason)}"
    yield f"  规则：{plain(topic.verdict.rule)}"
    yield from _verdict(topic.verdict, item, 1)
    for exclusion in topic.exclusions:
        mark = "✗" if exclusion.hits else "✓"
        reason = f"（{plain(exclusion.reason)}）" if exclusion.reason else ""
        yield f"  {mark} 排除 {plain(exclusion.word)}{reason}" + ("" if exclusion.hits else "：没有出现")
        yield from _places(exclusion.hits, item, 2)


def _verdict(verdict: Verdict, item: Item, depth: int) -> Iterator[str]:
    """A part and what it is made of; words of an OR that do not stand there share one line."""
    indent, mark = "  " * depth, "✓" if verdict.is_met else "✗"
    if not verdict.parts:
        yield f"{indent}{mark} {plain(verdict.rule)}" + (f"：{plain(verdict.why)}" if verdict.why else "")
        yield from _places(verdict.hits, item, depth + 1)
        return
    met = sum(part.is_met for part in verdict.parts)
    why = f"：{plain(verdict.why)}" if verdict.why and verdict.word.startswith("NEAR") else ""
    yield f"{indent}{mark} {_JOINED.get(verdict.word, verdict.word)}（{met}/{len(verdict.parts)}）{why}"
    absent = [part for part in verdict.parts if verdict.word == "OR" and part.why == ABSENT]
    for part in verdict.parts:
        if part not in absent:
            yield from _verdict(part, item, depth + 1)
    if absent:
        yield f"{indent}  ✗ {ABSENT}：{'、'.join(plain(part.rule) for part in absent)}"


def _places(hits: tuple[Hit, ...], item: Item, depth: int) -> Iterator[str]:
    for hit in hits[:_SHOWN]:
        where = "标题" if hit.field == "title" else "正文"
        yield f"{'  ' * depth}{where}第 {hit.start + 1} 字：{plain(context(item, hit))}"
    if len(hits) > _SHOWN:
        yield f"{'  ' * depth}……另有 {len(hits) - _SHOWN} 处"


def _facts(reading: Reading, item: Item) -> Iterator[str]:
    tone = reading.tone
    words = "、".join(f"{plain(word.word)} {word.weight:+.1f}" for word in tone.words[:8])
    yield f"倾向：{tone.label} {tone.probability:.2f}" + (f"（{words}）" if words else "")
    if reading.piece:
        reasons = "、".join(plain(hit.written) for hit in reading.piece.reasons[:5])
        yield f"体裁：{reading.piece.kind} {reading.piece.probability:.2f}" + (f"（{reasons}）" if reasons else "")
    if reading.places:
        yield "地点：" + "、".join(plain(place.path) for place in reading.places[:5])
    for one in reading.sensitive[: 2 * _SHOWN]:
        yield f"敏感 {plain(one.group)}（{one.weight:g}）：{plain(context(item, one.hit))}"
    if reading.credits:
        yield "引据：" + "、".join(dict.fromkeys(plain(credit.name) for credit in reading.credits[:_SHOWN]))
    if reading.harm:
        yield "后果：" + "；".join(dict.fromkeys(plain(hit.written) for hit in reading.harm))
    if reading.hearsay:
        yield "须核实：未写明消息来源，且有：" + "、".join(dict.fromkeys(plain(hit.written) for hit in reading.hearsay))
    for hit in reading.gates[: 2 * _SHOWN]:
        yield f"红线词：{plain(context(item, hit))}"
