"""何时 何地 何人 何事 何害 The five aspects of a story, as its items state them; what no item states is left out."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from analyze.dossier import Dossier
from analyze.views.bearers import bearers_in
from analyze.views.parties import party_of
from analyze.views.quoting import quoted
from analyze.views.sentences import grams_of
from analyze.views.times import Moment, agreed, moments_in
from caifeng.models import Aspect, AspectKind, Item, NameKind, Party, Place, PlaceLevel, Reading

_NAMED = 20  # items named under one aspect
_READ = 300  # characters of a text that state when and where
_MOST_WHO, _MOST_HARM = 3, 2
_SOME_SAY = 0.1  # … from which a name belongs to the story
_CARRIED = 3  # items from which the bearers of title and summary are looked for
_MOST_SAY = 0.6  # share of the items that agree on a place which neither title nor summary names
_SITE = re.compile(
    r"(?:在|位于|於|于|抵达|驶离|抵達)(?P<site>[^，。、；：“”‘’（）()《》\s的了和与在]{2,18}?"
    r"(?:小区|花园|家园|医院|学校|中学|小学|大学|幼儿园|商场|超市|广场|机场|车站|火车站|高铁站|收费站|地铁站|工厂|厂区|园区|酒店|宾馆"
    r"|餐厅|饭店|公园|动物园|景区|大厦|大楼|街道|路口|社区|大桥|隧道|煤矿|码头|村))(?![员人民长会里区])"
)
_DENIED = (
    "未",
    "没",
    "无",
    "不",
    "免",
    "没有",
    "未有",
    "未见",
    "并无",
    "避免",
    "防止",
    "以免",
    "若",
    "可能",
    "易",
    "可",
)
_NO_PLACE = re.compile("[\u4e00-\u9fff]{2}(?:时间|大学|银行|[日晚]报|卫视|证券|交易所)")
_CLAUSE = re.compile("[，；：,;。！!]")
_FATAL = re.compile("[死亡难丧]")
_QUOTES = frozenset("“”‘’「」")  # a statement does not reach across them
_CLAIMED = re.compile("赔偿|索赔|要求|退")  # harm put as a demand
_AVERTED = re.compile("挽回|避免|防止|减少|预防|演练|模拟|谣言|传言|网传")
_RANKS = {PlaceLevel.PROVINCE: 0, PlaceLevel.CITY: 1, PlaceLevel.COUNTY: 2}


def find_aspects(dossier: Dossier, items: Sequence[Item], title: str, summary: str) -> tuple[Aspect, ...]:
    """The aspects that the items state, in the order of :class:`AspectKind`; ``items`` are those read, by time."""
    return tuple(
        aspect
        for found in (
            _when(dossier, items, summary),
            _where(dossier, items, f"{title}\n{summary}"),
            _who(dossier, items, title, summary),
            _what(dossier, items, title, summary),
            _harm(dossier, items),
        )
        for aspect in found
    )


def short_aspects(dossier: Dossier, item: Item, title: str) -> tuple[Aspect, ...]:
    """The aspects of a story of one item: its first time, its surest place, the desk's names, its problem, its harm."""
    items = (item,)
    reading = dossier.readings.get(item.id)
    moment = next(moments_in(item.text[:_READ], item, dossier.desk.zone), None)
    places = _places(reading)
    complaint = reading.piece.complaint if reading and reading.piece else None
    what = complaint.problem.written if complaint and complaint.problem else title
    when = (_aspect(AspectKind.WHEN, moment.text, (item.id,)),) if moment else ()
    where = (_aspect(AspectKind.WHERE, places[0].path, (item.id,)),) if places else ()
    who = _who(dossier, items, "", "") if reading and reading.mentions else ()
    harm = _harm(dossier, items) if reading and reading.harm else ()
    return (*when, *where, *who, _aspect(AspectKind.WHAT, what, (item.id,)), *harm)


def _when(dossier: Dossier, items: Sequence[Item], summary: str) -> Iterator[Aspect]:
    zone = dossier.desk.zone
    moments = [m for item in items for m in moments_in(_opening(item), item, zone)]
    told = _told_in(moments, summary)
    found = agreed(told or moments)
    if found:
        yield _aspect(AspectKind.WHEN, found[0].text, found[1])


def _opening(item: Item) -> str:
    """What is read of an item: its title and the beginning of its text."""
    return f"{item.title[:_READ]}\n{item.text[:_READ]}"


def _told_in(moments: Sequence[Moment], summary: str) -> list[Moment]:
    """All moments of the days that the summary names."""
    days = {moment.day for moment in moments if moment.text in summary}
    return [moment for moment in moments if moment.day in days]


def _where(dossier: Dossier, items: Sequence[Item], told: str) -> Iterator[Aspect]:
    """The narrowest place that title or summary (``told``) names, else that most items name; and the site there."""
    named: dict[str, dict[str, None]] = defaultdict(dict)
    places: dict[str, Place] = {}
    for item in items:
        for place in _places(dossier.readings.get(item.id)):
            places.setdefault(place.code, place)
            for code in {place.code, place.code[:2] + "0000", place.code[:4] + "00"}:
                named[code][item.id] = None
    central = [code for code, place in places.items() if _is_told(place, told)]
    most = [code for code in places if len(named[code]) > max(1, _MOST_SAY * len(items))]
    if central or most:
        best = min(central or most, key=lambda code: (-_RANKS[places[code].level], -len(named[code]), code))
        yield _aspect(AspectKind.WHERE, places[best].path, tuple(named[best]))
    yield from _site(items)


def _is_told(place: Place, told: str) -> bool:
    """Whether title or summary name the place itself, not 北京时间 or 北京大学."""
    return any(_NO_PLACE.sub("", told).find(hit.written) >= 0 for hit in place.hits)


def _places(reading: Reading | None) -> tuple[Place, ...]:
    """The two surest places that stand in the item itself."""
    return tuple(place for place in reading.places[:2] if place.hits) if reading else ()


def _site(items: Sequence[Item]) -> Iterator[Aspect]:
    sites: dict[str, list[str]] = defaultdict(list)
    for item in items:
        for site in dict.fromkeys(match["site"] for match in _SITE.finditer(_opening(item))):
            sites[site].append(item.id)
    if sites:
        site = min(sites, key=lambda name: (-len(sites[name]), -len(name), name))
        if len(sites[site]) >= min(2, len(items)):
            yield _aspect(AspectKind.WHERE, site, tuple(sites[site]))


def _who(dossier: Dossier, items: Sequence[Item], title: str, summary: str) -> Iterator[Aspect]:
    """The desk's own names by the number of items, then persons and bodies that the title names."""
    named: dict[str, list[str]] = defaultdict(list)
    for item in items:
        reading = dossier.readings.get(item.id)
        for mention in reading.mentions if reading else ():
            if mention.kind in (NameKind.ORGANISATION, NameKind.PERSON):
                named[mention.name].append(item.id)
    if len(items) >= _CARRIED:
        for name in bearers_in(title, summary):
            bearing = [item.id for item in items if name in item.title or name in item.text[:_READ]]
            if len(bearing) >= min(2, len(items)) and not any(name in known or known in name for known in named):
                named[name] = bearing
    named = {name: ids for name, ids in named.items() if len(ids) >= _SOME_SAY * len(items)}
    ranked = sorted(named, key=lambda name: (-len(named[name]), name))
    for name in ranked[:_MOST_WHO]:
        yield _aspect(AspectKind.WHO, name, tuple(named[name]))


def _what(dossier: Dossier, items: Sequence[Item], title: str, summary: str) -> Iterator[Aspect]:
    """The problem that most complaints state, else the clause of the summary that says most of the title."""
    problems: dict[str, list[str]] = defaultdict(list)
    for item in items:
        reading = dossier.readings.get(item.id)
        complaint = reading.piece.complaint if reading and reading.piece else None
        if complaint and complaint.problem:
            problems[complaint.problem.written].append(item.id)
    if problems and 3 * sum(map(len, problems.values())) >= len(items):
        spread = Counter(gram for problem in problems for gram in grams_of(problem))
        best = min(problems, key=lambda p: (-sum(map(spread.__getitem__, grams_of(p))) / (len(p) + 4), p))
        stating = dict.fromkeys(id_ for problem in (best, *problems) for id_ in problems[problem])
        yield _aspect(AspectKind.WHAT, best, tuple(stating))
        return
    wanted = grams_of(title)
    clauses = [clause.strip() for clause in _CLAUSE.split(summary) if len(clause.strip()) >= 6]
    told = [len(grams_of(clause) & wanted) for clause in clauses]
    most, length, place = max(zip(told, map(len, clauses), range(len(told)), strict=True), default=(0, 0, 0))
    best = clauses[place] if length else ""
    is_subject = place == 0 and 5 * most >= 3 * len(wanted)
    text = best if best and (is_subject or title[-1:] in "？?") else title
    ids = tuple(item.id for item in items if text in item.title or text in item.text)
    if text and ids:
        yield _aspect(AspectKind.WHAT, quoted(text), ids)


def _harm(dossier: Dossier, items: Sequence[Item]) -> Iterator[Aspect]:
    """Victims, deaths first, and damage: each as the newest official item states it, else a medium, else the public."""
    said: dict[str, list[tuple[tuple[int, bool, float, str], str]]] = defaultdict(list)
    bearing: dict[str, list[str]] = defaultdict(list)
    for item in items:
        reading = dossier.readings.get(item.id)
        for hit in reading.harm if reading else ():
            before = (item.title if hit.field == "title" else item.text)[max(0, hit.start - 8) : hit.start]
            if before.endswith(_DENIED) or _AVERTED.search(before) or not _QUOTES.isdisjoint(hit.written):
                continue
            if _CLAIMED.match(hit.written):
                continue
            is_fatal = bool(_FATAL.search(hit.written))
            rank = _AUTHORITY[party_of(item)], not is_fatal, -item.published_at.timestamp(), item.id
            said[hit.term].append((rank, hit.written))
            bearing[hit.written].append(item.id)
    for term in sorted(said)[:_MOST_HARM]:
        text = min(said[term])[1]
        yield _aspect(AspectKind.HARM, text, tuple(dict.fromkeys(bearing[text])))


_AUTHORITY = {Party.OFFICIAL: 0, Party.MEDIA: 1, Party.PUBLIC: 2}


def _aspect(kind: AspectKind, text: str, ids: Sequence[str]) -> Aspect:
    return Aspect(kind=kind, text=text, item_ids=tuple(ids)[:_NAMED])
