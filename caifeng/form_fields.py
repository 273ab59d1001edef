"""The fields of the incident form: their labels, what may stand in each, and what is said of what may not."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from caifeng.models import (
    Counterpart,
    Deed,
    Level,
    Means,
    Satisfaction,
    Side,
    StoryType,
    refused_means,
)

# The issue form has these labels, in this order; a dispatch has the keys as inputs.
LABELS: Mapping[str, str] = {
    "deed": "做了什么",
    "incident": "案件号",
    "title": "案由",
    "note": "说明",
    "type": "定性",
    "level": "级别",
    "owner": "责任人",
    "limits": "本案时限",
    "side": "线上线下",
    "means": "处置手段",
    "to": "对象",
    "at": "何时做的",
    "evidence": "依据",
    "stories": "事件",
    "parent": "上级案件",
    "tags": "标签",
    "who": "当事人",
    "contact": "是否取得联系方式",
    "problem": "当事人的问题",
    "plan": "处理方案",
    "satisfaction": "满意度",
    "closed": "是否办结",
    "review": "复盘",
}
UNSET = "不填"  # an optional choice of a dispatch, which has no empty one
BY_MACHINE = (Deed.RAISED, Deed.REMINDED, Deed.ESCALATED)
BY_PEOPLE = tuple(deed for deed in Deed if deed not in BY_MACHINE)
_LINE, _TEXT = 200, 20_000  # characters
_T = TypeVar("_T")


def _trimmed(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _or_none(value: Any) -> Any:
    said = _trimmed(value)
    return None if said in ("", UNSET) else said


def _no_break(value: str) -> str:
    if "\n" in value or "\r" in value:
        raise PydanticCustomError("one_line", "只能写一行")
    return value


def _by_people(value: Deed) -> Deed:
    if value in BY_MACHINE:
        raise PydanticCustomError("machine", "由采风自己记，人不填")
    return value


def _possible(value: Any) -> Any:
    if isinstance(value, str) and (why := refused_means(value)):
        raise PydanticCustomError("refused_means", why.replace("{", "(").replace("}", ")"))
    return value


def _words(value: Any) -> Any:
    """What people list in one line: parted by spaces, commas or 、."""
    return tuple(filter(None, re.split(r"[\s,，、;；]+", value))) if isinstance(value, str) else value


def _lines(value: Any) -> Any:
    return tuple(filter(None, map(str.strip, value.split("\n")))) if isinstance(value, str) else value


def _truth(value: Any) -> Any:
    said = _or_none(value)
    if said not in (None, "是", "否"):
        raise PydanticCustomError("truth", "只能是 是 或 否")
    return None if said is None else said == "是"


Line = Annotated[str, BeforeValidator(_trimmed), Field(max_length=_LINE), AfterValidator(_no_break)]
Id = Annotated[str, BeforeValidator(_trimmed), Field(pattern=r"^(INC-\d{4}-\d{4})?$"), BeforeValidator(
    lambda value: value.upper() if isinstance(value, str) else value)]  # fmt: skip
Text = Annotated[str, BeforeValidator(_trimmed), Field(max_length=_TEXT)]
Choice = Annotated[_T | None, BeforeValidator(_or_none)]
Listed = Annotated[tuple[Annotated[str, Field(max_length=_LINE)], ...], BeforeValidator(_words), Field(max_length=100)]


class FormFields(BaseModel):
    """What the form may say. Every text is data; every choice is closed; other fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    deed: Annotated[Deed, BeforeValidator(_trimmed), AfterValidator(_by_people)]
    incident: Id = ""
    title: Line = ""
    note: Text = ""
    type: Choice[StoryType] = None
    level: Choice[Level] = None
    owner: Line = ""
    limits: Listed = ()
    side: Choice[Side] = None
    means: Annotated[Means | None, BeforeValidator(_possible), BeforeValidator(_or_none)] = None
    to: Choice[Counterpart] = None
    at: Line = ""
    evidence: Annotated[tuple[str, ...], BeforeValidator(_lines), Field(max_length=100)] = ()
    stories: Listed = ()
    parent: Id = ""
    tags: Listed = ()
    who: Line = ""
    contact: Annotated[bool | None, BeforeValidator(_truth)] = None
    problem: Text = ""
    plan: Text = ""
    satisfaction: Choice[Satisfaction] = None
    closed: Annotated[bool | None, BeforeValidator(_truth)] = None
    review: Text = ""

    @property
    def has_loop(self) -> bool:
        """Whether it says anything about somebody concerned."""
        said = (self.who, self.problem, self.plan, self.satisfaction, self.contact, self.closed)
        return any(one not in ("", None) for one in said)


def explained(error: ValidationError) -> Iterator[str]:
    """Every field that makes no sense in one Chinese sentence, by its label; at most twenty."""
    for detail in error.errors(include_url=False, include_context=True)[:20]:
        key = str(detail["loc"][0])
        unknown = f"表单里没有“{' '.join(key[:40].split())}”这一项"
        yield f"{LABELS[key]}：{_told(detail)}" if key in LABELS else unknown


def _told(detail: ErrorDetails) -> str:
    kind, shown = detail["type"], " ".join(str(detail["input"])[:40].split())
    if kind == "enum":
        expected = str(detail.get("ctx", {}).get("expected", ""))
        return f"“{shown}”不在可选之列，只能是 " + expected.replace("'", "").replace(" or ", "、").replace(", ", "、")
    if kind in ("string_too_long", "too_long"):
        return f"太长，最多 {detail.get('ctx', {}).get('max_length')} {'字' if kind == 'string_too_long' else '个'}"
    return _MESSAGES.get(kind, detail["msg"])


_MESSAGES = {
    "missing": "没有写",
    "string_type": "须是文字",
    "string_unicode": "有残缺的字符，请重新输入",
    "string_pattern_mismatch": "应写成 INC-2026-0007 这样的案件号",
}
