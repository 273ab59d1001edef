"""What an incident file may say: its shape, from which ``caifeng schema --incident`` makes the JSON Schema."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from caifeng import scalars
from caifeng.models import (
    Counterpart,
    Deed,
    IncidentState,
    Level,
    Means,
    PublicState,
    Satisfaction,
    Side,
    StoryType,
    refused_means,
)
from caifeng.scalars import EXAMPLE_TIME, Day

_LONGEST = timedelta(days=3650)
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_PARENT = r"(INC-\d{4}-\d{4})?"
_T = TypeVar("_T")


def _bounded(value: timedelta) -> timedelta:
    if not timedelta(0) < value <= _LONGEST:
        raise PydanticCustomError("duration", "时长应在 1s 和 3650d 之间")
    return value


def _written_time(value: Any) -> Any:
    if not re.match(r"\d{4}-\d\d-\d\d[T ]\d", str(value)):
        raise PydanticCustomError("moment", f"时间无法辨认，应写成 {EXAMPLE_TIME}")
    return value


def _sane_time(value: datetime) -> datetime:
    try:
        is_sane = _EARLIEST <= value.astimezone(UTC) < _LATEST
    except OverflowError:
        is_sane = False
    if not is_sane:
        raise PydanticCustomError("moment", "时间应在 2000 年至 2199 年之间")
    return value.astimezone(UTC)


def _possible(value: Any) -> Any:
    if refusal := refused_means(str(value)):
        mend = f"可用的手段见文档，如 {'、'.join(list(Means)[:3])}"
        raise PydanticCustomError("refused_means", "{refusal}", {"refusal": refusal, "mend": mend})
    return value


def _parent(value: str) -> str:
    if not re.fullmatch(_PARENT, value):
        raise PydanticCustomError("parent", "应写成 INC-2026-0001 这样的案件号")
    return value


def _begun(value: list[_T]) -> list[_T]:
    if not value:
        raise PydanticCustomError("begun", "不能为空，第一行应是采风写下的 发现")
    return value


def _or_empty(empty: Callable[[], _T]) -> BeforeValidator:
    """A key with nothing behind it says nothing."""
    return BeforeValidator(lambda value: empty() if value is None else value)


_STRING = {"type": "string"}
_TEXT = {"type": ["string", "null"]}
Text = Annotated[str, _or_empty(str), WithJsonSchema(_TEXT)]
Texts = Annotated[list[str], _or_empty(list), WithJsonSchema({"type": ["array", "null"], "items": _STRING})]
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_written_time),
    AfterValidator(_sane_time),
    WithJsonSchema(_STRING | {"format": "date-time"}),
]
Truth = Annotated[scalars.Truth, WithJsonSchema({"enum": [True, False, "是", "否", "有", "无"]})]
Duration = Annotated[
    scalars.Duration, AfterValidator(_bounded), WithJsonSchema(_STRING | {"pattern": "^[0-9]+[smhd]$"})
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GradeEntry(_Strict):
    """评级：机器评的，和人评的。"""

    machine: Level = Field(description="机器评的级别，由采风更新")
    human: Level | None = Field(None, description="人评的级别，写了就以此为准")
    by: Text = Field("", description="谁评的；写了 human 就必写")
    why: Text = Field("", description="理由；写了 human 就必写")


class ClockEntry(_Strict):
    """本案的一个时限。"""

    limit: Duration = Field(description="多久，如 30m")
    norm: Text = Field("", description="依据，印在时限旁边")


class LoopEntry(_Strict):
    """一位当事人或一类人的闭环记录。"""

    who: str = Field(min_length=1, description="怎么称呼；不写姓名电话")
    contact: Truth | None = Field(None, description="联系上了没有：是、否；不写为还没有问")
    problem: Text = Field("", description="问题")
    plan: Text = Field("", description="处理方案")
    satisfaction: Satisfaction = Field(Satisfaction.UNKNOWN, description="对方案满意不满意")
    closed: Truth = Field(default=False, description="办结了没有")


class CauseEntry(_Strict):
    """一条根因。"""

    department: str = Field(min_length=1, description="哪个部门")
    what: str = Field(min_length=1, description="什么原因")


class RectifyEntry(_Strict):
    """一项整改。"""

    what: str = Field(min_length=1, description="改什么")
    owner: str = Field(min_length=1, description="谁负责")
    due: Day = Field(description="哪天以前")
    done: Day | None = Field(None, description="哪天办完的；不写为还没有")


class ReviewEntry(_Strict):
    """复盘。"""

    causes: Annotated[list[CauseEntry], _or_empty(list)] = Field(default_factory=list, description="根因，落实到部门")
    well: Texts = Field(default_factory=list, description="做得好、值得推广的")
    improve: Texts = Field(default_factory=list, description="要改善的")
    rectify: Annotated[list[RectifyEntry], _or_empty(list)] = Field(default_factory=list, description="整改")


class PublicWordEntry(_Strict):
    """公开的一次发布。"""

    at: Moment = Field(description=f"什么时候，带时区，如 {EXAMPLE_TIME}")
    what: str = Field(min_length=1, max_length=20, description="是什么：情况说明、进展、更正…")
    text: str = Field(min_length=1, description="公开的原文")
    link: Text = Field("", description="全文的网址")


class PublicEntry(_Strict):
    """可以公开的部分：公开页上只有这里写的。"""

    name: str = Field(pattern="^[a-z0-9][a-z0-9-]{0,59}$", description="公开页的地址，小写字母、数字和 -，定了不再改")
    title: str = Field(min_length=1, max_length=80, description="对公众怎么称呼这件事")
    since: Day = Field(description="从哪天起")
    state: PublicState = Field(description="到了哪一步")
    summary: Text = Field("", description="一段话说清楚")
    words: Annotated[list[PublicWordEntry], _or_empty(list)] = Field(default_factory=list, description="说明与进展")


class LogLine(_Strict):
    """经过里的一行，只增不改。"""

    at: Moment = Field(description=f"什么时候，带时区，如 {EXAMPLE_TIME}")
    by: Annotated[str, AfterValidator(str.strip)] = Field(description="谁")
    did: Annotated[str, AfterValidator(_possible)] = Field(
        description=f"做了什么：{'、'.join(Deed)}；也可以写自己的话，只是不计时、不改状态"
    )
    note: Text = Field("", description="说明")
    evidence: Texts = Field(default_factory=list, description="依据：条目号、网址或文件")
    side: Side | None = Field(None, description="线上还是线下")
    means: Annotated[Means, BeforeValidator(_possible)] | None = Field(None, description="处置手段")
    to: Counterpart | None = Field(None, description="对谁")
    level: Level | None = Field(None, description="这一行使级别到了哪一级，由采风写")


class IncidentEntry(_Strict):
    """案件档案 incidents/INC-2026-0007.yml。"""

    title: str = Field(description="是什么事")
    stories: Texts = Field(default_factory=list, description="包括哪些事件，如 S-20261119-04；可以有几个")
    parent: Annotated[Text, AfterValidator(_parent), WithJsonSchema(_TEXT | {"pattern": f"^{_PARENT}$"})] = Field(
        "", description="属于哪个案件"
    )
    type: StoryType = Field(StoryType.UNVERIFIED, description="定性")
    grade: GradeEntry = Field(description="评级")
    owner: Text = Field("", description="责任人")
    state: IncidentState = Field(description="到了哪一步")
    tags: Texts = Field(default_factory=list, description="案例库的标签")
    clocks: Annotated[dict[str, ClockEntry], _or_empty(dict)] = Field(default_factory=dict, description="本案的时限")
    loop: Annotated[list[LoopEntry], _or_empty(list)] = Field(default_factory=list, description="闭环记录")
    review: ReviewEntry | None = Field(None, description="复盘")
    public: PublicEntry | None = Field(None, description="对公众公开的部分；不写就不公开")
    log: Annotated[list[LogLine], AfterValidator(_begun)] = Field(
        json_schema_extra={"minItems": 1}, description="经过，第一行是发现，只在末尾增加"
    )


def incident_schema() -> str:
    """The JSON Schema of an incident file, for editors that check while people type."""
    schema = IncidentEntry.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(schema, ensure_ascii=False, indent=2)
