"""working in ``caifeng.yml``: the hours in which slow clocks run, with the holidays of a country."""

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from caifeng.config.fields import Strict, one_or_many
from caifeng.config.times import Minute, Weekdays
from caifeng.models.alerting import WorkingTime
from caifeng.scalars import Day

_YEARS = range(2020, 2041)  # for which holidays are reckoned


def _country(value: str) -> str:
    import holidays  # takes 50 ms, and few desks name a country

    code = value.strip().upper()
    if code not in holidays.list_supported_countries(include_aliases=False):
        raise PydanticCustomError(
            "country", "没有 {code} 的节假日，应写成 CN、HK、MO、TW 这样的两字代码", {"code": repr(value)}
        )
    return code


Country = Annotated[str, AfterValidator(_country)]
Days = Annotated[list[Day], BeforeValidator(one_or_many, json_schema_input_type=Day | list[Day])]


class WorkingEntry(Strict):
    """上班时间。"""

    days: Weekdays = Field(default_factory=lambda: sorted(WorkingTime().days), description="周几上班，如 周一至周五")
    start: Minute = Field(default_factory=lambda: WorkingTime().start, alias="from", description="几点上班")
    end: Minute = Field(default_factory=lambda: WorkingTime().end, alias="to", description="几点下班")
    holidays: Country | None = Field(None, description="法定节假日与调休：CN、HK、MO、TW 等")
    off: Days = Field(default_factory=list, description="另外放假的日子")
    on: Days = Field(default_factory=list, description="另外上班的日子")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.start >= self.end:
            raise PydanticCustomError("working", "上班时间的 to 须晚于 from；24:00 是当天结束")
        if both := sorted(set(self.off) & set(self.on)):
            raise PydanticCustomError("working", "{day} 既写在 off 又写在 on，请留一处", {"day": str(both[0])})
        return self

    def rules(self) -> WorkingTime:
        """As the desk has them; a day that people name overrides the calendar."""
        off, moved, known_until = _holidays(self.holidays)
        return WorkingTime(
            days=frozenset(self.days),
            start=self.start,
            end=self.end,
            off=(off | frozenset(self.off)) - frozenset(self.on),
            on=(moved | frozenset(self.on)) - frozenset(self.off),
            known_until=known_until,
        )


def _holidays(country: str | None) -> tuple[frozenset[date], frozenset[date], int | None]:
    """Days off, working days moved to a weekend, and the last year whose moves are known (None: it moves none)."""
    if country is None:
        return frozenset(), frozenset(), None
    import holidays  # as above

    calendar = holidays.country_holidays(country, years=_YEARS)
    moved = frozenset(calendar.weekend_workdays)
    return frozenset(calendar) - moved, moved, max((day.year for day in moved), default=None)
