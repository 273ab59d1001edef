"""The playbook on an incident's page: steps with who and when, ticks in words, hostile text as text."""

from dataclasses import replace
from datetime import timedelta
from html import unescape

from caifeng.models import Playbook
from caifeng.models.playbook import ReplyDraft
from caifeng.playbooks import shipped
from publish.pages.render import environment
from respond.playbooks.choose import chosen, situation_of
from respond.playbooks.progress import progress
from tests.test_playbooks_progress import BOOK, OPENED, incident, line

HOSTILE = "<script>alert(1)</script>[看](javascript:alert(2)){: onclick=alert(3)}|"


def _page(book: Playbook, *, hours: int = 2) -> str:
    one = incident(line(20, "首次回应"), line(30, "步骤", "联系用户"))
    states = progress(book, one, OPENED + timedelta(hours=hours))
    template = environment("Asia/Shanghai").from_string(
        '{% import "playbook.md.j2" as plan %}{{ plan.playbook(book, states) }}'
    )
    return unescape(template.render(book=book, states=states))


def test_steps_are_ticked_in_words_with_who_and_when() -> None:
    shown = _page(BOOK, hours=6)
    for words in (
        "共 4 步，已做 2 步",
        "逾期 1 步",
        "✓ <b>",
        "按时完成",
        "已逾期",
        "待做 1 步",
        "11-14 20:30",
        "售后部",
    ):
        assert words in shown, words


def test_every_shipped_playbook_can_be_shown_with_its_drafts_marked() -> None:
    book = chosen(shipped(), situation_of(incident(), ()))
    shown = _page(book)
    assert shown.count("起草用，采风不发布") == len(book.drafts)
    assert "对象与对策" in shown
    assert book.basis[:6] in shown


def test_text_of_a_file_is_never_markup() -> None:
    step = replace(BOOK.steps[0], name=HOSTILE, what=HOSTILE, owner=HOSTILE, hint=HOSTILE)
    book = Playbook(name=HOSTILE, steps=(step,), drafts=(ReplyDraft(name=HOSTILE, text=HOSTILE),), basis=HOSTILE)
    states = progress(book, incident(), OPENED)
    template = environment("Asia/Shanghai").from_string(
        '{% import "playbook.md.j2" as plan %}{{ plan.playbook(book, states) }}'
    )
    raw = template.render(book=book, states=states)
    assert "<script" not in raw
    assert "](javascript" not in raw
    assert "{:" not in raw
