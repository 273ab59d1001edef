"""A round of judging at the terminal: one item a screen, one key an answer, each answer on disk before the next."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum, auto

import typer

from analyze.people.sampling import Drawn
from caifeng.commands.label_material import Material
from caifeng.errors import UsageError
from caifeng.models import Item, Label, Reading, Relation, ToneLabel
from caifeng.shell import now, plain, say

_TEXT = 400  # characters of an item's text shown
_TONES = {"n": ToneLabel.NEGATIVE, "z": ToneLabel.NEUTRAL, "p": ToneLabel.POSITIVE}
_KEYS = "n 负面  z 中性  p 正面  回车 同机器  t 议题不对  d 重复关系  s 跳过  q 结束"


class _Way(Enum):
    ON = auto()
    QUIT = auto()


@dataclass(slots=True)
class _Judging:
    """One item on the screen: what was already said of it, so that the rest may count as confirmed."""

    item: Item
    reading: Reading
    is_sampled: bool
    contested: set[str] = field(default_factory=set)  # topics, and "" for the copy


@dataclass(slots=True)
class Round:
    """A round by one person over drawn items; ``written`` counts the labels put on disk."""

    material: Material
    by: str
    written: int = 0

    def run(self, drawn: Sequence[Drawn]) -> None:
        """Show and ask until all are judged, ``q``, or Ctrl+C; what was answered stays."""
        try:
            for place, one in enumerate(drawn, start=1):
                item, reading = self.material.items[one.item_id], self.material.readings[one.item_id]
                say(f"\n—— {place}/{len(drawn)} {'抽检' if one.is_sampled else '疑难'} ——")
                self._show(item, reading)
                if self._judge(_Judging(item, reading, one.is_sampled)) is _Way.QUIT:
                    return
        except (typer.Abort, KeyboardInterrupt):
            say("")

    def _show(self, item: Item, reading: Reading) -> None:
        tone = reading.tone
        words = "、".join(word.word for word in tone.words)
        topics = "；".join(
            f"{match.topic}（{'、'.join(dict.fromkeys(hit.written for hit in match.hits)) or '人工'}）"
            for match in reading.topics
        )
        story, copy = self.material.story_of(item.id), self.material.copy(item.id)
        at = item.published_at.astimezone(self.material.desk.zone)
        text = " ".join(item.text.split())
        lines = [
            f"{item.title or '（无标题）'}",
            f"{item.source} · {item.channel} · {at:%m-%d %H:%M} · {item.id}",
            text if len(text) <= _TEXT else text[:_TEXT] + "…",
            f"倾向 {tone.label} {tone.probability:.0%}" + (f"：{words}" if words else ""),
            f"议题 {topics or '无'}",
            f"事件 {story.title if story else '无'}",
        ]
        if copy is not None:
            lines.append(f"重复 {copy.kind} {copy.similarity:.2f}：与 {copy.of} {self._title(copy.of)}")
        for line in lines:
            say(plain(line))

    def _judge(self, judging: _Judging) -> _Way:
        while True:
            key = unicodedata.normalize("NFKC", self._ask(_KEYS)).lower()
            if key == "q":
                return _Way.QUIT
            if key == "s":
                return _Way.ON
            if key == "t":
                self._topic(judging)
            elif key == "d":
                self._copy(judging)
            elif (tone := _tone(key, judging.reading)) is not None:
                self._confirm_rest(judging)
                self._write(judging, Label(item_id=judging.item.id, at=_second(), by=self.by, tone=tone))
                return _Way.ON
            else:
                say(f"没有 {plain(key)} 这个键。")

    def _topic(self, judging: _Judging) -> None:
        """A topic that fits is taken away, one that does not is given; nothing typed: nothing said."""
        names = [topic.name for topic in self.material.desk.topics]
        held = judging.reading.topic_names()
        shown = "  ".join(f"{at} {name}{'✓' if name in held else ''}" for at, name in enumerate(names, start=1))
        answer = self._ask(f"哪个议题不对（带 ✓ 的会去掉，不带的会加上；回车返回）：{shown}")
        if not answer:
            return
        try:
            at = int(answer) if answer.isdecimal() and len(answer) < 4 else 0
            topic = names[at - 1] if 0 < at <= len(names) else self.material.topic(answer)
        except UsageError as error:
            say(str(error))
            return
        judging.contested.add(topic)
        self._write(
            judging,
            Label(item_id=judging.item.id, at=_second(), by=self.by, topic=topic, is_relevant=topic not in held),
        )

    def _copy(self, judging: _Judging) -> None:
        known = self.material.copy(judging.item.id)
        none = "回车＝它不是重复" if known else "回车返回"
        answer = self._ask(f"与哪一条重复（条目号，可只写开头几位；{none}）")
        if not answer and known is None:
            return
        try:
            other = self.material.other_id(judging.item.id, answer) if answer else known.of if known else ""
        except UsageError as error:
            say(str(error))
            return
        judging.contested.add("")
        relation = Relation.DUPLICATE if answer else Relation.NOT_DUPLICATE
        self._write(
            judging, Label(item_id=judging.item.id, at=_second(), by=self.by, relation=relation, other_id=other)
        )

    def _confirm_rest(self, judging: _Judging) -> None:
        """Of an item drawn at random, what was shown and not contested counts as looked at and found right."""
        if not judging.is_sampled:
            return
        for topic in judging.reading.topic_names():
            if topic not in judging.contested:
                said = Label(item_id=judging.item.id, at=_second(), by=self.by, topic=topic, is_relevant=True)
                self._write(judging, said)
        copy = self.material.copy(judging.item.id)
        if copy is not None and not copy.by and "" not in judging.contested:
            said = Label(
                item_id=judging.item.id, at=_second(), by=self.by, relation=Relation.DUPLICATE, other_id=copy.of
            )
            self._write(judging, said)

    def _write(self, judging: _Judging, label: Label) -> None:
        machine = self.material.machine(label)
        self.material.file.append(replace(label, machine=machine, is_sampled=judging.is_sampled))
        self.written += 1

    def _title(self, item_id: str) -> str:
        item = self.material.items.get(item_id)
        return f"《{item.title}》" if item and item.title else ""

    def _ask(self, question: str) -> str:
        answer: str = typer.prompt(plain(question), default="", show_default=False, prompt_suffix=" > ", err=True)
        return answer.strip()


def _tone(key: str, reading: Reading) -> ToneLabel | None:
    """The tone that a key means; None where it means none."""
    if not key:
        return reading.tone.label
    return _TONES.get(key) or next((label for label in ToneLabel if label == key), None)


def _second() -> datetime:
    """This moment, as the file keeps it."""
    return now().astimezone(UTC).replace(microsecond=0)
