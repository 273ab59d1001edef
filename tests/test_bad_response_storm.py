"""A storm of ten thousand alerts on a whole desk, and settings that are missing, empty or broken."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from caifeng.models import DeliveryState, Recipient
from tests.notifying import alert, raise_alerts
from tests.response_desk import MINUTE, NOW, House, house

MANY = 10_000
WAYS = (("售后部", "mail"), ("售后部", "甲群"), ("售后部", "乙群"), ("总经理办", "mail"))


@dataclass
class Storm:
    """The desk after the storm."""

    house: House


@pytest.fixture(scope="module")
def storm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storm]:
    with house(tmp_path_factory.mktemp("storm") / "desk") as made:
        made.look(NOW)
        made.brief(NOW + MINUTE)
        told = [Recipient(person=person, channel=channel) for person, channel in WAYS]
        at = NOW + 2 * MINUTE
        raised = [replace(alert(number, told, at, f"净水机投诉第{number}起"), incident_id="") for number in range(MANY)]
        raise_alerts(made.workspace, raised, at)
        made.send(NOW + 3 * MINUTE)
        made.look(NOW + 5 * MINUTE)
        made.send(NOW + 6 * MINUTE)
        yield Storm(made)


def test_a_storm_is_five_messages_at_most_for_each_mailbox_and_chat(storm: Storm) -> None:
    mails = Counter(recipient for recipient, _ in storm.house.post.received)
    assert set(mails) == {"duty@example.org", "boss@example.org"}
    assert max(mails.values()) <= 5
    assert [1 <= len(chat.received) <= 5 for chat in storm.house.chats] == [True, True]


def test_its_messages_keep_their_limits_and_lead_to_the_list(storm: Storm) -> None:
    assert max(len(content) for _, content in storm.house.post.received) < 100_000
    for chat in storm.house.chats:
        assert max(len(text.encode()) for text in chat.received) < 30_000
        assert "https://brief.example.org/caifeng/alerts/2026-11-20/" in "".join(chat.received)


def test_every_alert_of_it_stands_on_the_linked_page_or_in_its_table(storm: Storm) -> None:
    page = storm.house.page("alerts/2026-11-20")
    assert len(page.encode()) < 1_000_000
    (table,) = (storm.house.workspace.public / "alerts").rglob("*.csv")
    text = table.read_text(encoding="utf-8-sig")
    assert all(f"净水机投诉第{number}起" in text for number in range(MANY))
    assert f"{table.name}" in page


def test_no_page_of_the_site_grows_with_it(storm: Storm) -> None:
    pages = storm.house.workspace.public.rglob("*.html")
    assert [page for page in pages if page.stat().st_size > 1_000_000] == []


def test_programs_can_list_it(storm: Storm) -> None:
    listed = storm.house.json("alerts", "--since", "3650d")
    assert sum(one["kind"] == "预警" for one in listed) == MANY


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHAT_A", None), ("CHAT_A", ""), ("CHAT_A", "json://127.0.0.1:9/x\r\nHost: evil"), ("CHAT_A", "不是网址"),
        ("MAIL_DUTY", ""), ("MAIL_DUTY", "一团\x01乱"),
        ("MAIL_FROM", None), ("SMTP_HOST", "no\nhost"),
        ("LEDGER_KEY", ""),
    ],
)  # fmt: skip
def test_a_broken_setting_stops_its_own_channel_only_and_says_so(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, name: str, value: str | None
) -> None:
    with house(tmp_path_factory.mktemp("setting") / "desk") as made:
        made.look(NOW)
        made.hurt(NOW + MINUTE)
        made.look(NOW + 5 * MINUTE)
        if value is None:
            monkeypatch.delenv(name)
        else:
            monkeypatch.setenv(name, value)
        made.send(NOW + 5 * MINUTE)
        assert len(made.chats[1].received) == 1
        own = {"CHAT_A": len(made.chats[0].received)}.get(name, len(made.post.received))
        assert own == 0
        monkeypatch.setenv(name, made.variables[name])
        before = [one for one in made.workspace.ledger("").states() if one.state is DeliveryState.REFUSED]
        made.look(NOW + timedelta(minutes=10))
        made.send(NOW + timedelta(minutes=20))
        late = {"CHAT_A": len(made.chats[0].received)}.get(name, len(made.post.received))
        assert late == 1 or before, "it is sent later, or refused with its reason on record"
        assert all(one.detail for one in before)


@pytest.mark.parametrize(
    ("name", "value"),
    [("MAIL_DUTY", "duty@example.org\r\nX-Evil: 1"), ("MAIL_FROM", "a@example.org\nX-Evil: 1")],
)
def test_line_breaks_in_a_setting_make_no_header(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    with house(tmp_path_factory.mktemp("breaks") / "desk") as made:
        made.look(NOW)
        made.hurt(NOW + MINUTE)
        made.look(NOW + 5 * MINUTE)
        monkeypatch.setenv(name, value)
        made.send(NOW + 5 * MINUTE)
        assert not any(b"\nX-Evil" in content for _, content in made.post.received)
        assert len(made.chats[0].received) == 1
