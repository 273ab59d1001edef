"""What stands beside the day's news in a mail, one line each: what is to come, the peers, a good case."""

from collections.abc import Iterator

from caifeng.models import Briefing, Person, Upcoming
from publish.briefing.phrases import named, weekday
from publish.mail.escape_mail import mail_line
from publish.mail.personal import Selection

_LINE = 120  # characters
_OCCASIONS = 3


def beside(briefing: Briefing, person: Person, chosen: Selection) -> Iterator[tuple[str, str]]:
    """(what, line) of each there is; shares of voice go to those who take every topic."""
    if chosen.calendar:
        shown = "；".join(_occasion(entry) for entry in chosen.calendar[:_OCCASIONS])
        more = len(chosen.calendar) - _OCCASIONS
        yield "近日日程", mail_line(shown + (f"；另有 {more} 项" if more > 0 else ""), _LINE)
    own = briefing.comparison.parties[0].voice if briefing.comparison and briefing.comparison.parties else None
    if own and own.total and not person.topics:
        line = f"近 7 日占 {own.share:.0%}（区间 {own.low * 100:.0f}–{own.high:.0%}，n={own.total}）"
        yield "声量占比", mail_line(line, _LINE)
    for case in chosen.positives[:1]:
        yield "正面典型", mail_line(f"{named(case.title, 26)}，{case.sources}，可考虑宣传。", _LINE)


def _occasion(entry: Upcoming) -> str:
    day = f"{entry.day:%m-%d} {weekday(entry.day)}"
    return f"{day} {entry.at} {entry.what}" if entry.at else f"{day} {entry.what}"
