"""专报: owed when a matter turns grave, changes or ends; seven chapters, every sentence on its evidence; frozen."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caifeng.lake.draft import SPECIAL
from caifeng.models import Gate, GateClass, Incident, Item, Level, StoryType
from caifeng.models.special import Special, SpecialKind, special_card
from publish.special.compose import compose_special
from publish.special.owed import Subject, asked_special, owed_specials, unfiled
from tests.case_samples import NOW, incident, wave
from tests.nouns import nouns
from tests.samples import HOSTILE
from tests.special_samples import ITEMS, RISEN, chain, material, open_case, special, subject

CHAPTERS = ["事件经过", "传播态势", "舆论观点", "风险研判", "建议", "附件：方法说明"]
DAY = timedelta(days=1)


def chapters(of: Special) -> list[str]:
    return [part.heading for part in of.parts if part.depth == 1]


def text(of: Special) -> str:
    lines = [line.text for part in of.parts for line in part.lines]
    cells = [cell for part in of.parts if part.table for row in part.table.rows for cell in row]
    return "\n".join([of.risk, of.summary, *lines, *cells])


def test_an_incident_at_orange_is_owed_a_first_report_and_only_one() -> None:
    (owed,) = owed_specials((subject(),), ())
    assert (owed.kind, owed.why) == (SpecialKind.FIRST, "级别达到橙级")
    assert owed_specials((subject(),), (special(),)) == ()


def test_a_yellow_one_is_owed_none_unless_central_media_report_it() -> None:
    calm = subject(open_case(override=None, machine_level=Level.YELLOW))
    assert owed_specials((calm,), ()) == ()
    gate = replace(calm.stories[0].grade.gates[0], kind=GateClass.CENTRAL_MEDIA)
    story = replace(calm.stories[0], grade=replace(calm.stories[0].grade, gates=(gate,)))
    assert [one.why for one in owed_specials((replace(calm, stories=(story,)),), ())] == ["中央媒体作了报道"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"type": StoryType.TRUE}, "定性由未核实改为属实"),
        ({"override": None, "machine_level": Level.RED}, "级别由橙级升为红级"),
    ],
)
def test_another_level_or_type_is_told_at_once(change: dict[str, object], why: str) -> None:
    changed = subject(replace(open_case(), **change), RISEN + timedelta(minutes=5))  # type: ignore[arg-type]
    (owed,) = owed_specials((changed,), (special(),))
    assert (owed.kind, owed.why) == (SpecialKind.FURTHER, why)


def test_a_gate_is_news_once_however_its_count_or_its_words_change() -> None:
    later, grade = subject(now=RISEN + timedelta(hours=2)), subject().stories[0].grade
    words = grade.gates[0]

    def gated(*gates: Gate) -> Subject:
        return replace(later, stories=(replace(later.stories[0], grade=replace(grade, gates=gates)),))

    harm = replace(words, kind=GateClass.HARM)
    first = special(gated(words))
    assert owed_specials((gated(replace(words, reason="涉及“受伤”（近72小时 25 条）")),), (first,)) == ()
    (owed,) = owed_specials((gated(words, harm),), (first,))
    assert owed.why == "新触及伤亡底线"
    second = replace(special(gated(words, harm)), published_at=RISEN + timedelta(hours=1))
    third = replace(special(gated(words)), published_at=RISEN + timedelta(hours=2))
    assert owed_specials((gated(harm),), (first, second, third)) == ()


def test_a_day_later_there_is_a_further_one_only_with_something_new() -> None:
    first = special()
    assert owed_specials((subject(now=RISEN + DAY),), (first,)) == ()
    more = subject(now=RISEN + DAY, items=wave(20, 25))
    assert owed_specials((subject(now=RISEN + DAY / 2, items=wave(20, 25)),), (first,)) == ()
    (owed,) = owed_specials((more,), (first,))
    assert owed.why == "距上期已满 24 小时，新增 15 条"


def test_a_closed_case_gets_a_last_report_and_a_reopened_one_goes_on() -> None:
    first, second, last = chain()
    assert [one.kind for one in (first, second, last)] == ["初报", "续报", "终报"]
    assert [one.key for one in (first, second, last)] == [f"INC-2026-0007-{n}" for n in (1, 2, 3)]
    assert owed_specials((subject(incident(), NOW + DAY),), (first, second, last)) == ()
    again = replace(incident().log[-1], did="重启", at=NOW)
    back = subject(open_case(log=(*incident().log, again)), NOW + DAY)
    assert [one.why for one in owed_specials((back,), (first, second, last))] == ["闭环后又重启"]


def test_a_closed_case_without_any_report_is_owed_none() -> None:
    assert owed_specials((subject(incident(), NOW),), ()) == ()


def test_what_is_owed_does_not_depend_on_the_order_of_what_is_given() -> None:
    other = subject(open_case(id="INC-2026-0001"))
    assert owed_specials((subject(), other), ()) == owed_specials((other, subject()), ())
    made = chain()
    assert owed_specials((subject(),), made) == owed_specials((subject(),), made[::-1])


def test_a_story_without_a_file_is_told_under_its_own_id_and_says_so() -> None:
    story = subject().stories[0]
    about = replace(subject(), incident=unfiled(story), is_filed=False)
    made = special(about)
    assert (made.subject, made.incident_id, made.kind) == (story.id, "", SpecialKind.FIRST)
    assert "尚未立案" in made.summary and made.asks == ()
    filed = replace(subject(), incident=open_case(story_ids=(story.id,)))
    assert owed_specials((filed,), (made,)) == ()  # the chain goes on under the file


def test_it_has_the_chapters_of_the_form_in_order() -> None:
    first, second, last = chain()
    assert chapters(first) == CHAPTERS
    assert chapters(second)[0].startswith("较上期变化") and chapters(second)[1:] == CHAPTERS
    assert "处置结果" in chapters(last)


def test_the_summary_keeps_to_200_characters_and_the_risk_is_one_sentence() -> None:
    for one in chain():
        assert 40 < len(one.summary) <= 200
        assert one.risk.count("。") == 1 and one.risk.endswith("。")


def test_every_sentence_about_the_world_stands_on_items_or_on_the_log() -> None:
    made = special()
    course = next(part.table for part in made.parts if part.heading == "事件经过")
    assert course is not None
    assert all(ids or log for ids, log in zip(course.item_ids, course.log, strict=True))
    assert all(refs or log for refs, log in zip(course.refs, course.log, strict=True))
    spread = next(part for part in made.parts if part.heading == "传播态势")
    assert all(line.item_ids for line in spread.lines)


def test_critical_voices_are_shown_as_written() -> None:
    made = special()
    voices = next(part for part in made.parts if part.heading == "批评声音")
    assert voices.lines[0].text.startswith("判为负面的 12 条")
    assert all("“净水机漏水”" in line.text for line in voices.lines[1:])


def test_likelihood_and_confidence_are_kept_apart_and_unknown_is_said() -> None:
    made = special()
    assert [one.name for one in made.scenarios] == ["声量", "次生舆情", "反转"]
    unknown = [one for one in made.scenarios if one.likelihood is None]
    assert unknown and all("不作" in one.basis and one.confidence is None for one in unknown)


def test_a_further_report_says_what_is_new_since_the_one_before() -> None:
    _, second, _ = chain()
    news = second.parts[0]
    assert "级别仍为橙级" in news.lines[0].text
    assert "去重信息 45 条（+15）" in news.lines[1].text and news.lines[1].item_ids
    assert [one.key for one in second.chain] == ["INC-2026-0007-1"]
    assert second.former is Level.ORANGE


def test_the_same_material_gives_the_same_frozen_record() -> None:
    first = SPECIAL.dump_json(special(), indent=1)
    assert first == SPECIAL.dump_json(special(), indent=1)
    assert SPECIAL.validate_json(first) == special()


def test_its_card_leads_to_its_page() -> None:
    card = special_card(special())
    assert card.address == special().address == "2026-11/special-INC-2026-0007-1/"
    assert card.conclusion == special().risk and card.incidents == ("INC-2026-0007",)


def test_a_first_report_is_late_a_day_after_the_rise() -> None:
    raised = replace(open_case().log[0], level=Level.ORANGE)
    case = open_case(log=(raised, *open_case().log[1:]))
    assert not special(subject(case)).is_late
    assert special(subject(case, RISEN + DAY)).is_late


def test_hostile_titles_and_texts_are_told_without_an_error() -> None:
    long, broken = "长" * 1_000_000, "\ud800\u202e" + HOSTILE
    for said in (long, broken, "", "😀" * 3000):
        items = tuple(replace(one, title=said, text=said) for one in ITEMS[:6])
        made = special(subject(open_case(title=said), items=items), items=items)
        assert len(text(made)) < 60_000 and len(made.summary) <= 200


@settings(max_examples=25)
@given(nouns(Incident), st.lists(nouns(Item), max_size=4))
def test_any_incident_can_be_asked_about(case: Incident, items: list[Item]) -> None:
    about = subject(case, items=tuple(items))
    made = compose_special(material(asked_special(about, (), "要求", "甲"), (), tuple(items)))
    assert re.fullmatch(r".*-1", made.key, re.DOTALL) and len(made.summary) <= 200
