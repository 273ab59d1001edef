"""表单: an event of GitHub (a dispatched workflow, or an issue opened by form) → the act that it asks for.

Whatever strangers write stays data: only the form's own fields are read, each once, and nothing is passed to a shell.
Who acts is the account that GitHub names, never a field.
"""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from caifeng.casework import do, open_case
from caifeng.errors import UsageError
from caifeng.form_fields import LABELS, FormFields, explained
from caifeng.lake.incident_review import review_in
from caifeng.models import REPLIES, Act, Deed, Desk, Incident, LoopRecord, Satisfaction, Side
from caifeng.shell import parse_limits, parse_moment
from caifeng.workspace import Workspace

LABEL = "caifeng-incident"  # that the form puts on its issues
MEMBERS = ("OWNER", "MEMBER", "COLLABORATOR")
LARGEST = 2_000_000  # bytes of an event
LONGEST_BODY = 100_000  # characters; GitHub's own limit is 65536
_KEYS = {label: key for key, label in LABELS.items()}
_EMPTY = ("_No response_", "None")
_Event = TypeVar("_Event", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a form asks for: an act, on an incident or ("") on one that it opens. ``source``: the issue's address."""

    incident: str
    act: Act
    source: str = ""


class _Account(BaseModel):
    login: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\[bot\])?$")]


class _Label(BaseModel):
    name: str


class _Issue(BaseModel):
    body: str | None = None
    author_association: str
    created_at: AwareDatetime
    html_url: Annotated[str, Field(pattern=r"^https://[\w.:-]+/[\w./-]+/issues/\d+$", max_length=300)]
    labels: list[_Label]
    user: _Account


class _Opened(BaseModel):
    model_config = ConfigDict(strict=False)

    action: str
    issue: _Issue
    sender: _Account


class _Dispatched(BaseModel):
    inputs: dict[str, Any]
    sender: _Account


def read_form(event: bytes, zone: ZoneInfo, now: datetime) -> Form:
    """The act that an event asks for; times that people type are in ``zone``.

    Raises UsageError or ConfigError: not of this form, not by a member, or with every field that makes no sense.
    """
    said = _json(event)
    if "issue" in said:
        return _of_issue(_shaped(_Opened, said), zone)
    if "inputs" in said:
        dispatched = _shaped(_Dispatched, said)
        return _form(dispatched.inputs, dispatched.sender.login, now, zone)
    raise UsageError("这个事件不是案件表单：既没有 inputs，也没有 issue")


def do_form(workspace: Workspace, desk: Desk, form: Form, now: datetime) -> Incident:
    """The incident after what a form asks, once: an issue that is already on record is refused. Raises as ``do``."""
    incidents, _ = workspace.incidents(desk).load()
    known = [one.id for one in incidents if any(form.source in line.evidence for line in one.log)]
    if form.source and known:
        raise UsageError(f"这份表单已经记在 {known[0]}，不再记第二次")
    if form.incident:
        return do(workspace, desk, form.incident, form.act, now)
    return open_case(workspace, desk, form.act, now)


def _of_issue(opened: _Opened, zone: ZoneInfo) -> Form:
    issue, login = opened.issue, opened.sender.login
    reasons = [
        *([] if opened.action == "opened" else ["只在新开时记一次；写错了请另开一份"]),
        *([] if LABEL in {label.name for label in issue.labels} else [f"没有 {LABEL} 标签，不是用案件表单开的"]),
        *([] if issue.author_association in MEMBERS else ["只收本仓库成员的表单；要反映情况请联系值守人员"]),
        *([] if issue.user.login == login else ["开表单的与提交的不是同一个账号"]),
    ]
    _refuse(reasons)
    return _form(_sections(issue.body or ""), login, issue.created_at.astimezone(UTC), zone, issue.html_url)


def _sections(body: str) -> dict[str, str]:
    """The fields of a form as GitHub renders it: "### label", an empty line, the value; every label once, in order.

    A text that holds such a heading itself cannot be told from the form's own: it is refused, never guessed.
    """
    if len(body) > LONGEST_BODY:
        raise UsageError(f"表单太长：{len(body)} 字，最多 {LONGEST_BODY} 字")
    lines = body.replace("\r\n", "\n").split("\n")
    places = [(number, key) for number, line in enumerate(lines) if (key := _heading(line))]
    found = [key for _, key in places]
    counts = Counter(found)
    if repeated := [label for key, label in LABELS.items() if counts[key] > 1]:
        shown = "、".join(f"“### {label}”" for label in repeated)
        raise UsageError(f"文字里有与表单标题一样的行 {shown}，分不清是标题还是内容；请改写那一行再交")
    if found != list(LABELS) or "".join(lines[: places[0][0]]).strip():
        raise UsageError("不是案件表单写出来的：各项标题应齐全并按原来的顺序；请用仓库里的“案件处置”表单")
    ends = [number for number, _ in places[1:]] + [len(lines)]
    values = ("\n".join(lines[start + 1 : end]).strip() for (start, _), end in zip(places, ends, strict=True))
    return {key: "" if value in _EMPTY else value for key, value in zip(found, values, strict=True)}


def _heading(line: str) -> str:
    """The field whose heading a line is; "" for any other line."""
    return _KEYS.get(line[4:].strip(), "") if line.startswith("### ") else ""


def _form(said: dict[str, Any], login: str, at: datetime, zone: ZoneInfo, source: str = "") -> Form:
    try:
        fields = FormFields.model_validate(said)
    except ValidationError as error:
        raise UsageError("表单没有记：\n" + "\n".join(f"- {line}" for line in explained(error))) from error
    is_opening = fields.deed is Deed.FOUND or (fields.deed is Deed.MISSED and not fields.incident)
    _refuse(
        [
            *(["立案不写案件号：编号由采风给"] if fields.deed is Deed.FOUND and fields.incident else []),
            *([] if fields.incident or is_opening else ["没有写案件号，如 INC-2026-0007"]),
            *([] if fields.who or not fields.has_loop else ["写了当事人的情况，没有写当事人是谁"]),
        ]
    )
    when = parse_moment(fields.at, zone) if fields.at else at
    return Form(incident=fields.incident, act=_act(fields, login, when, source), source=source)


def _act(fields: FormFields, login: str, at: datetime, source: str) -> Act:
    loop = LoopRecord(who=fields.who, has_contact=fields.contact, problem=fields.problem, plan=fields.plan,
                      satisfaction=fields.satisfaction or Satisfaction.UNKNOWN,
                      is_closed=fields.closed or False)  # fmt: skip
    evidence = (source, *fields.evidence) if source else fields.evidence
    return Act(
        deed=fields.deed,
        by=login,
        at=at,
        note=fields.note,
        evidence=evidence,
        side=fields.side or _usual_side(fields.deed),
        means=fields.means,
        to=fields.to,
        type=fields.type,
        level=fields.level,
        owner=fields.owner,
        limits=parse_limits(fields.limits),
        story_ids=fields.stories,
        parent=fields.parent,
        tags=fields.tags,
        loop=loop if fields.who else None,
        review=review_in(fields.review, "复盘") if fields.review else None,
        title=fields.title,
    )


def _usual_side(deed: Deed) -> Side | None:
    """Where that is done unless people say otherwise, as the commands have it."""
    return Side.ONLINE if deed in REPLIES else Side.OFFLINE if deed is Deed.HANDLED else None


def _json(event: bytes) -> dict[str, Any]:
    if len(event) > LARGEST:
        raise UsageError(f"事件超过 {LARGEST} 字节，不是案件表单")
    try:
        said = json.loads(event)
    except (ValueError, RecursionError) as error:
        raise UsageError("事件文件不是 JSON，读不出表单") from error
    if not isinstance(said, dict):
        raise UsageError("事件文件里没有表单")
    return said


def _shaped(kind: type[_Event], said: dict[str, Any]) -> _Event:
    try:
        return kind.model_validate(said)
    except ValidationError as error:
        places = "、".join(dict.fromkeys(".".join(map(str, one["loc"][:2])) for one in error.errors()[:5]))
        raise UsageError(f"事件文件缺少或写错了 {places[:200]}，读不出表单") from error


def _refuse(reasons: list[str]) -> None:
    if reasons:
        raise UsageError("表单没有记：\n" + "\n".join(f"- {reason}" for reason in reasons))
