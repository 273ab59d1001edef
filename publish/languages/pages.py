"""A day's page in other languages, below it: ``2026-11-20/zh-hant/`` and ``2026-11-20/en/``."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from caifeng.models import Briefing, ToneLabel
from caifeng.models.language import Language, Variant
from publish.languages.english import english, english_date, overall
from publish.languages.traditional import deeper, traditional
from publish.pages.contexts import Page, SiteContext
from publish.pages.render import day_context, page

SIMPLIFIED = "zh-CN"
_LABELS = {SIMPLIFIED: "简体", Language.TRADITIONAL: "繁體", Language.ENGLISH: "English"}
_FOLDERS = {SIMPLIFIED: "", Language.TRADITIONAL: "zh-hant/", Language.ENGLISH: "en/"}
_HEAD = "---\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnglishContext:
    """day_en.md.j2

    briefing: the briefing shown; its titles and sentences stay Chinese
    conclusion: how the day stands, in one English sentence made from its figures
    date: "Friday, 20 November 2026"
    known: ids that have an anchor on the evidence pages, with the page ("" the first, "2/" …)
    tones: (word, count, share 0–1) of each tone
    channels: (word, count) of each channel
    languages: (code, name, way) of the page in other languages
    root: way to the site's root
    day: way to the day page
    """

    briefing: Briefing
    conclusion: str
    date: str
    known: dict[str, str]
    tones: tuple[tuple[str, int, float], ...]
    channels: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, str, str], ...]
    root: str
    day: str


def language_links(codes: Sequence[str], here: str = SIMPLIFIED) -> tuple[tuple[str, str, str], ...]:
    """(code, label, way) of a day's page in the other languages, seen from the page in ``here``; Simplified first.

    ``codes`` are those that the desk asks for, of zh-Hant and en.
    """
    asked = [str(code) for code in _LABELS if code == SIMPLIFIED or code in codes]
    up = "../" if here != SIMPLIFIED else ""
    return tuple((code, _LABELS[code], f"{up}{_FOLDERS[code]}") for code in asked if code != here)


def render_languages(
    briefing: Briefing,
    site: SiteContext,
    *,
    variant: Variant = Variant.COMMON,
    pictures: Collection[str] = (),
    yesterday: Briefing | None = None,
) -> tuple[Page, ...]:
    """The day page in every further language that ``site.languages`` names, with paths relative to its edition's docs.

    ``pictures`` and ``yesterday`` as of the page itself.
    """
    codes = [code for code, *_ in site.languages]
    return tuple(_pages(briefing, site, codes, variant, (pictures, yesterday)))


def _pages(
    briefing: Briefing,
    site: SiteContext,
    codes: Sequence[str],
    variant: Variant,
    day: tuple[Collection[str], Briefing | None],
) -> Iterator[Page]:
    place = f"{briefing.date:%Y-%m-%d}"
    if Language.TRADITIONAL in codes:
        ways = tuple(
            (code, label, way.removeprefix("../")) for code, label, way in language_links(codes, Language.TRADITIONAL)
        )
        shown = day_context(briefing, replace(site, languages=ways), *day)
        text = traditional(deeper(page("", "day.md.j2", shown, briefing.zone).text), variant)
        yield Page(
            path=f"{place}/{_FOLDERS[Language.TRADITIONAL]}index.md", text=_with_lang(text, Language.TRADITIONAL)
        )
    if Language.ENGLISH in codes:
        context = _english(briefing, site, codes)
        yield page(f"{place}/{_FOLDERS[Language.ENGLISH]}index.md", "day_en.md.j2", context, briefing.zone)


def _with_lang(text: str, code: str) -> str:
    return text.replace(_HEAD, f"{_HEAD}lang: {code}\n", 1)


def _english(briefing: Briefing, site: SiteContext, codes: Sequence[str]) -> EnglishContext:
    overview = briefing.overview
    return EnglishContext(
        briefing=briefing,
        conclusion=_conclusion(briefing),
        date=english_date(briefing.date),
        known=dict(day_context(briefing, site).known),
        tones=tuple((english(one.label), one.count, one.share) for one in overview.tones),
        channels=tuple((english(one.label), one.count) for one in overview.channels),
        languages=language_links(codes, Language.ENGLISH),
        root="../" * (3 + site.depth),
        day="../",
    )


def _conclusion(briefing: Briefing) -> str:
    overview = briefing.overview
    negative = sum(one.count for one in overview.tones if one.label == ToneLabel.NEGATIVE)
    matters = len(briefing.matters)
    listed = f"{matters} matter{'' if matters == 1 else 's'} listed below" if matters else "no matter to be listed"
    return (
        f"Overall {overall(briefing.level)}: {overview.distinct} relevant items in 24 hours, {negative} of them "
        f"negative, {overview.reprints} reprints; {listed}."
    )
