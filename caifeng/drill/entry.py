"""What a drill's scenario file may say: its shape. Every scalar arrives as the text that people wrote."""

from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from caifeng.config.fields import Environment, Strict, Text, Words
from caifeng.models import Channel, Level, StoryType
from caifeng.scalars import Count, Duration, Said, Truth

LONGEST = timedelta(days=14)


class SourceShape(Strict):
    """一个只在演练里有的信源。"""

    name: Text
    channel: Channel = Channel.OTHER
    tier: int = Field(4, ge=1, le=4)
    region: str = Field("", max_length=40)
    kind: Literal["notice"] | None = None


class Timed(Strict):
    """在演练的某一刻。"""

    at: Duration


class Sourced(Timed):
    """某个信源在某一刻的。"""

    source: Text


class ItemShape(Sourced):
    """一条信息：text 与 copy_of 写且只写一个。"""

    id: Text | None = None
    title: str = Field("", max_length=500)
    text: str = ""
    copy_of: str | None = None
    lead: str = ""
    author: str = Field("", max_length=60)
    credit: str = Field("", max_length=60)
    reads: Count | None = None
    comments: Count | None = None
    reposts: Count | None = None
    likes: Count | None = None
    trap: str = Field("", max_length=200)


def _row(value: Any) -> Any:
    return {"title": value} if isinstance(value, str) else value


class RowShape(Strict):
    """榜单上的一行。"""

    title: Text
    heat: float | None = None


class BoardShape(Sourced):
    """一张榜单从这一刻起的样子，第一行是第一名。"""

    rows: list[Annotated[RowShape, BeforeValidator(_row)]] = Field(max_length=100)


class InjectShape(Timed):
    """导演组在这一刻交给某人的情况。"""

    to: Text
    say: Said


class ActShape(Timed):
    """某人在这一刻所做的事。"""

    by: Text
    did: Text
    note: str = Field("", max_length=2000)
    about: Words = Field(default_factory=list)
    type: StoryType | None = None
    level: Level | None = None
    owner: str = ""


class ExpectedShape(Strict):
    """要求。"""

    notice: Duration | None = None
    owner: Duration | None = None
    reply: Duration | None = None
    level: Level | None = None
    type: StoryType | None = None
    steps: Words = Field(default_factory=list)
    closed: Truth = False


class AudienceShape(Strict):
    """演练名单。"""

    people: dict[str, Environment] = Field(default_factory=dict)
    chats: dict[str, Environment] = Field(default_factory=dict)


class ScenarioShape(Strict):
    """一个演练脚本。"""

    drill: Said = Field(max_length=80)
    about: str = Field("", max_length=1000)
    length: Duration | None = None
    sources: list[SourceShape] = Field(default_factory=list)
    items: list[ItemShape] = Field(min_length=1, max_length=20_000)
    boards: list[BoardShape] = Field(default_factory=list)
    injects: list[InjectShape] = Field(default_factory=list)
    people: list[ActShape] = Field(default_factory=list)
    to: AudienceShape | None = None
    expected: ExpectedShape = Field(default_factory=ExpectedShape)
