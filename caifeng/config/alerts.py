"""alerts and chats in ``caifeng.yml``: who is told what, by which way, and what may wait."""

import re
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from caifeng.config.fields import Environment, Strict, Text, Words, one_or_many
from caifeng.config.times import Minute
from caifeng.models import AlertRules, ChatRules, GateClass, Level, QuietHours, Route
from caifeng.scalars import Duration

_DEFAULT = AlertRules()


def _share(value: Any) -> Any:
    match = re.fullmatch(r"\s*(\d{1,3}(?:\.\d+)?)\s*(%?)\s*", str(value), re.ASCII)
    share = float(match[1]) / (100 if match[2] else 1) if match else -1
    if not 0 <= share < 1:
        raise PydanticCustomError("share", "{value} 不是时限的一部分，应写成 70%", {"value": repr(value)})
    return share


_SHARE = WithJsonSchema({"type": ["string", "number"]})
Share = Annotated[float, BeforeValidator(_share), _SHARE]
Levels = Annotated[list[Level], BeforeValidator(one_or_many, json_schema_input_type=Level | list[Level])]
Gates = Annotated[list[GateClass], BeforeValidator(one_or_many, json_schema_input_type=GateClass | list[GateClass])]


class RouteEntry(Strict):
    """一条分送规则：都不写的条件不限。"""

    level: Levels = Field(default_factory=list, description="这些级别，如 [橙, 红]；不写则不限")
    topics: Words = Field(default_factory=list, description="这些议题之一；不写则不限")
    gates: Gates = Field(default_factory=list, description="触及这些底线之一，如 伤亡；不写则不限")
    to: Words = Field(min_length=1, description="告诉谁：people 里的名称，或 值班")
    channels: Words = Field(default_factory=list, description="只走这些渠道：mail 或群名；不写则各人的都走")


class QuietEntry(Strict):
    """勿扰时段。"""

    start: Minute = Field(alias="from", description="从几点，如 22:00")
    end: Minute = Field(alias="to", description="到几点，如 07:00；早于 from 就是次日")
    still: Level = Field(Level.RED, description="这一级及以上照发")

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.start % 1440 == self.end % 1440:
            raise PydanticCustomError("quiet", "from 与 to 相同，整天都勿扰；请改其中一个")
        return self


class AlertsEntry(Strict):
    """预警。"""

    routes: list[RouteEntry] = Field(default_factory=list, description="分送规则，第一条合适的算数")
    quiet: QuietEntry | None = Field(None, description="勿扰时段，如 {from: 22:00, to: 07:00, still: 红}")
    cooldown: Duration = Field(_DEFAULT.cooldown, description="回落后又升到同一级，多久之内不再告诉")
    repeat: Duration = Field(_DEFAULT.repeat, description="没人接手，隔多久再说一次；0s 为不重申")
    resolve_after: Duration = Field(_DEFAULT.resolve_after, description="平静多久后告知解除；0s 为不告知")
    escalate_after: Duration = Field(_DEFAULT.escalate_after, description="多久没人接手就上报；0s 为不上报")
    supervisor: str = Field("", max_length=200, description="主管：上报、超时和没人值班时告诉谁")
    direct: Words = Field(default_factory=list, description="红级直报：立即告诉谁")
    messages: int = Field(_DEFAULT.messages, ge=1, le=50, description="一次最多给一个邮箱或一个群几条消息")
    remind_at: Share = Field(
        default_factory=lambda: _DEFAULT.remind_at, description="时限用掉多少时提醒责任人；0 为不提醒"
    )
    stale: Duration = Field(_DEFAULT.stale, description="发现时已过去这么久的旧闻只记录，不告诉")
    silent_after: Duration = Field(_DEFAULT.silent_after, description="信源多久没有新内容就告诉；0s 为不告诉")

    def rules(self) -> AlertRules:
        """As the desk has them."""
        return AlertRules(
            routes=tuple(_route(entry) for entry in self.routes),
            quiet=_quiet(self.quiet) if self.quiet else None,
            cooldown=self.cooldown,
            repeat=self.repeat,
            resolve_after=self.resolve_after,
            escalate_after=self.escalate_after,
            supervisor=self.supervisor,
            direct=tuple(dict.fromkeys(self.direct)),
            messages=self.messages,
            remind_at=self.remind_at,
            stale=self.stale,
            silent_after=self.silent_after,
        )


def _route(entry: RouteEntry) -> Route:
    return Route(
        levels=tuple(entry.level),
        topics=tuple(entry.topics),
        gates=tuple(entry.gates),
        to=tuple(dict.fromkeys(entry.to)),
        channels=tuple(dict.fromkeys(entry.channels)),
    )


def _quiet(entry: QuietEntry) -> QuietHours:
    return QuietHours(start=entry.start % 1440, end=entry.end % 1440, still=entry.still)


class ChatEntry(Strict):
    """一个群机器人。"""

    address: Environment = Field(description="存放地址的环境变量，如 env:CHAT_DUTY；值是 Apprise 的网址")
    level: Level = Field(Level.YELLOW, description="这一级及以上才发到这个群")
    per_minute: int = Field(20, ge=1, le=600, description="每分钟最多几条")
    limit: int | None = Field(None, ge=200, le=100_000, description="一条消息最多几个字节；不写则按各家平台的规定")


def _address(value: Any) -> Any:
    return value if isinstance(value, dict) else {"address": value}


Chat = Annotated[ChatEntry, BeforeValidator(_address, json_schema_input_type=Text | ChatEntry)]


def chat_rules(entries: dict[str, ChatEntry]) -> tuple[ChatRules, ...]:
    """The desk's chats, in the order of the file."""
    return tuple(
        ChatRules(
            name=name, address=entry.address, level=entry.level, per_minute=entry.per_minute, limit=entry.limit or 0
        )
        for name, entry in entries.items()
    )
