"""``caifeng incident …``: what people do to an incident, one verb an act."""

from typing import Annotated

import typer

from caifeng.casework import open_case
from caifeng.commands.incident_call import At, By, Call, Id, Note, OfMeans, To, Why, actor, perform, tell
from caifeng.commands.incident_end import archive, close, correct, false_alarm, link, note, reopen, restore, review
from caifeng.commands.incident_form import form
from caifeng.commands.incident_show import list_incidents, show_incident
from caifeng.errors import UsageError
from caifeng.models import REPLIES, Act, Deed, Level, LoopRecord, Satisfaction, Side, StoryType
from caifeng.shell import DEFAULT, AsJson, DeskFile, moment_in, open_desk, parse_limits, parse_moment

app = typer.Typer(help="案件：立案、接收、定性、评级、派责、回应、处置、闭环、复盘、入库。", no_args_is_help=True)
Limits = Annotated[list[str] | None, typer.Option("--limit", help="本案另定的时限，如 闭环=3d，可多次")]
app.command("list", epilog="例：caifeng incident list --open")(list_incidents)
app.command("show", epilog="例：caifeng incident show INC-2026-0007")(show_incident)
app.command(epilog="例：caifeng incident close INC-2026-0007 --note 1146户全部换新或退款")(close)
app.command(epilog="例：caifeng incident review INC-2026-0007 --from review.yml")(review)
app.command(epilog="例：caifeng incident archive INC-2026-0007 --tag 密封圈 --tag 召回")(archive)
app.command(epilog="例：caifeng incident reopen INC-2026-0007 --why 出现新的受伤投诉")(reopen)
app.command("false-alarm", epilog="例：caifeng incident false-alarm INC-2026-0007 --why 说的是同名的另一家公司")(
    false_alarm
)
app.command(epilog="例：caifeng incident link INC-2026-0007 --story S-20261119-04 --parent INC-2026-0003")(link)
app.command(epilog="例：caifeng incident note INC-2026-0007 --note 媒体来电，已转品牌部")(note)
app.command(epilog="例：caifeng incident correct INC-2026-0007 --note 11-14进展反馈中的8户应为7户")(correct)
app.command(epilog="例：caifeng incident restore INC-2026-0007")(restore)
app.command(epilog='例：caifeng incident form "$GITHUB_EVENT_PATH" --summary "$GITHUB_STEP_SUMMARY"')(form)


@app.command(
    "open", epilog="例：caifeng incident open --title 净水机漏水投诉 --owner 售后部 --level 黄 --note 门店来电"
)
def open_(
    title: Annotated[str, typer.Option("--title", help="案由")],
    story: Annotated[list[str] | None, typer.Option("--story", help="事件号，可多次")] = None,
    level: Annotated[Level | None, typer.Option("--level", help="人定的级别；须写 --note")] = None,
    owner: Annotated[str, typer.Option("--owner", help="责任人")] = "",
    missed: Annotated[bool, typer.Option("--missed", help="漏报：人先发现，采风没有预警")] = False,
    parent: Annotated[str, typer.Option("--parent", help="所属的案件")] = "",
    note: Note = "",
    by: By = None,
    at: At = None,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """人工立案；采风没有预警的加 --missed，计入漏报。"""
    workspace, found = open_desk(desk)
    moment = moment_in(workspace)
    deed = Act(deed=Deed.MISSED if missed else Deed.FOUND, by=actor(by, workspace.root),
               at=parse_moment(at, found.zone) if at else moment, title=title, story_ids=tuple(story or ()),
               level=level, owner=owner, parent=parent, note=note)  # fmt: skip
    tell(open_case(workspace, found, deed, moment), moment, as_json)


@app.command(epilog="例：caifeng incident ack INC-2026-0007 --by '售后部 黎航'")
def ack(
    id_: Id, note: Note = "", by: By = None, at: At = None, desk: DeskFile = DEFAULT, as_json: AsJson = False
) -> None:
    """接收：有人在办了。“到责任人”的钟停下，不再重申和上报。"""
    perform(Call(id_, by, at, desk, as_json), Deed.RECEIVED, note=note)


@app.command("type", epilog="例：caifeng incident type INC-2026-0007 属实 --why 质检确认密封圈开裂")
def type_(
    id_: Id,
    type_: Annotated[StoryType, typer.Argument(metavar="定性", help="未核实、属实、不符、恶意谣言")],
    why: Why = "",
    by: By = None,
    at: At = None,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """核实定性。"""
    perform(Call(id_, by, at, desk, as_json), Deed.TYPED, type=type_, note=why)


@app.command(epilog="例：caifeng incident grade INC-2026-0007 橙 --why 涉及人身安全")
def grade(
    id_: Id,
    level: Annotated[Level, typer.Argument(metavar="级别", help="蓝、黄、橙、红")],
    why: Why = "",
    by: By = None,
    at: At = None,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """人工评级；机器的级别并列保留。"""
    perform(Call(id_, by, at, desk, as_json), Deed.GRADED, level=level, note=why)


@app.command(epilog="例：caifeng incident assign INC-2026-0007 售后部 --limit 闭环=3d")
def assign(
    id_: Id,
    owner: Annotated[str, typer.Argument(metavar="责任人")],
    limit: Limits = None,
    note: Note = "",
    by: By = None,
    at: At = None,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """派责：责任人与本案另定的时限。"""
    perform(Call(id_, by, at, desk, as_json), Deed.ASSIGNED, owner=owner, limits=parse_limits(limit or ()), note=note)


@app.command(epilog="例：caifeng incident reply INC-2026-0007 --means 发布说明 --to 公众 --note 官方账号说明已送检")
def reply(
    id_: Id,
    kind: Annotated[str, typer.Option("--kind", help="首次回应、回应、权威发布、新闻发布会")] = Deed.FIRST_REPLY.value,
    means: OfMeans = None,
    to: To = None,
    note: Note = "",
    by: By = None,
    at: At = None,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """记下已经作出的回应；采风不代为发布任何内容。"""
    if kind not in REPLIES:
        raise UsageError(f"--kind 只能是 {'、'.join(REPLIES)}")
    perform(Call(id_, by, at, desk, as_json), kind, side=Side.ONLINE, means=means, to=to, note=note)


@app.command(epilog="例：caifeng incident progress INC-2026-0007 --note 11户已联系8户")
def progress(
    id_: Id, note: Note = "", by: By = None, at: At = None, desk: DeskFile = DEFAULT, as_json: AsJson = False
) -> None:
    """进展反馈。"""
    perform(Call(id_, by, at, desk, as_json), Deed.PROGRESS, note=note)


@app.command(
    "act", epilog="例：caifeng incident act INC-2026-0007 --side 线下 --means 召回 --to 消费者 --note 召回3200台"
)
def act_(
    id_: Id,
    means: OfMeans = None,
    side: Annotated[Side, typer.Option("--side", help="线上、线下")] = Side.OFFLINE,
    to: To = None,
    note: Note = "",
    by: By = None,
    at: At = None,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """处置：线上线下各做了什么。"""
    perform(Call(id_, by, at, desk, as_json), Deed.HANDLED, side=side, means=means, to=to, note=note)


@app.command(epilog="例：caifeng incident step INC-2026-0007 --note 成立应对小组")
def step(
    id_: Id, note: Note = "", by: By = None, at: At = None, desk: DeskFile = DEFAULT, as_json: AsJson = False
) -> None:
    """预案里的一步做完了；--note 写步骤名。"""
    perform(Call(id_, by, at, desk, as_json), Deed.STEP, note=note)


@app.command(epilog="例：caifeng incident log INC-2026-0007 到场")
def log(
    id_: Id,
    what: Annotated[str, typer.Argument(metavar="做了什么", help="自己的话；另加的时限以它完成，如 到场")],
    note: Note = "",
    by: By = None,
    at: At = None,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """用自己的话记一步，不改状态；编辑台另加的时限可以它完成。"""
    if what in tuple(Deed):
        raise UsageError(f"“{what}”有自己的命令，或由采风自己记；用 caifeng incident --help 看")
    perform(Call(id_, by, at, desk, as_json), what, note=note)


@app.command(
    epilog="例：caifeng incident loop INC-2026-0007 --who 用户甲 --contact --plan 换新机 --satisfaction 满意 --closed"
)
def loop(
    id_: Id,
    who: Annotated[str, typer.Option("--who", help="当事人的代称；不写姓名全称、电话")],
    contact: Annotated[bool | None, typer.Option("--contact/--no-contact", help="是否取得联系方式")] = None,
    problem: Annotated[str, typer.Option("--problem", help="问题")] = "",
    plan: Annotated[str, typer.Option("--plan", help="处理方案")] = "",
    satisfaction: Annotated[Satisfaction, typer.Option("--satisfaction", help="对方案的满意度")] = Satisfaction.UNKNOWN,
    closed: Annotated[bool, typer.Option("--closed", help="这一户已办结")] = False,
    note: Note = "",
    by: By = None,
    at: At = None,
    desk: DeskFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """闭环记录：一位当事人的联系、问题、方案、满意度、是否办结；同名的覆盖。"""
    record = LoopRecord(
        who=who, has_contact=contact, problem=problem, plan=plan, satisfaction=satisfaction, is_closed=closed
    )
    perform(Call(id_, by, at, desk, as_json), Deed.PROGRESS, loop=record, note=note)


@app.command(epilog="例：caifeng incident pause INC-2026-0007 --why 等待第三方检测结果")
def pause(
    id_: Id, why: Why = "", by: By = None, at: At = None, desk: DeskFile = DEFAULT, as_json: AsJson = False
) -> None:
    """暂停计时；须写理由。"""
    perform(Call(id_, by, at, desk, as_json), Deed.PAUSED, note=why)


@app.command(epilog="例：caifeng incident resume INC-2026-0007")
def resume(
    id_: Id, note: Note = "", by: By = None, at: At = None, desk: DeskFile = DEFAULT, as_json: AsJson = False
) -> None:
    """恢复计时。"""
    perform(Call(id_, by, at, desk, as_json), Deed.RESUMED, note=note)
