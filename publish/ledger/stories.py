"""Figures of one story told in an edition: volume, tones, spread, views, forecast, and the sums of heat and grade."""

from collections import Counter
from collections.abc import Iterator, Sequence

from caifeng.models import Briefing, Contribution, Detail, Matter, Story, ToneLabel
from publish.briefing.forecast_words import expected, likelier
from publish.briefing.phrases import named, percent
from publish.ledger.editions import change_figure, in_window
from publish.ledger.figure import Figure, key, noted, quoted_spans, share_written

_TIERS = {1: "中央级", 2: "省级", 3: "市县级", 4: "个人与其他"}  # as the sentence about spread has them


def story_figures(briefing: Briefing) -> Iterator[Figure]:
    """Figures of every story that the edition tells, names among its matters, or has evidence of."""
    told = {detail.story.id: detail for detail in briefing.details}
    matters = {matter.story_id: matter for matter in briefing.matters}
    for id_ in dict.fromkeys([*matters, *told, *(item.story_id for item in in_window(briefing))]):
        yield from _volume(briefing, id_, matters.get(id_), told.get(id_))
        if id_ in told:
            yield from _told(told[id_])


def titles(briefing: Briefing) -> tuple[tuple[str, str], ...]:
    """Titles in quotation marks, as sentences shorten them, with the story's scope."""
    known = {row.top_story_id: row.top_story_title for row in briefing.topics if row.top_story_id}
    known |= {detail.story.id: detail.story.title for detail in briefing.details}
    known |= {matter.story_id: matter.title for matter in briefing.matters}
    # A story that is told nowhere else goes by the title of one of its items.
    others = {(item.title, item.story_id) for item in in_window(briefing) if item.story_id not in known}
    others |= _focus(briefing)
    pairs = sorted({*((title, id_) for id_, title in known.items()), *others})
    return tuple((named(title, limit), key("story", id_)) for title, id_ in pairs for limit in (22, 28))


def _focus(briefing: Briefing) -> set[tuple[str, str]]:
    """Titles of the sentence that names the stories of which most is told, with the stories of the items it names."""
    story_of = {item.id: item.story_id for item in briefing.evidence}
    found: set[tuple[str, str]] = set()
    for said in briefing.overview.sentences:
        marked = [said.text[start + 1 : end - 1] for start, end in quoted_spans(said.text)]
        stories = list(dict.fromkeys(story_of[id_] for id_ in said.item_ids if id_ in story_of))
        if marked and len(marked) == len(stories):
            found.update(zip(marked, stories, strict=True))
    return found


def _volume(briefing: Briefing, id_: str, matter: Matter | None, detail: Detail | None) -> Iterator[Figure]:
    section, rows = f"事件 {id_}", [item for item in in_window(briefing) if item.story_id == id_]
    first = tuple(item.id for item in rows if not item.reprint_of)
    copies = tuple(item.id for item in rows if item.reprint_of)
    n = matter.distinct if matter else detail.window_distinct if detail else len(first)
    m = detail.window_reprints if detail else len(copies)
    yield Figure(
        id=key("story", id_, "distinct"), section=section, name="窗口内条数", value=n, written=f"{n}", item_ids=first,
        forms=(f"声量 {{{n}}}", f"24 小时 {{{n}}} 条", f"新增 {{{n}}} 条、", f"，{{{n}}} 条。", f"，{{{n}}} 条，待人工",
               f"”（{{{n}}} 条）", f"报道，{{{n}}} 条"),
        formula="监测时段内发布、归入本事件的条目，转载不计",
    )  # fmt: skip
    yield Figure(
        id=key("story", id_, "reprints"), section=section, name="窗口内转载", value=m, written=f"{m}", item_ids=copies,
        forms=(f" · 转载 {{{m}}} · ", f"条、转载 {{{m}}} 条；"), formula="监测时段内归入本事件的转载",
    )  # fmt: skip
    if matter:
        yield from _matter(briefing, matter, section)


def _matter(briefing: Briefing, matter: Matter, section: str) -> Iterator[Figure]:
    rows = [item for item in in_window(briefing) if item.story_id == matter.story_id and not item.reprint_of]
    bad = tuple(item.id for item in rows if item.tone == ToneLabel.NEGATIVE)
    said = next((part for part in matter.line.split(" · ") if part.startswith("声量")), "").partition("，")[2]
    before = matter.spark[-2] if len(matter.spark) > 1 else 0
    yield from change_figure(key("story", matter.story_id, "change"), section, matter.distinct, before, said)
    written = next((part[3:] for part in matter.line.split(" · ") if part.startswith("负面 ")), "")
    if "/" in written:  # a share is stated otherwise
        yield Figure(
            id=key("story", matter.story_id, "negative"), section=section, name="窗口内负面",
            value=float(written.partition("/")[0]), written=written, forms=(f"负面 {{{written}}} · ",), item_ids=bad,
            formula="负面条数 / 窗口内条数",
        )  # fmt: skip
    yield Figure(
        id=key("story", matter.story_id, "days"), section=section, name=f"近 {len(matter.spark)} 日每日条数",
        value=sum(matter.spark), written="、".join(map(str, matter.spark)),
        forms=(f"{{近 {len(matter.spark)} 日每日条数：{'、'.join(map(str, matter.spark))}}}",),
        formula="每个监测日归入本事件的条目，转载不计；今日在末尾", record="事件封存时的逐日计数",
    )  # fmt: skip


def _told(detail: Detail) -> Iterator[Figure]:
    section = f"事件 {detail.story.id}"
    yield from _totals(detail.story, section)
    yield from _tones(detail, section)
    yield from _voices(detail, section)
    yield from _spread(detail.story, section)
    yield from _course(detail.story, section)
    yield from _sums(detail.story, section)
    yield from _notes(detail, section)


def _totals(story: Story, section: str) -> Iterator[Figure]:
    n, copies = len(story.item_ids), len(story.reprints)
    yield Figure(
        id=key("story", story.id, "total"), section=section, name="累计条数", value=n, written=f"{n}",
        forms=(f"累计 {{{n}}} 条",), formula="本事件的全部条目，转载不计", item_ids=story.item_ids,
    )  # fmt: skip
    yield Figure(
        id=key("story", story.id, "total-reprints"), section=section, name="累计转载", value=copies,
        written=f"{copies}",
        forms=(f"、转载 {{{copies}}} 条，涉",), formula="本事件的全部转载",
        item_ids=tuple(reprint.item_id for reprint in story.reprints),
    )  # fmt: skip


def _tones(detail: Detail, section: str) -> Iterator[Figure]:
    for share in detail.tones:
        forms = [f"{share.label} {{{percent(share)}}}"]
        if share.label == ToneLabel.UNCERTAIN:
            forms.append(f"{{{share.count}}} 条倾向不能确定")
        yield Figure(
            id=key("story", detail.story.id, share.label), section=section, name=f"倾向：{share.label}",
            value=share.count, written=share_written(share), forms=tuple(forms),
            formula="该倾向条数 ÷ 窗口内条数；95% Wilson 区间", record="随条目封存的判读",
        )  # fmt: skip


def _voices(detail: Detail, section: str) -> Iterator[Figure]:
    story = detail.story
    for place, demand in enumerate(story.account.demands, 1):
        yield Figure(
            id=key("story", story.id, f"demand-{place}"), section=section, name=f"诉求：{demand.name}",
            value=demand.count, written=f"{demand.count}/{demand.total}", item_ids=demand.item_ids,
            forms=(f"{demand.name} {{{demand.count}}} 条", f"提出诉求的 {{{demand.total}}} 条"),
            formula="提出该诉求的条目 / 提出任何诉求的条目；一条可有几项",
        )  # fmt: skip
    for place, view in enumerate(detail.views, 1):
        written = f"{view.count}/{view.total} 条（{view.share:.0%}，95% 区间 {view.low:.0%}–{view.high:.0%}）"
        yield Figure(
            id=key("story", story.id, f"view-{place}"), section=section, name=f"观点 {place}（{view.party}）",
            value=view.count, written=written, item_ids=view.item_ids,
            formula="持此观点的条目 ÷ 该方条目；95% Wilson 区间",
        )  # fmt: skip
    for kind, count in Counter(shift.kind for shift in story.account.shifts).items():
        forms = tuple(f"{kind} {{{n}}} {unit}" for n in range(1, count + 1) for unit in "条次")
        yield Figure(
            id=key("story", story.id, f"shift-{kind}"), section=section, name=f"转折：{kind}", value=count,
            written=f"{count}", forms=forms[:40], formula="累计；文中所计为监测时段内的，每条只计最重的一种",
            item_ids=tuple(id_ for shift in story.account.shifts if shift.kind is kind for id_ in shift.item_ids),
        )  # fmt: skip


def _spread(story: Story, section: str) -> Iterator[Figure]:
    for tier in story.spread.tiers:
        name = _TIERS[tier.tier]
        copied = (f"{name} {tier.distinct} 条（另有转载 {{{tier.reprints}}} 次）",) if tier.reprints else ()
        yield Figure(
            id=key("story", story.id, f"tier-{tier.tier}"), section=section, name=f"信源层级：{name}",
            value=tier.distinct,
            written=f"{tier.distinct} 条" + (f"，转载 {tier.reprints} 次" if tier.reprints else ""),
            forms=(f"{name} {{{tier.distinct}}} 条", *copied), formula="本事件中该层级信源的条目，转载另计",
            record="信源层级见配置",
        )  # fmt: skip
    total = story.spread.edges_total
    if total:
        yield Figure(
            id=key("story", story.id, "edges"), section=section, name="能查明来路的条目", value=total,
            written=f"{total}", forms=(f"来路的 {{{total}}} 条",), formula="有转发、链接、署名来源或相同文本可据的条目",
            item_ids=tuple(dict.fromkeys(edge.item_id for edge in story.spread.edges)),
        )  # fmt: skip
    for place, node in enumerate(story.spread.key_nodes, 1):
        forms = (f"此前每小时 {{{node.before:.1f}}} 条", f"此后 {{{node.after:.1f}}} 条", f"带动 {{{node.reach}}} 条")
        yield Figure(
            id=key("story", story.id, f"node-{place}"), section=section, name=f"关键节点 {place}", value=node.after,
            written=f"每小时 {node.before:.1f} → {node.after:.1f} 条，带动 {node.reach} 条",
            forms=(*forms, *(f"（{form}）" for form in noted(node.why.rstrip("。")))), item_ids=(node.item_id,),
            formula="该条前后各一段时间内每小时的条目数；带动＝直接或间接取自它的条目",
        )  # fmt: skip
    for place, copying in enumerate(story.spread.copying, 1):
        yield _note(story, f"copying-{place}", "疑似协同复制", copying.why.rstrip("。"), copying.item_ids, section)


def _course(story: Story, section: str) -> Iterator[Figure]:
    for place, burst in enumerate(sorted(story.course.bursts, key=lambda one: -one.z)[:1], 1):
        usual = f"{burst.usual:.1f}" if burst.usual >= 1 else "不足 1"
        yield Figure(
            id=key("story", story.id, f"burst-{place}"), section=section, name="突增", value=burst.count,
            written=f"{burst.span}内 {burst.count} 条，通常{usual} 条，z {burst.z:.1f}",
            forms=(f"{burst.span}内 {{{burst.count}}} 条", f"通常{{{usual}}} 条", f"z 值 {{{burst.z:.1f}}}"),
            formula="与一周中同样钟点的往日相比的稳健 z 值", record="逐时计数",
        )  # fmt: skip
    forecast = story.course.forecast
    if forecast is None:
        return
    _, word = likelier(forecast)
    low, high = word.range
    told = expected(forecast)
    span = told.removeprefix("预计新增 ").partition(" 条")[0]
    yield Figure(
        id=key("story", story.id, "forecast"), section=section, name="未来 24 小时新增", value=forecast.high,
        written=f"{span} 条", forms=(f"预计新增 {{{span}}} 条",), formula="八成区间，由自激衰减规则推算",
        record=f"{forecast.basis}",
    )  # fmt: skip
    yield Figure(
        id=key("story", story.id, "likelihood"), section=section, name=f"可能性：{word}", value=low,
        written=f"{low}–{high}%", forms=(f"{word}（{{{low}–{high}%}}）", f"过去 24 小时的 {{{forecast.last}}} 条"),
        formula="可能性用词按固定刻度（ICD 203）对应的百分比范围", record="预测随简报封存",
    )  # fmt: skip
    yield _note(story, "basis", "预测的依据", forecast.basis.rstrip("。"), (), section)


def _sums(story: Story, section: str) -> Iterator[Figure]:
    heat, grade = story.heat, story.grade
    yield Figure(
        id=key("story", story.id, "heat"), section=section, name="热度（0–100）", value=heat.value,
        written=f"{heat.value:.1f}".removesuffix(".0"), forms=(f"热度 {{{heat.value:.0f}}}（",),
        formula=_added(heat.parts), record=f"方法 {heat.version}",
    )  # fmt: skip
    yield from _parts(story, "heat", "热度", heat.parts, section)
    yield Figure(
        id=key("story", story.id, "grade"), section=section, name=f"评级总分（{grade.level}）", value=grade.score,
        written=f"{grade.score:.1f}".removesuffix(".0"), forms=(f"总分 {{{grade.score:.0f}}}（",),
        formula=_added(grade.parts), record=f"方法 {grade.version}",
    )  # fmt: skip
    yield from _parts(story, "grade", "评级", grade.parts, section)
    if grade.cutoffs:
        lines = "、".join(f"{level} {cut:.1f}".removesuffix(".0") for level, cut in grade.cutoffs)
        held = f"{grade.hysteresis:.1f}".removesuffix(".0")
        yield Figure(
            id=key("story", story.id, "cutoffs"), section=section, name="分数线与防抖", value=grade.hysteresis,
            written=f"{lines}；降级要低于分数线 {held} 分", record=f"配置；方法 {grade.version}",
            formula=f"上次 {grade.before or '未评'}"
            + (f"；不高于{grade.ceiling}：{grade.ceiling_why}" if grade.ceiling else ""),
        )  # fmt: skip
    for place, gate in enumerate(grade.gates, 1):
        yield _note(story, f"gate-{place}", f"底线，不低于{gate.floor}", gate.reason, gate.item_ids, section)


def _parts(story: Story, part: str, name: str, index: Sequence[Contribution], section: str) -> Iterator[Figure]:
    for one in index:
        yield _line(story, key("story", story.id, part, one.name), f"{name} · {one.name}", one, section)
        for line in one.parts:
            id_ = key("story", story.id, part, one.name, line.name)
            yield _line(story, id_, f"{name} · {one.name} · {line.name}", line, section)


def _line(story: Story, id_: str, name: str, part: Contribution, section: str) -> Figure:
    value, points = (f"{number:.1f}".removesuffix(".0") for number in (part.value, part.points))
    return Figure(
        id=id_, section=section, name=name, value=part.points, written=f"{value} × {part.weight:.0%} = {points}",
        forms=(f"{part.name} {{{part.value:.0f}}}",), formula="以下各行之和" if part.parts else part.raw,
        item_ids=part.item_ids, record="" if part.item_ids else f"方法 {story.heat.version}、{story.grade.version}",
    )  # fmt: skip


def _added(parts: Sequence[Contribution]) -> str:
    return "＋".join(f"{part.name} {part.points:.1f}".removesuffix(".0") for part in parts) or "没有分项"


def _notes(detail: Detail, section: str) -> Iterator[Figure]:
    story = detail.story
    yield _note(story, "hint", "定性提示", story.hint.why.rstrip("。"), story.hint.item_ids, section)
    for place, signal in enumerate(story.signals, 1):
        yield _note(story, f"signal-{place}", f"信号：{signal.name}", signal.text, signal.item_ids, section)
    closed = [one for one in detail.facts if f"（{detail.incident_id}）。" in one.text and "完成“" in one.text]
    for said in closed:
        yield _note(story, "handled", "处置用时", said.text, said.item_ids, section)
    estimated = [one for one in detail.unknowns if "没有可信的发布时间" in one.text]
    for said in estimated:
        yield _note(story, "estimated", "没有可信发布时间", said.text, said.item_ids, section)


def _note(story: Story, part: str, name: str, text: str, ids: tuple[str, ...], section: str) -> Figure:
    """A number that the method wrote down in words while it judged."""
    return Figure(
        id=key("story", story.id, part), section=section, name=name, value=len(ids), written=text, forms=noted(text),
        formula="判读时按方法记下", item_ids=ids, record=f"方法 {story.grade.version}",
    )  # fmt: skip
