"""复制为文字: the first screen as plain text for a chat (WeChat, WeCom), where no layout survives."""

from collections.abc import Iterator, Sequence

from caifeng.models import Briefing
from publish.briefing.phrases import short
from publish.escape import plain

MAX_TEXT = 500  # characters in all, line ends included: a phone shows that much without folding it

# What a line is for, the most needed first: when room runs out, the last go short or go.
_ORDER = ("head", "said", "asked", "matter", "where", "likely", "unseen")
_ROOM = {"head": 60, "said": 200, "asked": 70, "matter": 60, "where": 120, "likely": 110, "unseen": 80}
_LEAST = 12  # characters below which a cut line says nothing


def as_text(briefing: Briefing, address: str) -> tuple[str, ...]:
    """The lines of an edition's first screen, at most ``MAX_TEXT`` characters with their line ends.

    ``address`` is the page's absolute address, "" where unknown. Personal data is masked, controls are dropped.
    """
    lines = list(_lines(briefing, address))
    left, kept = MAX_TEXT, dict[int, str]()
    for index in sorted(range(len(lines)), key=lambda index: (_ORDER.index(lines[index][0]), index)):
        part, text = lines[index]
        room = min(_ROOM[part], left - 1)
        if len(text) > room and (room < _LEAST or part == "where"):
            continue  # half an address leads nowhere
        kept[index] = short(text, room) if len(text) > room else text
        left -= len(kept[index]) + 1
    return tuple(kept[index] for index in sorted(kept))


def _lines(briefing: Briefing, address: str) -> Iterator[tuple[str, str]]:
    """(what for, text) in the order of reading; no text is empty or holds a line end."""
    revised = f" 第 {briefing.revision} 版" if briefing.revision > 1 else ""
    head = f"【{briefing.desk} 舆情日报】{briefing.date:%m-%d} 第 {briefing.number} 期{revised}　{briefing.level.full}"
    outlook = briefing.outlook
    odds = f"{outlook.likelihood}，{outlook.low}–{outlook.high}%；把握{outlook.confidence}"
    parts = [
        ("head", head),
        ("said", briefing.conclusion),
        *(("asked", f"需您决定：{one.question}") for one in briefing.decisions),
        *(
            ("matter", f"{count}. ［{one.level}］{short(one.title)}：{one.line}")
            for count, one in enumerate(briefing.matters, 1)
        ),
        (
            "likely",
            f"预计（{odds}）：{outlook.text}",
        ),
        ("unseen", _unseen(briefing.blind_spots)),
        ("where", f"全文：{address}" if address else ""),
    ]
    for part, text in parts:
        if line := " ".join(plain(text).split()):
            yield part, line


def _unseen(spots: Sequence[str]) -> str:
    return f"看不到的：{'；'.join(spots)}" if spots else ""
