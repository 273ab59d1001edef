"""One person's share of the briefing: by topic, level and role, and never without what was left out."""

from dataclasses import replace

from caifeng.models import IncidentState, Level, Person
from publish.mail.digest import compose_digest
from publish.mail.personal import select
from tests.digests import BOSS, IMAGE, LOGISTICS, parts, request, visible
from tests.samples import sample_briefing


def test_a_person_reads_their_topics_and_how_much_was_left_out() -> None:
    chosen = select(sample_briefing(), IMAGE)
    assert [matter.title for matter in chosen.matters] == ["售后师傅沈渡跳江救起落水男孩"]
    assert (chosen.off_topic, chosen.below_level) == (2, 0)
    assert [row.name for row in chosen.topics] == ["企业形象"]
    assert not chosen.handling
    assert not chosen.decisions
    text, _ = parts(compose_digest(request(sample_briefing(), IMAGE)))
    assert "另有 2 件要事未列：2 件不在您的议题内。" in text
    assert "您的议题 蓝" in text


def test_the_level_thins_out_matters_but_never_a_decision_or_an_open_file() -> None:
    chosen = select(sample_briefing(), replace(BOSS, min_level=Level.RED))
    assert not chosen.matters
    assert chosen.below_level == 3
    assert len(chosen.decisions) == 1
    assert len(chosen.handling) == 1
    assert not chosen.is_quiet


def test_an_owner_sees_their_own_file_whatever_they_subscribed_to_and_is_not_told_to_decide() -> None:
    owner = Person(name="售后部", roles=("owner",), topics=("物流",))
    chosen = select(sample_briefing(), owner)
    assert [entry.incident.owner for entry in chosen.handling] == ["售后部"]
    assert chosen.level is Level.ORANGE
    message = compose_digest(request(sample_briefing(), owner))
    assert message["Subject"].endswith("：待决定1项")


def test_a_closed_file_and_an_unknown_topic_are_handled_as_a_person_expects() -> None:
    sample = sample_briefing()
    file = sample.handling[0]
    closed = replace(sample, handling=(replace(file, incident=replace(file.incident, state=IncidentState.CLOSED)),))
    assert not select(closed, BOSS).handling
    unknown = replace(sample, details=(), listed=(), topics=())  # nothing tells which topic a story belongs to
    assert len(select(unknown, LOGISTICS).matters) == 3  # shown rather than hidden


def test_a_day_without_anything_for_a_person_is_still_a_mail_that_says_so() -> None:
    message = compose_digest(request(sample_briefing(), LOGISTICS))
    assert message["Subject"] == "[蓝] 11-17 舆情日报：您关注的范围无要事"
    text, page = parts(message)
    for part in (text, visible(page)):
        assert "您订阅的议题（物流）本期没有达到蓝级及以上的事项" in part
        assert "看不到的" in part  # nothing found is believed only with what was not seen
        assert "应答 15" in part
