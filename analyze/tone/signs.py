"""What the tone model sees of a piece: masses of tone words by place and class, and n-grams."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from analyze.text.passage import Passage
from analyze.tone.carried import Bearer
from analyze.tone.carriers import Carrier, Scan, scan
from analyze.tone.focus import Focus, focus_on
from analyze.tone.grams import NO_CODES, Codes, grams
from analyze.tone.lexicon import shipped_lexicon
from analyze.topics.terms import Spot
from caifeng.models import Channel

_REFUTED = 0.3  # what a refutation repeats is not what it says
_ASIDE = 0.4  # what is said where the subject is not named: of others, or of what surrounds it
_TITLE_ASIDE = 0.6  # a title without the subject's name may still mean it by another word
_TITLE_SHOWN = 2.0


class Domain(StrEnum):
    """Which way of writing a piece belongs to."""

    NEWS = "news"
    SOCIAL = "social"
    FORUM = "forum"
    REVIEW = "review"


# Characters that are read closely: a newsroom says it in the lead, a post is read to its end. Reviews are judged no
# better by more than their beginning (measured on all four sets).
_WINDOWS = {Domain.NEWS: 160, Domain.SOCIAL: 1_000, Domain.FORUM: 1_000, Domain.REVIEW: 160}
_DOMAINS = {
    Channel.REVIEW: Domain.REVIEW,
    **dict.fromkeys((Channel.FORUM, Channel.QA), Domain.FORUM),
    **dict.fromkeys((Channel.WEIBO, Channel.VIDEO, Channel.OTHER), Domain.SOCIAL),
}


@dataclass(frozen=True, slots=True, eq=False)
class Signs:
    """The inputs of the model: named masses, the n-grams of a newsroom's title, and those of title and window.

    ``title_factor``, 0–1: how far the title speaks of the subject.
    """

    masses: dict[str, float]
    titles: Codes
    grams: Codes
    title_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a piece: the model's inputs, and the tone words, weighed by how far they concern the subject."""

    signs: Signs
    bearers: list[Bearer]


@dataclass(frozen=True, slots=True)
class _Placed:
    """Tone words by place."""

    head: Sequence[Carrier]
    near: Sequence[Carrier]
    far: Sequence[Carrier]


def domain_of(channel: Channel) -> Domain:
    """The domain whose table reads a channel; news where none else fits."""
    return _DOMAINS.get(channel, Domain.NEWS)


def look(title: Passage, text: Passage, domain: Domain, subject: Sequence[Spot] = ()) -> Look:
    """See a piece through the eyes of a domain.

    Titles of posts and reviews are the beginning of what is said: they count as lead. Only a newsroom's title stands
    for the whole. Where the text names the subject, the sentences that do are the window instead of the lead.
    """
    lexicon = shipped_lexicon()
    in_title, in_text = scan(title, lexicon), scan(text, lexicon)
    window = _WINDOWS[domain]
    focus = focus_on(text.folded, [spot for spot in subject if spot.field == "text"], window)
    title_factor = _title_factor(focus, subject)
    placed = _placed(in_title, in_text, focus, window)
    masses = _masses(
        _as_lead(placed) if domain is not Domain.NEWS else placed, title_factor, _far_factor(focus, text, window)
    )
    is_refuting = in_title.is_refuting or (in_text.is_refuting and not title.folded)
    if is_refuting:
        masses = {name: mass * _REFUTED if name.endswith(".bad") else mass for name, mass in masses.items()}
    masses |= {"bias": 1.0, "refutes": float(is_refuting), **_ways(in_title, in_text)}
    titles = grams(title.folded[:window])
    found = grams(focus.window, known=titles)
    signs = Signs(masses, titles if domain is Domain.NEWS else NO_CODES, found, title_factor)
    aside = _ASIDE if focus.spans else 1.0
    bearers = [
        *_bearers(title, placed.head, _TITLE_SHOWN * title_factor),
        *_bearers(text, placed.near, 1.0),
        *_bearers(text, placed.far, aside),
    ]
    return Look(signs, bearers)


def _title_factor(focus: Focus, subject: Sequence[Spot]) -> float:
    is_titled = any(spot.field == "title" for spot in subject)
    return _TITLE_ASIDE if focus.spans and not is_titled else 1.0


def _placed(in_title: Scan, in_text: Scan, focus: Focus, window: int) -> _Placed:
    if not focus.spans:
        near = [carrier for carrier in in_text.carriers if carrier.start < window]
        return _Placed(in_title.carriers, near, in_text.carriers[len(near) :])
    near = [carrier for carrier in in_text.carriers if focus.holds(carrier.start)]
    far = [carrier for carrier in in_text.carriers if not focus.holds(carrier.start)]
    return _Placed(in_title.carriers, near, far)


def _as_lead(placed: _Placed) -> _Placed:
    return _Placed((), (*placed.head, *placed.near), placed.far) if placed.head else placed


def _far_factor(focus: Focus, text: Passage, window: int) -> float:
    """The rest is counted per 400 characters: a long piece is not worse for being long."""
    return (_ASIDE if focus.spans else 1.0) / max(1.0, (len(text.folded) - window) / 400)


def _masses(placed: _Placed, title_factor: float, far_factor: float) -> dict[str, float]:
    masses: dict[str, float] = {}
    parts = (("title", placed.head, title_factor), ("lead", placed.near, 1.0), ("rest", placed.far, far_factor))
    for name, carriers, factor in parts:
        bad = good = 0.0
        for carrier in carriers:
            if carrier.weight < 0:
                bad -= carrier.weight
            else:
                good += carrier.weight
        masses[name + ".bad"], masses[name + ".good"] = math.log1p(factor * bad), math.log1p(factor * good)
    return masses | _by_class((*placed.head, *placed.near))


def _by_class(carriers: Iterable[Carrier]) -> dict[str, float]:
    """How much the words of each class of the lexicon weigh, whichever way."""
    sums: dict[str, float] = {}
    for carrier in carriers:
        weight = carrier.weight
        if weight < 0:
            name, weight = carrier.group + "-", -weight
        else:
            name = carrier.group + "+"
        sums[name] = sums.get(name, 0.0) + weight
    return {name: math.log1p(mass) for name, mass in sums.items()}


def _ways(in_title: Scan, in_text: Scan) -> dict[str, float]:
    """Ways of speaking: mockery, questions, exclamations, conditions."""
    counts = {
        "irony": in_title.irony + in_text.irony,
        "rhetorical": in_title.rhetorical + in_text.rhetorical,
        "questions": in_title.questions + in_text.questions,
        "exclamations": in_title.exclamations + in_text.exclamations,
        "hypothetical": in_title.hypothetical + in_text.hypothetical,
        "turned": in_title.turned + in_text.turned,
    }
    return {name: math.log1p(count) for name, count in counts.items() if count}


def _bearers(passage: Passage, carriers: Iterable[Carrier], factor: float) -> list[Bearer]:
    return [Bearer(passage, found.start, found.end, factor * found.weight) for found in carriers]
