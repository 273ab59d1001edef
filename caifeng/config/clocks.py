"""clocks in ``caifeng.yml``: the time limits of an incident, each with the norm it comes from."""

from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from caifeng.config.fields import Strict, Text, Words
from caifeng.models import REPLIES, ClockRule, Deed, Level
from caifeng.scalars import Duration

OWN = "本编辑台规定"  # the norm of a limit that the desk set itself
_PROPOSAL = "采风建议值"

# The limits as shipped. Sources: requirements part 2; 15 min, 4 h and 7 days are our own proposals and say so.
STANDARD = (
    ClockRule(
        name="到责任人", limit=timedelta(minutes=15), norm=_PROPOSAL, stops=(Deed.RECEIVED, Deed.ASSIGNED)
    ),
    ClockRule(
        name="首次回应", limit=timedelta(minutes=30), norm="任务文件 S1 ⑻：回复须在 30 分钟之内", stops=REPLIES
    ),
    ClockRule(name="进展反馈", limit=timedelta(hours=4), norm=_PROPOSAL, stops=(Deed.PROGRESS,)),
    ClockRule(
        name="权威发布", limit=timedelta(hours=5), norm="国办发〔2016〕80号：最迟 5 小时内发布权威信息",
        stops=(Deed.STATEMENT, Deed.CONFERENCE), from_level=Level.ORANGE,
    ),
    ClockRule(
        name="新闻发布会", limit=timedelta(hours=24), norm="国办发〔2016〕61号：特别重大、重大事件 24 小时内举行",
        stops=(Deed.CONFERENCE,), from_level=Level.RED,
    ),
    ClockRule(
        name="回应关切", limit=timedelta(hours=48), norm="国办发〔2016〕61号：其他政务舆情 48 小时内回应",
        stops=REPLIES, to_level=Level.YELLOW,
    ),
    ClockRule(name="闭环", limit=timedelta(days=7), norm=f"{_PROPOSAL}，逐案可改", stops=(Deed.CLOSED,)),
    ClockRule(
        name="复盘", limit=timedelta(days=7), norm=_PROPOSAL, starts=Deed.CLOSED, stops=(Deed.REVIEWED,)
    ),
)  # fmt: skip


class ClockEntry(Strict):
    """一个时限。"""

    limit: Duration = Field(description="多久，如 30m")
    norm: str = Field(OWN, max_length=120, description="依据，印在时限旁边")
    starts: Text = Field(Deed.FOUND.value, description="从经过里的哪一步起算")
    stops: Words = Field(default_factory=list, description="经过里的哪一步算完成；不写则与时限同名的一步")
    since: Level = Field(Level.BLUE, description="这一级及以上才计")
    upto: Level = Field(Level.RED, description="这一级及以下才计")
    working: bool = Field(default=False, description="true：只在上班时间里走")


def _limits(value: Any) -> Any:
    return value if isinstance(value, dict) else {"limit": value}


Clock = Annotated[ClockEntry, BeforeValidator(_limits, json_schema_input_type=Duration | ClockEntry)]


def clock_rules(entries: dict[str, ClockEntry]) -> tuple[ClockRule, ...]:
    """The limits in force: those shipped, changed and joined by the desk's own."""
    own = dict(entries)
    standard = [_changed(rule, own.pop(rule.name, None)) for rule in STANDARD]
    return (*standard, *(_made(name, entry) for name, entry in own.items()))


def _changed(rule: ClockRule, entry: ClockEntry | None) -> ClockRule:
    """A limit that only states another duration keeps what starts and stops it."""
    if entry is None:
        return rule
    said = entry.model_fields_set
    is_same = entry.limit == rule.limit and "norm" not in said
    return replace(
        rule,
        limit=entry.limit,
        norm=rule.norm if is_same else entry.norm,
        starts=entry.starts if "starts" in said else rule.starts,
        stops=tuple(entry.stops) or rule.stops,
        from_level=entry.since if "since" in said else rule.from_level,
        to_level=entry.upto if "upto" in said else rule.to_level,
        is_working=entry.working,
    )


def _made(name: str, entry: ClockEntry) -> ClockRule:
    return ClockRule(
        name=name,
        limit=entry.limit,
        norm=entry.norm,
        starts=entry.starts,
        stops=tuple(entry.stops) or (name,),
        from_level=entry.since,
        to_level=entry.upto,
        is_working=entry.working,
    )
