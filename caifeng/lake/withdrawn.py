"""What is left to see of records once something was taken down; the records themselves stay as they were sealed.

Every reading of the lake goes through here, so that no page, mail, feed or table can forget it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, TypeVar, cast

from caifeng.models import Briefing, EvidenceItem, Item, ListRow, Quote
from caifeng.models.alert import Proof
from caifeng.models.document import Cited
from caifeng.models.takedown import Extent, TakedownRecord

T = TypeVar("T")

NOTE = "本期有内容应要求撤下（{}），各处数字仍按撤下之前统计"
_MARK = "（应要求撤下，见撤下记录 {}）"
_NEAR, _FAR = 8, 16  # characters in a row that make a quotation: in a sentence about the item, in any other
_SHORTEST = 6  # a title or sentence this long is one when it stands there whole
_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]*")
_FILLING = re.compile(r"[\W_]+")
# What of one item's line tells its content: (always, and unless only its text is taken down).
_CONTENT: Mapping[type, tuple[tuple[str, ...], tuple[str, ...]]] = {
    EvidenceItem: (
        (
            "excerpt", "tone_words", "hits", "kind_words", "places", "sensitive", "quoted", "harm", "complaint",
            "hearsay",
        ),
        ("title", "url", "credited"),
    ),
    Item: (("text",), ("title", "url", "author", "credited")),
    ListRow: (("sensitive",), ("title", "url")),
    Quote: (("text",), ()),
    Proof: ((), ("title", "url")),
    Cited: ((), ("title", "url")),
}  # fmt: skip
_TITLES = {"title", "text", "excerpt"}  # what then says that something was taken down; the rest is empty
_STORY_TITLES = (
    ("story_id", "title"),
    ("story_id", "story_title"),
    ("top_story_id", "top_story_title"),
    ("id", "title"),
)


@dataclass(frozen=True)
class Withdrawn:
    """Everything taken down that is in force. ``items`` are those that the lake still holds whole."""

    records: tuple[TakedownRecord, ...] = ()
    items: tuple[Item, ...] = field(default=(), repr=False)

    @cached_property
    def by_item(self) -> Mapping[str, TakedownRecord]:
        """The record that takes an item down, by item id; one that takes it whole counts first."""
        ordered = sorted(self.records, key=lambda one: (one.takedown.extent is Extent.WHOLE, one.takedown.id))
        return {id_: one for one in ordered for id_ in one.item_ids}

    @cached_property
    def by_story(self) -> Mapping[str, TakedownRecord]:
        """The record that takes a story down whole, by story id."""
        whole = (one for one in self.records if one.takedown.extent is Extent.WHOLE)
        return {one.takedown.story_id: one for one in whole if one.takedown.story_id}

    @property
    def gone(self) -> frozenset[str]:
        """Ids of items that are told and counted no more."""
        return frozenset(id_ for id_, one in self.by_item.items() if one.takedown.extent is Extent.WHOLE)

    def shown_anew(self, day: date) -> tuple[str, ...]:
        """Ids of the takedowns for which the edition of that date is shown otherwise than it was sealed."""
        return tuple(one.takedown.id for one in self.records if day in one.editions)

    def remaining(self, items: Sequence[Item]) -> tuple[Item, ...]:
        """The items that may be told, those of which only the text was taken down without it."""
        if not self.records:
            return tuple(items)
        urls = {one.takedown.url for one in self.records if one.takedown.url and one.takedown.extent is Extent.WHOLE}
        kept = (item for item in items if item.id not in self.gone and not (item.url and item.url in urls))
        return tuple(replace(item, text="") if item.id in self.by_item else item for item in kept)

    def concerns(self, data: bytes) -> tuple[str, ...]:
        """Ids of the takedowns that a sealed record (its bytes) speaks of."""
        return tuple(one.takedown.id for one in self.records if any(name in data for name in _names(one)))

    def briefing(self, briefing: Briefing, data: bytes) -> Briefing:
        """A frozen briefing as it may be shown; ``data`` are its bytes. Counts stay, and a note says so."""
        concerned = self.concerns(data) if self.records else ()
        if not concerned:
            return briefing
        shown = self.redacted(briefing)
        return replace(shown, blind_spots=(*shown.blind_spots, NOTE.format("、".join(concerned))))

    def redacted(self, value: T) -> T:
        """Any record, or sequence of them, without what was taken down; the very same one where nothing was."""
        return cast("T", self._shown(value)) if self.records else value

    def _shown(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._sentences(value, None) if type(value) is str else value
        if isinstance(value, tuple):
            found = tuple(map(self._shown, value))
            return value if all(one is other for one, other in zip(found, value, strict=True)) else found
        return self._record(value) if is_dataclass(value) and not isinstance(value, type) else value

    def _record(self, value: Any) -> Any:
        if (content := _CONTENT.get(type(value))) is not None:  # one item's own line
            record = self.by_item.get(value.id if isinstance(value, (EvidenceItem, Item)) else value.item_id)
            return value if record is None else _emptied(value, record, content)
        changed: dict[str, Any] = {}
        about = self._about(value)
        for one in fields(value):
            said = getattr(value, one.name)
            shown = self._text(said, about) if one.name == "text" and isinstance(said, str) else self._shown(said)
            if shown is not said:
                changed[one.name] = shown
        changed |= self._titles(value)
        return replace(value, **changed) if changed else value

    def _about(self, value: Any) -> tuple[tuple[str, ...], TakedownRecord | None]:
        """The items that a sentence stands on, and a record that takes one of them down."""
        ids = getattr(value, "item_ids", ())
        return ids, next((self.by_item[id_] for id_ in ids if id_ in self.by_item), None)

    def _text(self, text: str, about: tuple[tuple[str, ...], TakedownRecord | None]) -> str:
        ids, record = about
        if record is not None and all(id_ in self.by_item for id_ in ids):
            return mark(record)
        return self._sentences(text, record)

    def _titles(self, value: Any) -> dict[str, str]:
        """Titles of stories that were taken down, wherever one is named."""
        found = {}
        for id_field, title in _STORY_TITLES:
            record = self.by_story.get(getattr(value, id_field, ""))
            if record is not None and hasattr(value, title):
                found[title] = mark(record)
        return found

    def _sentences(self, text: str, about: TakedownRecord | None) -> str:
        """The text with each sentence that quotes a withdrawn one replaced."""
        if len(text) < _SHORTEST:
            return text
        parts: list[str] = []
        for sentence in _SENTENCE.findall(text):
            record = self._quoted(sentence, about)
            said = mark(record) if record else sentence
            parts += [said] if not record or parts[-1:] != [said] else []
        shown = "".join(parts)
        return text if shown == text else shown

    def _quoted(self, sentence: str, about: TakedownRecord | None) -> TakedownRecord | None:
        folded = _folded(sentence)
        near = self._quotations if about is not None else {}
        for length, known in ((_FAR, self._passages), (_NEAR, near)):
            windows = (folded[at : at + length] for at in range(len(folded) - length + 1))
            if found := next((known[one] for one in windows if one in known), None):
                return found
        return self._whole.get(folded) or next((one for title, one in self._short_titles if title in folded), None)

    @cached_property
    def _passages(self) -> Mapping[str, TakedownRecord]:
        return self._windows(_FAR)

    @cached_property
    def _quotations(self) -> Mapping[str, TakedownRecord]:
        return self._windows(_NEAR)

    def _windows(self, length: int) -> Mapping[str, TakedownRecord]:
        folded = [(_folded(text), record) for text, record in self._texts()]
        return {text[at : at + length]: record for text, record in folded for at in range(len(text) - length + 1)}

    @cached_property
    def _whole(self) -> Mapping[str, TakedownRecord]:
        """Sentences that are withdrawn, each as a whole."""
        found = ((_folded(one), record) for text, record in self._texts() for one in _SENTENCE.findall(text))
        return {sentence: record for sentence, record in found if len(sentence) >= _SHORTEST}

    @cached_property
    def _short_titles(self) -> tuple[tuple[str, TakedownRecord], ...]:
        """Titles too short to be told by a passage of them."""
        whole = ((item.title, self.by_item[item.id]) for item in self._taken() if item.id in self.gone)
        return tuple((title, one) for said, one in whole if _SHORTEST <= len(title := _folded(said)) < _FAR)

    def _texts(self) -> Iterable[tuple[str, TakedownRecord]]:
        for item in self._taken():
            record = self.by_item[item.id]
            yield from (((item.title, record),) if item.id in self.gone else ())
            yield item.text, record

    def _taken(self) -> Iterable[Item]:
        return (item for item in self.items if item.id in self.by_item)


def mark(record: TakedownRecord) -> str:
    """What stands where something was taken down."""
    return _MARK.format(record.takedown.id)


def _emptied(value: Any, record: TakedownRecord, content: tuple[tuple[str, ...], tuple[str, ...]]) -> Any:
    always, unless_text = content
    names = always if record.takedown.extent is Extent.TEXT else always + unless_text
    said = {name: getattr(value, name) for name in names}
    return replace(
        value,
        **{name: mark(record) if name in _TITLES else "" if isinstance(was, str) else () for name, was in said.items()},
    )


def _names(record: TakedownRecord) -> Iterable[bytes]:
    said = (*record.item_ids, record.takedown.story_id, record.takedown.url)
    return (name.encode() for name in said if name)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return _FILLING.sub("", text).casefold()
