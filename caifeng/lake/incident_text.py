"""Incident → text of its file; what people wrote there stays as it stands, comments and order included."""

import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from caifeng.errors import ConfigError, Problem
from caifeng.lake.caselog import line_key
from caifeng.models import Incident, Limit, LogEntry, LoopRecord, PublicCase, Review
from caifeng.scalars import show_duration
from caifeng.strictyaml import UNUSABLE

_ID = re.compile(r"[A-Za-z]+-[A-Za-z0-9-]+")
_LONGEST = 10_000  # characters of one text; what strangers wrote must not make a file that is too long to be read
_HEAD = "# 案件档案：可直接编辑；log 只增不改。type 可写 未核实、属实、不符、恶意谣言。\n"
_ORDER = (
    "title",
    "stories",
    "parent",
    "type",
    "grade",
    "owner",
    "state",
    "tags",
    "clocks",
    "loop",
    "review",
    "public",
    "log",
)


def new_text(incident: Incident, zone: ZoneInfo) -> str:
    """The file of an incident that has none; times in ``zone``."""
    said = _said(incident, zone)
    document = CommentedMap({key: said[key] for key in _ORDER if key in said and (said[key] or key in _ALWAYS)})
    document["log"] = CommentedSeq(_line(line, zone) for line in incident.log)
    return _HEAD + _dumped(document)


def changed_text(text: str, was: Incident, incident: Incident, zone: ZoneInfo) -> str:
    """The file's ``text``, which says ``was``, as it says ``incident``: only what differs is written.

    The log of ``was`` is a part of the other, in the same order. Raises ConfigError for a file that can be read but
    not be written without loss.
    """
    try:
        document = _yaml().load(text)
    except (YAMLError, ValueError) as error:
        said = str(getattr(error, "problem", None) or error).splitlines()[0]
        message = f"这个文件能读，但这样写采风无法续写：{said}"
        raise ConfigError((Problem(f"incidents/{was.id}.yml", 0, "", message, "请改成平常的写法"),)) from error
    before, after = _said(was, zone), _said(incident, zone)
    for key in _ORDER:
        if key in after and after[key] != before[key]:
            _put(document, key, before[key], after[key])
    place = 0
    known = list(map(line_key, was.log))
    for line in incident.log:
        if place < len(known) and line_key(line) == known[place]:
            place += 1
            continue
        document["log"].insert(place, _line(line, zone))
        known.insert(place, line_key(line))
        place += 1
    written = _dumped(document)
    return written if written.startswith("#") else _HEAD + written


_ALWAYS = ("title", "stories", "type", "grade", "owner", "state", "clocks", "log")


class _Constructor(RoundTripConstructor):
    """Keeps as text what only looks like a time: 2026-02-30."""

    def construct_yaml_timestamp(self, node: ScalarNode, values: Any = None) -> Any:
        try:
            return super().construct_yaml_timestamp(node, values)
        except ValueError:
            return self.construct_scalar(node)


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", _Constructor.construct_yaml_timestamp)


def _yaml() -> YAML:
    yaml = YAML()
    yaml.Constructor = _Constructor
    yaml.width, yaml.allow_unicode = 100_000, True  # people's long lines stay as they are
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dumped(document: CommentedMap) -> str:
    out = io.StringIO()
    _yaml().dump(document, out)
    return out.getvalue()


def _put(document: CommentedMap, key: str, before: Any, after: Any) -> None:
    """Set a key; inside a mapping that stands there, only what differs."""
    there = document.get(key)
    if key in ("grade", "clocks") and isinstance(there, CommentedMap):
        for name, value in after.items():
            if name not in before or before[name] != value:
                there[name] = value
    elif key in document:
        document[key] = after
    else:
        followers = _ORDER[_ORDER.index(key) :]
        document.insert(next(place for place, name in enumerate(document) if name in followers), key, after)


def _said(incident: Incident, zone: ZoneInfo) -> dict[str, Any]:
    """What the file says of an incident beside its log, as ruamel writes it."""
    grade: dict[str, Any] = {"machine": incident.machine_level.value}
    if incident.override:
        override = incident.override
        grade |= {"human": override.level.value, "by": _text(override.by), "why": _text(override.why)}
    return {
        "title": _text(_visible(incident.title)),
        "stories": _flow(incident.story_ids),
        "parent": _text(incident.parent),
        "type": incident.type.value,
        "grade": _flow_map(grade),
        "owner": _text(incident.owner),
        "state": incident.state.value,
        "tags": _flow(incident.tags),
        "clocks": CommentedMap((_text(one.name), _limit(one)) for one in _limits(incident)),
        "loop": CommentedSeq(map(_record, incident.loop)),
        "review": _review(incident.review) if incident.review else CommentedMap(),
        "public": _public(incident.public, zone) if incident.public else CommentedMap(),
    }


def _limits(incident: Incident) -> Sequence[Limit]:
    """What the file stated, then what came to run since."""
    named = {limit.name for limit in incident.limits}
    new = [Limit(name=one.name, limit=one.limit, norm=one.norm) for one in incident.clocks if one.name not in named]
    return (*incident.limits, *new)


def _limit(limit: Limit) -> CommentedMap:
    return _flow_map({"limit": show_duration(limit.limit)} | ({"norm": _text(limit.norm)} if limit.norm else {}))


def _record(record: LoopRecord) -> CommentedMap:
    said: dict[str, Any] = {"who": _text(record.who)}
    if record.has_contact is not None:
        said["contact"] = "是" if record.has_contact else "否"
    said |= {key: _text(text) for key, text in (("problem", record.problem), ("plan", record.plan)) if text}
    return _flow_map(said | {"satisfaction": record.satisfaction.value, "closed": "是" if record.is_closed else "否"})


def _review(review: Review) -> CommentedMap:
    causes = [_flow_map({"department": _text(one.department), "what": _text(one.what)}) for one in review.causes]
    rectify = [
        _flow_map(
            {"what": _text(one.what), "owner": _text(one.owner), "due": one.due}
            | ({"done": one.done} if one.done else {})
        )
        for one in review.rectify
    ]
    said = {
        "causes": CommentedSeq(causes),
        "well": CommentedSeq(map(_text, review.well)),
        "improve": CommentedSeq(map(_text, review.improve)),
        "rectify": CommentedSeq(rectify),
    }
    return CommentedMap((key, value) for key, value in said.items() if value)


def _public(public: PublicCase, zone: ZoneInfo) -> CommentedMap:
    words = [
        _flow_map(
            {"at": one.at.astimezone(zone).isoformat(timespec="seconds"), "what": _text(one.what)}
            | {"text": _text(one.text)}
            | ({"link": _text(one.link)} if one.link else {})
        )
        for one in public.words
    ]
    said = {
        "name": _text(public.name),
        "title": _text(public.title),
        "since": public.since,
        "state": public.state.value,
    }
    return CommentedMap(said | {"summary": _text(public.summary), "words": CommentedSeq(words)})


def _line(entry: LogEntry, zone: ZoneInfo) -> CommentedMap:
    said: dict[str, Any] = {
        "at": entry.at.astimezone(zone).isoformat(timespec="seconds"),
        "by": _text(entry.by),
        "did": _text(entry.did),
    }
    if entry.note:
        said["note"] = _text(entry.note)
    if entry.evidence:
        said["evidence"] = _flow(entry.evidence)
    words = (("level", entry.level), ("side", entry.side), ("means", entry.means), ("to", entry.to))
    return _flow_map(said | {key: word.value for key, word in words if word})


def _visible(title: str) -> str:
    """A title from strangers without characters that cannot be seen but turn or hide what people then edit."""
    return "".join(character for character in title if unicodedata.category(character) not in ("Cc", "Cf"))


def _text(value: str) -> str:
    """A text as we write it: bounded, and quoted unless it is plainly a word: YAML's dialects differ on 0? and such."""
    usable = UNUSABLE.sub("", value[:_LONGEST])
    return usable if re.fullmatch(r"[^\W\d_]\w*", usable) else DoubleQuotedScalarString(usable)


def _flow(values: Sequence[str]) -> CommentedSeq:
    sequence = CommentedSeq([value if _ID.fullmatch(value) else _text(value) for value in values])
    sequence.fa.set_flow_style()
    return sequence


def _flow_map(values: Mapping[str, Any]) -> CommentedMap:
    mapping = CommentedMap(values)
    mapping.fa.set_flow_style()
    return mapping
