"""The closed vocabularies in English: the fixed words of an edition, never what a source wrote.

Likelihood words are those of ICD 203; levels follow the national framework's Ⅰ–Ⅳ.
"""

from collections.abc import Mapping
from datetime import date

from caifeng.models import (
    Channel,
    ClockState,
    Confidence,
    IncidentState,
    Level,
    Likelihood,
    SourceState,
    Stage,
    StoryType,
    ToneLabel,
)

_WORDS: Mapping[str, str] = {
    Level.BLUE: "Blue · IV ordinary",
    Level.YELLOW: "Yellow · III considerable",
    Level.ORANGE: "Orange · II grave",
    Level.RED: "Red · I extremely grave",
    StoryType.UNVERIFIED: "not verified",
    StoryType.TRUE: "true",
    StoryType.FALSE: "not as stated",
    StoryType.MALICIOUS: "malicious rumour",
    Stage.LATENT: "latent",
    Stage.RISING: "rising",
    Stage.HIGH: "at its height",
    Stage.FALLING: "falling",
    Stage.CALM: "calm",
    Stage.AGAIN: "returned",
    ToneLabel.NEGATIVE: "negative",
    ToneLabel.NEUTRAL: "neutral",
    ToneLabel.POSITIVE: "positive",
    ToneLabel.UNCERTAIN: "uncertain",
    Channel.NEWS: "news sites",
    Channel.PRESS: "press",
    Channel.GOVERNMENT: "government",
    Channel.FORUM: "forums",
    Channel.WEIBO: "Weibo",
    Channel.WECHAT: "WeChat",
    Channel.VIDEO: "video",
    Channel.APP: "news apps",
    Channel.QA: "questions and answers",
    Channel.REVIEW: "reviews",
    Channel.OVERSEAS: "overseas",
    Channel.OTHER: "other",
    Likelihood.REMOTE: "almost no chance",
    Likelihood.VERY_UNLIKELY: "very unlikely",
    Likelihood.UNLIKELY: "unlikely",
    Likelihood.EVEN: "roughly even chance",
    Likelihood.LIKELY: "likely",
    Likelihood.VERY_LIKELY: "very likely",
    Likelihood.NEARLY_CERTAIN: "almost certain",
    Confidence.LOW: "low",
    Confidence.MIDDLE: "moderate",
    Confidence.HIGH: "high",
    IncidentState.FOUND: "found",
    IncidentState.VERIFYING: "verifying",
    IncidentState.GRADED: "graded",
    IncidentState.ASSIGNED: "assigned",
    IncidentState.REPLIED: "replied",
    IncidentState.HANDLING: "being handled",
    IncidentState.CLOSED: "closed",
    IncidentState.REVIEWED: "reviewed",
    IncidentState.ARCHIVED: "archived",
    ClockState.RUNNING: "running",
    ClockState.OVERDUE: "overdue",
    ClockState.MET: "met in time",
    ClockState.LATE: "met late",
    ClockState.PAUSED: "paused",
    SourceState.OK: "fine",
    SourceState.PARTIAL: "partly failed",
    SourceState.UNCHANGED: "nothing new",
    SourceState.FAILED: "failed",
    SourceState.UNREACHABLE: "not covered",
    "到责任人": "reached the owner",
    "首次回应": "first reply",
    "进展反馈": "progress report",
    "回应关切": "answer to concerns",
    "权威发布": "official statement",
    "闭环": "closure",
    "复盘": "review",
    "▲": "up",
    "─": "level",
    "▼": "down",
}
_OVERALL = {
    Level.BLUE: "calm on the whole",
    Level.YELLOW: "under control, with matters to watch",
    Level.ORANGE: "tense, to be handled soon",
    Level.RED: "grave, to be handled at once",
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def english(word: str) -> str:
    """A word of the closed vocabularies in English; any other as it is."""
    return _WORDS.get(word, word)


def is_english(word: str) -> bool:
    """Whether ``english`` has the word."""
    return word in _WORDS


def overall(level: Level) -> str:
    """How things stand, in a few words."""
    return _OVERALL[level]


def english_date(day: date) -> str:
    """Friday, 20 November 2026."""
    return f"{_DAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"


def english_span(minutes: int) -> str:
    """1 d 3 h 20 min: the parts that are not zero."""
    parts = ((minutes // 1440, "d"), (minutes // 60 % 24, "h"), (minutes % 60, "min"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "under 1 min"
