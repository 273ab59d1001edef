"""One person's share of a briefing as finished lines, so that both parts of the mail say the same."""

from dataclasses import dataclass
from urllib.parse import urljoin

from caifeng.models import (
    Briefing,
    ClockState,
    ClockView,
    Correction,
    DataNote,
    Decision,
    Handling,
    Level,
    Matter,
    Person,
    SourceState,
    TopicRow,
)
from publish.briefing.phrases import change, percent
from publish.escape import file_name, host, link
from publish.mail.digest_beside import beside
from publish.mail.digest_context import (
    Badge,
    ClockLine,
    DecisionView,
    DigestView,
    HandlingView,
    MatterView,
    TopicView,
    Way,
)
from publish.mail.digest_turn import turn_of
from publish.mail.digest_words import Times, level_change, minutes, seconds
from publish.mail.escape_mail import mail_line, setting
from publish.mail.personal import Selection
from publish.pages.evidence_page import anchors

# What keeps the mail under 60 KB whatever the day brings: characters of a text, rows of a kind. The page has all.
_TITLE, _LINE, _CONCLUSION = 45, 120, 220
_DECISIONS, _TOPICS, _FILES, _CLOCKS, _CORRECTIONS, _SPOTS = 3, 8, 5, 4, 4, 5
_SPARK_DAYS = 7
_SPARK_HEIGHT = 26  # pixels
_CSS = {Level.BLUE: "blue", Level.YELLOW: "yellow", Level.ORANGE: "orange", Level.RED: "red"}


def digest_view(briefing: Briefing, person: Person, chosen: Selection, base_url: str, unsubscribe: str) -> DigestView:
    """Put one person's share of a briefing into words. ``base_url`` "" leaves plain paths instead of links."""
    site, times, known = _Site(base_url), Times(briefing), anchors(briefing)
    page = f"{briefing.date:%Y-%m}/{briefing.date:%Y-%m-%d}/"
    decisions = tuple(_decision(entry, times, site) for entry in chosen.decisions[:_DECISIONS])
    widest = max((*(row.distinct for row in chosen.topics[:_TOPICS]), 1))
    conclusion = mail_line(briefing.conclusion, _CONCLUSION)
    return DigestView(
        preheader=mail_line(decisions[0].question if decisions else conclusion, 90),
        desk=mail_line(briefing.desk, _TITLE),
        number=f"第 {briefing.number} 期" + (f" · 第 {briefing.revision} 版" if briefing.revision > 1 else ""),
        day=times.day(),
        window=f"监测 {times.at(briefing.window_start)} 至 {times.at(briefing.window_end)}",
        published=f"发布 {times.clock(briefing.published_at)}" + ("（迟发）" if briefing.is_late else ""),
        classification=mail_line(briefing.classification, 20),
        badge=Badge(word=briefing.level.full, css=_CSS[briefing.level]),
        level_note=f"昨日 {briefing.previous_level}" if briefing.previous_level else "昨日无刊",
        own=_badge(chosen.level) if person.topics else None,
        conclusion=conclusion,
        asks=f"{'需您决定' if is_asked(person) else '待决定'}（{len(chosen.decisions)}）",
        decisions=decisions,
        quiet=_quiet(person) if chosen.is_quiet else "",
        matters=tuple(
            _matter(entry, site, f"{page}evidence/{known.get(entry.story_id, '')}", turn_of(entry.story_id, briefing))
            for entry in chosen.matters
        ),
        left_out=_left_out(chosen, person),
        outlook=mail_line(briefing.outlook.text, _LINE),
        likelihood=f"{mail_line(briefing.outlook.likelihood, 20)}（{briefing.outlook.low}–{briefing.outlook.high}%）",
        confidence=mail_line(f"{briefing.outlook.confidence}。{briefing.outlook.basis}", _LINE),
        blind_spots=tuple(mail_line(text, _LINE) for text in briefing.blind_spots[:_SPOTS]),
        beside=tuple(beside(briefing, person, chosen)),
        topics_title="您的议题" if person.topics else "各议题",
        topics=tuple(_topic(row, widest) for row in chosen.topics[:_TOPICS]),
        handling=tuple(_handling(entry, site, times) for entry in chosen.handling[:_FILES]),
        more=_more(briefing, chosen),
        note=_note(briefing.note),
        corrections=tuple(_correction(entry, times) for entry in briefing.corrections[:_CORRECTIONS]),
        ways=(site.way("完整简报", page), site.way("依据", f"{page}evidence/")),
        reason=_reason(briefing, person),
        leave=_leave(briefing, unsubscribe),
    )


def is_asked(person: Person) -> bool:
    """Whether the decision is this person's to take; others read that it is awaited."""
    return not person.roles or "executive" in person.roles


@dataclass(frozen=True, slots=True)
class _Site:
    base_url: str

    def way(self, label: str, path: str) -> Way:
        base = link(self.base_url)
        url = link(urljoin(base.rstrip("/") + "/", path)) if base else ""
        return Way(label=label, url=url, shown=host(url) if url else mail_line(path, _TITLE))


def _badge(level: Level) -> Badge:
    return Badge(word=str(level), css=_CSS[level])


def _decision(decision: Decision, times: Times, site: _Site) -> DecisionView:
    due = f" · {times.at(decision.due_at)} 前，{times.left(decision.due_at)}" if decision.due_at else ""
    return DecisionView(
        question=mail_line(decision.question, _LINE),
        who=f"责任人 {mail_line(decision.owner, 30) or '未定'}{due}",
        way=_file(site, decision.incident_id) if decision.incident_id else None,
    )


def _matter(matter: Matter, site: _Site, proof: str, turn: str) -> MatterView:
    days = matter.spark[-_SPARK_DAYS:]
    top = max((*days, 1))
    return MatterView(
        badge=_badge(matter.level),
        change=f"{matter.trend} {level_change(matter.level, matter.previous_level)}",
        title=mail_line(matter.title, _TITLE),
        line=mail_line(matter.line, _LINE),
        turn=turn,
        spark=tuple((count, max(1, round(count * _SPARK_HEIGHT / top))) for count in days),
        spark_title=f"近 {len(days)} 日每日条数",
        way=site.way(f"依据 {matter.distinct}", f"{proof}#{matter.story_id}"),
    )


def _topic(row: TopicRow, widest: int) -> TopicView:
    negative = round(100 * row.negative.count / widest)
    return TopicView(
        name=mail_line(row.name, 30),
        count=f"{row.distinct} 条，{change(row.distinct, row.previous)}",
        negative=f"{mail_line(row.negative.label, 20)} {percent(row.negative)}",
        negative_width=negative,
        other_width=round(100 * row.distinct / widest) - negative,
        top=mail_line(row.top_story_title, _TITLE),
    )


def _handling(entry: Handling, site: _Site, times: Times) -> HandlingView:
    file = entry.incident
    override = ""
    if file.override:
        by, why = mail_line(file.override.by, 20), mail_line(file.override.why, _TITLE)
        override = f"机器评 {file.machine_level}，{by} 改评 {file.override.level}：{why}"
    opened = f"{times.at(file.opened_at)} 立案"
    return HandlingView(
        badge=_badge(file.level),
        title=mail_line(file.title, _TITLE),
        facts=f"{file.state} · {file.type} · {mail_line(file.owner, 30) or '责任人未定'} · {opened}",
        override=override,
        clocks=tuple(_clock(clock, times) for clock in entry.clocks[:_CLOCKS]),
        way=_file(site, file.id),
    )


def _clock(clock: ClockView, times: Times) -> ClockLine:
    left = clock.limit_minutes - clock.used_minutes if clock.left_minutes is None else clock.left_minutes
    over = clock.used_minutes - clock.limit_minutes if clock.left_minutes is None else -left
    limit = minutes(clock.limit_minutes)
    said = {
        ClockState.MET: f"按时完成，用 {minutes(clock.used_minutes)}（限 {limit}）",
        ClockState.LATE: f"超时完成，超 {minutes(over)}（限 {limit}）",
        ClockState.OVERDUE: f"已超时 {minutes(over)}（限 {limit}）",
        ClockState.PAUSED: f"暂停：{mail_line(clock.paused, 60)}",
        ClockState.RUNNING: f"剩 {minutes(left)}（限 {limit}，{times.at(clock.due_at)} 到）",
    }[clock.state]
    css = {ClockState.MET: "met", ClockState.RUNNING: "running", ClockState.PAUSED: "running"}.get(clock.state, "late")
    width = min(100, round(100 * clock.used_minutes / max(clock.limit_minutes, 1)))
    return ClockLine(name=mail_line(clock.name, 20), said=said, css=css, width=width)


def _file(site: _Site, incident_id: str) -> Way:
    return site.way(mail_line(incident_id, 30), f"incidents/{file_name(incident_id).upper()}/")


def _quiet(person: Person) -> str:
    scope = (
        f"您订阅的议题（{'、'.join(mail_line(name, 20) for name in person.topics)}）" if person.topics else "监测范围"
    )
    return f"{scope}本期没有达到{person.min_level}级及以上的事项，也没有在办案件。"


def _left_out(chosen: Selection, person: Person) -> str:
    parts = []
    if chosen.off_topic:
        parts.append(f"{chosen.off_topic} 件不在您的议题内")
    if chosen.below_level:
        parts.append(f"{chosen.below_level} 件低于您设定的{person.min_level}级")
    total = chosen.off_topic + chosen.below_level
    return f"另有 {total} 件要事未列：{'，'.join(parts)}。" if parts else ""


def _more(briefing: Briefing, chosen: Selection) -> str:
    """Rows that did not fit are counted, never dropped in silence."""
    rows = (
        ("项待决定", len(chosen.decisions), _DECISIONS),
        ("个议题", len(chosen.topics), _TOPICS),
        ("件在办案件", len(chosen.handling), _FILES),
        ("条更正", len(briefing.corrections), _CORRECTIONS),
        ("处盲区", len(briefing.blind_spots), _SPOTS),
    )
    cut = [f"{count - most} {what}" for what, count, most in rows if count > most]
    return f"另有 {'、'.join(cut)}，见完整简报。" if cut else ""


def _note(note: DataNote) -> tuple[str, str]:
    failed = [row.name for row in note.health if row.report.state is SourceState.FAILED]
    names = f"，失败：{mail_line('、'.join(failed), _TITLE)}" if failed else ""
    delay = "无可计的延迟"
    if note.delay_median_seconds is not None:
        tail = f"，九成在 {seconds(note.delay_p90_seconds)}内" if note.delay_p90_seconds is not None else ""
        delay = f"从发布到采到中位 {seconds(note.delay_median_seconds)}{tail}"
    reached = (
        f"信源 应答 {note.answered} / 尝试 {note.tried} / 配置 {note.configured}{names}；采集 {note.runs} 次；{delay}。"
    )
    exact = "；".join(
        f"{mail_line(a.what, 32)} {a.share:.0%}（{a.low * 100:.0f}–{a.high:.0%}，{mail_line(a.dataset, 20)}，n={a.n}）"
        for a in [figure for figure in note.accuracies if figure.is_key][:4]
    )
    versions = "，".join(f"{mail_line(part, 20)} {mail_line(version, 20)}" for part, version in note.versions[:6])
    return reached, f"准确率 {exact or '未测'}。方法 {versions or '未注明'}。"


def _correction(entry: Correction, times: Times) -> str:
    what, old, new = (mail_line(text, _TITLE) for text in (entry.what, entry.old, entry.new))
    by, why = mail_line(entry.by, 20), mail_line(entry.reason, _TITLE)
    edition = f"{entry.date:%m-%d} 日报第 {entry.revision} 版"
    return f"{edition}：{what} {old} 改为 {new}。{why}（{by}，{times.at(entry.at)}）"


def _reason(briefing: Briefing, person: Person) -> str:
    name, desk = mail_line(person.name, 30), mail_line(briefing.desk, 30)
    scope = f"议题：{_topic_names(person) or '全部'}；要事：{person.min_level}级及以上"
    return f"您收到此信，因为{desk}的编辑台把“{name}”列为订阅者（{scope}）。"


def _topic_names(person: Person) -> str:
    return "、".join(mail_line(name, 20) for name in person.topics[:_TOPICS])


def _leave(briefing: Briefing, unsubscribe: str) -> str:
    kind, _, rest = setting(unsubscribe, 300).partition(":")
    if kind == "mailto":
        return f"退订或改订：发信至 {rest.partition('?')[0]}"
    if link(unsubscribe):
        return f"退订或改订：{link(unsubscribe)}"
    return f"退订或改订：请告知{mail_line(briefing.prepared_by, 30) or '编制单位'}。"
