"""From a set's own labels to the classes of a task."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from caifeng.errors import UsageError
from caifeng.evaluation.files import Row
from caifeng.models import ToneLabel

LEFT_OUT = "-"  # written for a label whose rows do not count

Class = TypeVar("Class", bound=StrEnum)


class Wording(StrEnum):
    """What a rumour set says of a post."""

    RUMOR = "传言"
    OTHER = "其他"


@dataclass(frozen=True, slots=True)
class Scheme(Generic[Class]):
    """The classes of a task by their words, and what labels usually mean; None leaves a label's rows out."""

    classes: Mapping[str, Class]
    guesses: Mapping[str, Class | None]
    example: str

    def named(self, word: str) -> Class | None:
        """The class that a word names, or None."""
        return self.classes.get(word) or self.guesses.get(word.lower())


@dataclass(frozen=True, slots=True)
class Labelled(Generic[Class]):
    """A row and its class."""

    row: Row
    of: Class


def _guesses(*named: tuple[Class | None, str]) -> dict[str, Class | None]:
    return {word: of for of, words in named for word in words.split()}


TONES: Scheme[ToneLabel] = Scheme(
    classes={label.value: label for label in ToneLabel if label is not ToneLabel.UNCERTAIN},
    guesses=_guesses(
        (ToneLabel.NEGATIVE, "负面 neg negative 负 消极 -1 0 angry anger sad sadness fear hate disgust anxiety"),
        (ToneLabel.NEGATIVE, "weak_negative weak-negative"),
        (ToneLabel.POSITIVE, "正面 pos positive 正 积极 1 happy happiness optimism gratitude"),
        (ToneLabel.NEUTRAL, "中性 neu neutral 中 无情绪 none"),
        (None, "amb ambiguous surprise mixed 不确定 -"),
    ),
    example="happy=正面,angry=负面,surprise=-",
)
RUMORS: Scheme[Wording] = Scheme(
    classes={label.value: label for label in Wording},
    guesses=_guesses(
        (Wording.RUMOR, "rumor rumour fake false 1 谣言 假"),
        (Wording.OTHER, "non-rumor non-rumour nonrumor real true 0 非谣言 真 属实"),
        (None, "uncertain unverified 不确定 -"),
    ),
    example="fake=传言,real=其他,uncertain=-",
)


def parse_labels(written: str, scheme: Scheme[Class]) -> dict[str, Class | None]:
    """``happy=正面,surprise=-`` → label → class; None leaves the label's rows out. Raises UsageError."""
    found: dict[str, Class | None] = {}
    for part in filter(None, re.split(r"[,，]", written)):
        label, sign, target = (side.strip() for side in part.partition("="))
        of = scheme.named(target)
        if not sign or not label or (of is None and target != LEFT_OUT):
            raise UsageError(f'--labels 里的 “{part.strip()[:40]}” 无法辨认，应写成 "{scheme.example}"')
        found[label.lower()] = of
    return found


def labelled(
    rows: Iterable[Row], given: Mapping[str, Class | None], scheme: Scheme[Class]
) -> tuple[Labelled[Class], ...]:
    """The rows that have a class, by the given mapping first, then by what labels usually mean.

    A field ``polarity`` counts before ``label``, unless the mapping names the label. Raises UsageError that lists every
    label nobody can place, and where no row has a label.
    """
    found: list[Labelled[Class]] = []
    unknown: Counter[str] = Counter()
    unlabelled = 0
    for row in rows:
        label = _label(row, given)
        if not label:
            unlabelled += 1
        elif label in given or label in scheme.guesses:
            of = given[label] if label in given else scheme.guesses[label]
            found += [Labelled(row, of)] if of is not None else []
        else:
            unknown[label] += 1
    _refuse(unknown, scheme, unlabelled if not found else None)
    return tuple(found)


def _label(row: Row, given: Mapping[str, object]) -> str:
    label = row.text("label").strip().lower()
    return label if label in given else (row.text("polarity").strip().lower() or label)


def _refuse(unknown: Counter[str], scheme: Scheme[Class], unlabelled: int | None) -> None:
    """Raises where labels are unknown, or (``unlabelled`` given) no row has one."""
    if unknown:
        listed = "、".join(f"“{label[:20]}”（{count} 行）" for label, count in unknown.most_common(12))
        raise UsageError(
            f'不知道这些标注对应哪一类：{listed}；请用 --labels 说明，如 "{scheme.example}"，不用的写 “=-”'
        )
    if unlabelled is not None:
        raise UsageError(f"没有一行带可用的标注（{unlabelled} 行没有 label 或 polarity），无法计算准确率")
