"""What turned a matter, or its burst, in one line of a mail."""

from caifeng.models import Briefing, Burst, Shift, ShiftKind
from publish.briefing.phrases import joined, named
from publish.mail.digest_words import Times
from publish.mail.escape_mail import mail_line

_LINE = 90  # characters


def turn_of(story_id: str, briefing: Briefing) -> str:
    """The window's notices, refutations, reversals and corrections of a story; else its burst; else a new angle."""
    story = next((one.story for one in briefing.details if story_id in one.story.known_as), None)
    if story is None:
        return ""
    times = Times(briefing)
    turned = [shift for shift in story.account.shifts if briefing.window_start < shift.at <= briefing.window_end]
    weighty = [shift for shift in turned if shift.kind is not ShiftKind.NEW_ANGLE]
    strongest = max(story.course.bursts, key=lambda burst: burst.z, default=None)
    if weighty:
        said = f"转折：{joined(list(dict.fromkeys(shift.kind.value for shift in weighty)))}，{_last(weighty, times)}"
    elif strongest is not None:
        said = _burst(strongest)
    else:
        said = f"新角度：{_last(turned, times)}" if turned else ""
    return mail_line(said, _LINE)


def _last(shifts: list[Shift], times: Times) -> str:
    return f"{times.at(shifts[-1].at)} {named(shifts[-1].text, 32)}"


def _burst(burst: Burst) -> str:
    usual = f"{burst.usual:.1f}" if burst.usual >= 1 else "不足 1"
    gap = "（此前有采集空档）" if burst.is_after_gap else ""
    return f"突增（{burst.sensitivity}）：{burst.span}内 {burst.count} 条，通常{usual} 条{gap}"
