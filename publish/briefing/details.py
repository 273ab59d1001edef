"""重点事件: what is known, what we make of it, what nobody knows; each in its own lane, each with its items."""

from collections.abc import Iterator
from dataclasses import replace

from caifeng.models import Detail, Item, Quote, Statement, Story, StoryType, ToneLabel, View
from caifeng.models.wording import clock
from publish.briefing.course_words import course_sentences, shift_sentences, spread_sentences
from publish.briefing.day import Day
from publish.briefing.overview import tone_shares
from publish.briefing.phrases import duration, joined, percent, short
from publish.briefing.voices import attributed, voices

QUOTE = 80  # characters of an excerpt shown inside a matter
_TIER_NAMES = {1: "中央", 2: "省级"}


def details(day: Day, stories: tuple[Story, ...]) -> tuple[Detail, ...]:
    """One Detail for each of these stories, in their order."""
    return tuple(_detail(day, story) for story in stories)


def _detail(day: Day, story: Story) -> Detail:
    members, copies = day.members(story), day.copies(story)
    incident = day.incident_of.get(story.id)
    return Detail(
        story=story,
        type=day.type(story),
        incident_id=incident.id if incident else "",
        window_distinct=len(members),
        window_reprints=len(copies),
        tones=tone_shares(day, members),
        facts=tuple(_facts(day, story, members, copies)),
        judgements=tuple(_judgements(day, story, members)),
        unknowns=tuple(_unknowns(day, story, members)),
        quotes=tuple(_quotes(day, members)),
        override=incident.override if incident else None,
        summary=_summary(day, story),
        views=tuple(_view(view) for view in story.account.views),
        course=tuple(course_sentences(day, story)),
        spread=tuple(spread_sentences(day, story)),
    )


def _summary(day: Day, story: Story) -> Statement | None:
    """The sentence that sums up, with who says it; None where the title says it."""
    said = story.account.summary
    return None if said.text.rstrip("。") == story.title.rstrip("。") else attributed(day, said)


def _view(view: View) -> View:
    return replace(view, quotes=tuple(quote for quote in view.quotes if quote.text != view.text))


def _facts(day: Day, story: Story, members: tuple[Item, ...], copies: tuple[Item, ...]) -> Iterator[Statement]:
    """What happened, what is asked and harmed, how much there is, who of the media came first, what was done."""
    for item in _notices(day, story)[-2:]:
        verb = "" if item.source.endswith(("通报", "发布")) else "通报"
        text = f"{clock(item.published_at, day.desk.zone)} {item.source}{verb}：{short(item.title, 40)}。"
        yield Statement(text=text, item_ids=(item.id,))
    yield from (attributed(day, fact) for fact in story.account.facts)
    yield from voices(day, story, members)
    yield _volume(day, story, members, copies)
    head = day.by_id.get(story.spread.head_media_item_id)
    if head:
        tier = _TIER_NAMES.get(head.tier, "")
        text = f"{clock(head.published_at, day.desk.zone)} {head.source}报道，为观测到的首家{tier}媒体。"
        yield Statement(text=text, item_ids=(head.id,))
    yield from _handled(day, story)


def _notices(day: Day, story: Story) -> list[Item]:
    known = [day.by_id[item_id] for item_id in story.item_ids if item_id in day.by_id]
    return [item for item in known if item.is_official]


def _volume(day: Day, story: Story, members: tuple[Item, ...], copies: tuple[Item, ...]) -> Statement:
    first = day.by_id.get(story.spread.first_item_id)
    seen = f"{clock(first.published_at, day.desk.zone)} 首见于{first.channel}“{first.source}”；" if first else ""
    channels = joined(list(dict.fromkeys(step.channel.value for step in story.spread.steps)))
    ids = tuple(item.id for item in (*members, *copies)) or story.item_ids[-3:]
    return Statement(
        text=f"{seen}监测时段内新增 {len(members)} 条、转载 {len(copies)} 条；累计 {len(story.item_ids)} 条、"
        f"转载 {len(story.reprints)} 条，涉{channels}。",
        item_ids=ids,
    )


def _handled(day: Day, story: Story) -> Iterator[Statement]:
    """The clocks that were stopped, in one sentence."""
    incident = day.incident_of.get(story.id)
    said = []
    for stopped in incident.clocks if incident else ():
        if stopped.stopped_at:
            late = "" if stopped.stopped_at <= stopped.due_at else f"，超出时限 {duration(stopped.limit)}"
            done = f"{clock(stopped.stopped_at, day.desk.zone)} 完成“{stopped.name}”"
            said.append(f"{done}，用时 {duration(stopped.stopped_at - stopped.started_at)}{late}")
    if incident and said:
        yield Statement(text=f"{'；'.join(said)}（{incident.id}）。")


def _judgements(day: Day, story: Story, members: tuple[Item, ...]) -> Iterator[Statement]:
    ids = tuple(item.id for item in members) or story.item_ids[-3:]
    yield Statement(text=f"阶段为{story.stage}，热度 {story.heat.value:.0f}（0–100）。", item_ids=ids)
    yield Statement(text=f"机器评级{story.grade.level.full}：{story.grade.reason}。", item_ids=_grade_ids(story) or ids)
    negative = next(tone for tone in tone_shares(day, members) if tone.label == ToneLabel.NEGATIVE)
    if members:
        yield Statement(text=f"时段内负面 {percent(negative)}。", item_ids=ids)
    yield from shift_sentences(day, story)
    decided = day.type(story)
    if story.hint.type is not StoryType.UNVERIFIED:
        text = f"证据提示为“{story.hint.type}”：{story.hint.why.rstrip('。')}；人工定性为“{decided}”。"
        yield Statement(text=text, item_ids=story.hint.item_ids)


def _grade_ids(story: Story) -> tuple[str, ...]:
    named = [item_id for gate in story.grade.gates for item_id in gate.item_ids]
    named += [item_id for part in story.grade.parts for item_id in part.item_ids[:3]]
    return tuple(dict.fromkeys(named))[:12]


def _unknowns(day: Day, story: Story, members: tuple[Item, ...]) -> Iterator[Statement]:
    first = (story.spread.first_item_id,)
    yield Statement(text="以上首见只是我们观测到的最早一条，可能不是首发。", item_ids=first)
    if day.type(story) is StoryType.UNVERIFIED:
        yield Statement(text="所述情况尚未经人工核实。", item_ids=first)
    has_notice = any(day.by_id[item_id].is_official for item_id in story.item_ids if item_id in day.by_id)
    if not has_notice and story.hint.type is StoryType.UNVERIFIED and not story.is_good:
        yield Statement(text="未见官方或本单位的通报。", item_ids=first)
    unsure = [item.id for item in members if day.tone(item) is ToneLabel.UNCERTAIN]
    if unsure:
        yield Statement(text=f"{len(unsure)} 条倾向不能确定，未计入负面。", item_ids=tuple(unsure))
    estimated = [item.id for item in members if item.is_time_estimated]
    if estimated:
        yield Statement(text=f"{len(estimated)} 条没有可信的发布时间，以收到时间代替。", item_ids=tuple(estimated))


def _quotes(day: Day, members: tuple[Item, ...]) -> Iterator[Quote]:
    """Up to three voices, each from another channel; the most answered first, critical ones before others."""
    ranked = sorted(members, key=lambda item: (day.tone(item) is not ToneLabel.NEGATIVE, -_answered(item), item.id))
    seen: set[str] = set()
    for item in ranked:
        words = " ".join(item.text.split()) or item.title
        if item.channel in seen or len(seen) == 3 or len(words) < 8:
            continue
        seen.add(item.channel)
        yield Quote(item_id=item.id, source=item.source, text=words if len(words) <= QUOTE else words[:QUOTE] + "…")


def _answered(item: Item) -> int:
    counts = item.engagement
    return (counts.comments or 0) + (counts.reposts or 0) + (counts.likes or 0)
