"""The workflow's script does what a form asks, once, on top of what others did; a refusal changes nothing."""

from pathlib import Path
from unittest.mock import ANY

import pytest

from tests.clones import git, incidents, number, record, runner, with_one_incident
from tests.forms import body, dispatch, issue


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    return with_one_incident(tmp_path)


def test_a_form_that_meets_another_is_done_anew_on_top_of_it(origin: Path) -> None:
    one, other = runner(origin, "one"), runner(origin, "other")
    id_ = number(one)
    assert record(one, dispatch(deed="接收", incident=id_)) == (0, ANY)
    code, summary = record(other, issue(body(deed="派责", incident=id_, owner="售后部"), login="guyanqiu"))
    assert (code, "已记下" in summary) == (0, True), summary
    (found,) = incidents(origin, "fresh")
    assert [(line.by, line.did) for line in found.log[-2:]] == [("lihang", "接收"), ("guyanqiu", "派责")]
    assert (found.owner, found.state) == ("售后部", "派责")


def test_a_refused_form_pushes_nothing_and_shows_every_reason_as_text(origin: Path) -> None:
    one = runner(origin, "one")
    before = git(origin, "rev-parse", "main").stdout
    touched = one / "touched"
    wicked = f'</pre><script>"; touch {touched}; $(touch {touched}) `touch {touched}`'
    code, summary = record(one, dispatch(deed="闭环", incident=number(one), note=wicked, level=wicked))
    assert code == 1
    assert summary.startswith("### 没有记\n\n<pre>")
    assert "<script>" not in summary
    assert summary.count("</pre>") == 1
    assert git(origin, "rev-parse", "main").stdout == before
    assert not touched.exists()


def test_an_issue_is_on_record_once_and_its_title_runs_nothing(origin: Path) -> None:
    one = runner(origin, "one")
    touched = one / "touched"
    title = '"; curl http://192.0.2.1; touch touched; $(touch touched) #'
    event = issue(body(deed="发现", title=title, note="门店来电"), title=title)
    code, summary = record(one, event)
    assert code == 0, summary
    assert not touched.exists()
    code, summary = record(one, event)
    assert (code, "不再记第二次" in summary) == (1, True)
    assert [one.title for one in incidents(origin, "fresh")][1] == title
