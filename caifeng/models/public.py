"""公开: the whole of what the public face may show. What is not in these nouns cannot get there."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PublicState(StrEnum):
    """How far a matter is, in words for the public."""

    RECEIVED = "已受理"
    INVESTIGATING = "调查中"
    ANNOUNCED = "已公布结果"
    CLOSED = "已办结"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWord:
    """An authoritative statement or a word on progress; time is aware UTC."""

    at: datetime
    what: str  # "情况说明", "进展", "更正" …
    text: str
    link: str = ""  # where it stands in full


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCase:
    """What people chose to tell the public of an incident: the section ``public`` of its file, and nothing else."""

    name: str  # part of the page's address, lower-case letters, digits and -
    title: str
    since: date
    state: PublicState
    summary: str = ""
    words: tuple[PublicWord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceRules:
    """The public face's own settings: section ``face`` of the configuration."""

    name: str
    base_url: str = ""  # absolute address of the face's root; "": links stay relative
    about: str = ""
    contact: str = ""
