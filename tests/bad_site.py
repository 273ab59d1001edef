"""A desk in whose every text field strings of strangers stand, lived through to pages, face, papers and mails."""

import hashlib
import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import escape
from pathlib import Path

from caifeng import pipeline
from caifeng.correcting import Order, correct, keep
from caifeng.models import Act, Deed, Desk, Level
from caifeng.models.incident import LoopRecord, Rectification, Review, RootCause
from caifeng.models.period import Span, span_named
from caifeng.models.public import PublicCase, PublicState, PublicWord
from caifeng.models.takedown import Ground, Takedown
from caifeng.notify import notify
from caifeng.periods import make_period
from caifeng.specials import make_special
from caifeng.takedowns import takedown_file
from caifeng.workspace import Workspace
from respond.incidents.acts import act, open_by_hand
from tests.hostile import quiet

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)  # 08:30 at the desk
LAST = date(2026, 11, 20)
MINUTE = timedelta(minutes=1)
_HARM = ("，孩子烫伤", "", "", "")  # one problem of all would make one story of all
CASES = 6  # incidents that people open, with words in each of their fields


@dataclass(frozen=True)
class Words:
    """The strings that stand everywhere, and shorter ones for names of the configuration."""

    texts: Sequence[str]
    names: Sequence[str]

    def name(self, at: int) -> str:
        return self.names[at % len(self.names)]

    def text(self, at: int) -> str:
        return self.texts[at % len(self.texts)]


def live(folder: Path, words: Words, days: int = 2) -> Workspace:
    """Days of items that bear the words, incidents that tell them, reports, a correction and a takedown: published.

    The environment needs MAIL_DUTY.
    """
    made = _workspace(folder, words)
    for back in range(days - 1, -1, -1):
        now = NOW - timedelta(days=back)
        share = words.texts[back::days]
        _export(made, words, share, now)
        desk = pipeline.open_desk(made)
        pipeline.collect(made, desk, now - 40 * MINUTE, quiet)
        pipeline.analyze(made, desk, now, made.run(now), quiet)
        if back == days - 1:
            _open_cases(made, desk, words, now)
        pipeline.brief(made, desk, now.astimezone(desk.zone).date(), now, quiet)
    desk = pipeline.open_desk(made)
    _report(made, desk, words)
    pipeline.publish(made, desk, quiet)
    pipeline.send(made, desk, LAST, NOW, quiet)
    notify(made, desk, NOW + MINUTE, quiet)
    return made


def _workspace(folder: Path, words: Words) -> Workspace:
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(folder)], check=True)
    made = Workspace(folder / "caifeng.yml")
    made.desk_file.write_text(_configuration(words), encoding="utf-8")
    return made


def _configuration(words: Words) -> str:
    """caifeng.yml with the words as names of everything that has one."""
    said = [json.dumps(f"{words.name(at)}{at}", ensure_ascii=False) for at in range(16)]
    return "\n".join(
        (
            f"desk: {said[0]}",
            f"names: {{澜川: [Lanchuan], {said[1]}: {{kind: 产品, also: [{said[2]}]}}}}",
            "sources:",
            *(
                f"  - {{name: {said[3 + at]}, file: 'exports/{at}-*.jsonl', channel: {channel}, tier: {at + 1}, "
                f"region: {said[6]}, tags: [{said[7]}], limit: 5000}}"
                for at, channel in enumerate(("新闻", "微博", "论坛"))
            ),
            f"  - {{name: {said[15]}, unreachable: {said[8]}, channel: 视频}}",
            "topics:",
            f"  - {{name: {said[9]}, watch: 澜川, gate: 黄, owner: {said[10]}, exclude: {{优惠券: {said[11]}}}}}",
            f"  - {{name: {said[12]}, watch: 澜川 AND 烫伤, owner: {said[10]}}}",
            f"  - {{name: {said[14]}, watch: 屏山, peer: {said[13]}}}",
            f"peers: {{{said[13]}: [屏山]}}",
            "gate_words: [烫伤]",
            f"sensitive: {{{said[11]}: {{weight: 3, words: [烫伤]}}}}",
            "calendar:",
            f"  - {{on: 2026-11-24, what: {said[4]}, topics: [{said[9]}], why: {said[5]}, lead: 30d}}",
            f"people: {{{said[10]}: {{mail: 'env:MAIL_DUTY', roles: [owner], backup: {said[2]}}}, "
            f"{said[2]}: {{mail: 'env:MAIL_DUTY'}}}}",
            f"publish: {{classification: {json.dumps(words.name(3)[:20])}, prepared_by: "
            f"{json.dumps(words.name(4)[:40])}, languages: [zh-Hant, en], pictures: false}}",
            f"face: {{name: {json.dumps(words.name(5)[:40])}, about: {said[1]}, contact: {said[2]}}}",
            "fetch: {pause: 0s}",
            "",
        )
    )


def _export(made: Workspace, words: Words, share: Sequence[str], now: datetime) -> None:
    """What a data vendor would deliver: each string as the title, the author, the credit and a quote of an item."""
    folder = made.root / "exports"
    folder.mkdir(exist_ok=True)
    stamp = f"{now:%Y%m%d}"
    rows: tuple[list[str], ...] = ([], [], [])
    for at, text in enumerate(share):
        other = escape(words.text(at * 7 + 3))
        who = escape(words.name(at))
        row = {
            "title": f"澜川{stamp}{at:04d}号 {escape(text)}",
            "text": f"{_words(at)}{_HARM[at % 4]}。“{other}，要求退款！”{who}表示，正在调查{other}。",
            "url": f"http://news{at % 9}.example/{stamp}/{at}?q={at}",
            "published": (now - timedelta(minutes=60 + at % 900)).isoformat(),
            "author": escape(text),
            "credited": other,
            "reads": str(at),
        }
        rows[at % 3].append(json.dumps(row))
    for at, lines in enumerate(rows):
        (folder / f"{at}-{stamp}.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _words(at: int) -> str:
    """Words that no other item has, so that each is a story of its own."""
    drawn = hashlib.shake_128(str(at).encode()).digest(80)
    return "".join(chr(0x4E00 + (high << 8 | low) % 6000) for high, low in zip(drawn[::2], drawn[1::2], strict=True))


def _open_cases(made: Workspace, desk: Desk, words: Words, now: datetime) -> None:
    """Incidents by hand: title, log, evidence, tags, loop, review and the public part, all of the words."""
    share = max(1, len(words.texts) // CASES)
    folder = made.incidents(desk)
    for number in range(CASES):
        own = words.texts[number * share : (number + 1) * share]
        found = Act(deed=Deed.FOUND, by=words.name(number), at=now, title=f"澜川{number} {own[0]}", note=own[-1])
        incident = open_by_hand(found, f"INC-2026-8{number:03d}", desk)
        for at, text in enumerate(own[:40]):
            note = Act(deed=Deed.NOTE, by=words.name(at), at=now, note=f"{at} {text}", evidence=(text[:200],))
            incident = act(incident, note, desk)
        folder.save(act(incident, _whole(words, own, now, number), desk))


def _whole(words: Words, own: Sequence[str], now: datetime, number: int) -> Act:
    first, last = own[0], own[-1]
    due = now.date() + timedelta(days=number - 2)
    return Act(
        deed=words.name(number),
        by=words.name(number + 1),
        at=now,
        note=last,
        level=Level.ORANGE,
        tags=(first[:40], last[:40]),
        loop=LoopRecord(who=first[:40] or "x", problem=first, plan=last),
        review=Review(
            causes=(RootCause(department=first, what=last),),
            well=(first,),
            improve=(last,),
            rectify=(Rectification(what=first, owner=words.name(number), due=due),),
        ),
        public=PublicCase(
            name=f"case-{number}",
            title=f"{number} {first}"[:80],
            since=now.date(),
            state=PublicState.RECEIVED,
            summary=last,
            words=tuple(PublicWord(at=now, what="进展", text=text) for text in own[:40]),
        ),
    )


def _report(made: Workspace, desk: Desk, words: Words) -> None:
    """The week's and the month's report, one of an incident, a corrected edition, an item taken down."""
    incidents, _ = made.incidents(desk).load()
    for key in ("2026-W47", "2026-11"):
        make_period(made, desk, _span(key), NOW, is_early=True)
    for incident in incidents[:2]:
        make_special(made, desk, incident.id, words.text(1)[:200], words.name(2), NOW)
    value = ("conclusion", words.text(0))
    order = Order(day=LAST, why=words.text(2), by=words.name(3), at=NOW, values=(value,))
    keep(made, correct(made, desk, order), NOW)
    briefing = made.lake.briefing(LAST)
    assert briefing is not None
    gone = briefing.evidence[-1].id
    down = Takedown(id="T-2026-0001", by=words.name(4), at=NOW, ground=Ground.MISTAKE, item_id=gone)
    takedown_file(made, desk).add(down)


def _span(key: str) -> Span:
    found = span_named(key)
    assert found is not None
    return found
