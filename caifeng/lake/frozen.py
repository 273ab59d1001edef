"""What is frozen in the lake: editions, reports, their cards and pictures, as they may still be shown."""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from caifeng.errors import LakeError
from caifeng.lake import tables
from caifeng.lake.bundle import unpacked
from caifeng.lake.draft import BRIEFING, CARD, PERIOD, SPECIAL, TAKEDOWN
from caifeng.lake.files import Listed, read_listed
from caifeng.lake.reader import Reader
from caifeng.lake.withdrawn import Withdrawn
from caifeng.models import Briefing, BriefingCard, Item
from caifeng.models.card import card_of
from caifeng.models.period import Period
from caifeng.models.special import Special
from caifeng.models.takedown import TakedownRecord, in_force

_log = logging.getLogger(__name__)


class FrozenReader(Reader):
    """Records that are written once and never again; what was taken down is left out of all that they give."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._cards: dict[str, BriefingCard] = {}
        self._periods: dict[str, Period] = {}
        self._withdrawn: tuple[tuple[str, ...], Withdrawn] = (), Withdrawn()

    def briefings(self, since: date | None = None) -> tuple[Briefing, ...]:
        """The newest revision of every briefing of that date or later, or of all, by date; ``cards`` are quicker."""
        newest = self._newest("briefings/", since)
        return tuple(self._read_briefing(newest[day]) for day in sorted(newest))

    def readable(self, since: date | None = None) -> tuple[Briefing, ...]:
        """As ``briefings``, without those whose files are damaged."""
        days = sorted(self._newest("briefings/", since))
        return tuple(briefing for day in days if (briefing := self.sound(day)) is not None)

    def sound(self, day: date) -> Briefing | None:
        """The newest revision of a date's briefing; None where there is none, or where it is damaged (logged)."""
        try:
            return self.briefing(day)
        except LakeError as error:
            _log.warning("the briefing of %s is left out: %s", day, error)
            return None

    def briefing(self, day: date, revision: int | None = None) -> Briefing | None:
        """The briefing of a date, its newest revision or the one asked for; None where there is none."""
        wanted = f"briefings/{day}.r{revision}.json"
        listed = next((one for one in self._listed("briefings/") if one.path == wanted), None)
        found = listed if revision else self._newest("briefings/", day).get(day)
        return self._read_briefing(found) if found else None

    def _read_briefing(self, listed: Listed) -> Briefing:
        data = read_listed(self.root, listed)
        return self.withdrawn().briefing(BRIEFING.validate_json(data), data)

    def revisions(self) -> Mapping[date, tuple[tuple[int, str], ...]]:
        """Number and digest (of the record and its pictures) of every revision of every briefing, in order, by date.

        No file is opened.
        """
        pictures = {_dated(listed.path): listed.sha256 for listed in self._listed("pictures/")}
        found: dict[date, list[tuple[int, str]]] = {}
        for listed in self._listed("briefings/"):
            day, revision = _dated(listed.path)
            found.setdefault(day, []).append((revision, listed.sha256 + pictures.get((day, revision), "")))
        return {day: tuple(sorted(found[day])) for day in sorted(found)}

    def cards(self) -> tuple[BriefingCard, ...]:
        """What lists need of every briefing, by date: years of them without parsing one whole."""
        cards, known = self._newest("cards/"), self._newest("briefings/")
        withdrawn = self.withdrawn()  # first: what is at hand must not be older than it
        return tuple(self._card(cards.get(day), known[day], withdrawn) for day in sorted(known))

    def _card(self, card: Listed | None, briefing: Listed, withdrawn: Withdrawn) -> BriefingCard:
        if briefing.path not in self._cards:
            self._cards[briefing.path] = withdrawn.redacted(self._read_card(card, briefing))
        return self._cards[briefing.path]

    def _read_card(self, card: Listed | None, briefing: Listed) -> BriefingCard:
        if card and card.path.removeprefix("cards/") == briefing.path.removeprefix("briefings/"):
            try:
                return CARD.validate_json(read_listed(self.root, card))
            except LakeError as error:
                _log.warning("a card is made anew from its briefing: %s", error)
        return card_of(BRIEFING.validate_json(read_listed(self.root, briefing)))

    def periods(self) -> tuple[Period, ...]:
        """The newest revision of every weekly and monthly report, by last day; of one day weekly before monthly."""
        found = (self._read_period(listed) for listed in self._newest_by_key("periods/"))
        return self.withdrawn().redacted(tuple(sorted(found, key=lambda one: (one.span.last, one.key))))

    def _read_period(self, listed: Listed) -> Period:
        if listed.path not in self._periods:
            self._periods[listed.path] = PERIOD.validate_json(read_listed(self.root, listed))
        return self._periods[listed.path]

    def specials(self) -> tuple[Special, ...]:
        """The newest revision of every special report, by number."""
        files = self._newest_by_key("specials/")
        found = (SPECIAL.validate_json(read_listed(self.root, listed)) for listed in files)
        return self.withdrawn().redacted(tuple(sorted(found, key=lambda one: one.number)))

    def pictures(self, day: date, revision: int) -> Mapping[str, bytes]:
        """The pictures of a frozen briefing's charts by file name; nothing where none were made.

        Nor where something of the edition was taken down since: a picture may have it in its labels.
        """
        if self.withdrawn().shown_anew(day):
            return {}
        wanted = f"pictures/{day}.r{revision}.zip"
        listed = next((one for one in self._listed("pictures/") if one.path == wanted), None)
        return unpacked(read_listed(self.root, listed)) if listed else {}

    def sealed(self, names: Collection[bytes]) -> tuple[date, ...]:
        """Dates of the briefings, of whatever revision, in whose bytes one of these names stands."""
        found = {
            _dated(listed.path)[0]
            for listed in self._listed("briefings/")
            if any(name in data for data in (read_listed(self.root, listed),) for name in names)
        }
        return tuple(sorted(found))

    def takedowns(self) -> tuple[TakedownRecord, ...]:
        """Every takedown that ever came into force, oldest first, those that were lifted included."""
        return tuple(TAKEDOWN.validate_json(line) for line in self._json_lines("takedowns/"))

    def withdrawn(self) -> Withdrawn:
        """What is shown no more; whatever this lake gives to read is already without it."""
        files = tuple(listed.path for listed in self._listed("takedowns/"))
        if files != self._withdrawn[0]:
            records = in_force(self.takedowns())
            self._withdrawn = files, Withdrawn(records, self._items_of(records))
            self._cards.clear()  # they are kept as they may be shown
        return self._withdrawn[1]

    def _items_of(self, records: Sequence[TakedownRecord]) -> tuple[Item, ...]:
        """Every revision of the items taken down, whole."""
        days = {f"day={day}" for record in records for day in record.days}
        wanted = pa.array(sorted({id_ for record in records for id_ in record.item_ids}), pa.string())
        parts = [self._part(one) for one in self._listed("items/") if one.path.split("/")[1] in days]
        rows = pa.concat_tables([tables.ITEMS.empty_table(), *parts], promote_options="default")
        return tables.items_from(rows.filter(pc.is_in(rows["id"], wanted)))

    def _newest(self, prefix: str, since: date | None = None) -> Mapping[date, Listed]:
        """The file of each date's newest revision, of that date or later."""
        newest: dict[date, tuple[int, Listed]] = {}
        for listed in self._listed(prefix):
            day, revision = _dated(listed.path)
            if (since is None or day >= since) and revision >= newest.get(day, (0, listed))[0]:
                newest[day] = revision, listed
        return {day: listed for day, (_, listed) in newest.items()}

    def _newest_by_key(self, prefix: str) -> Sequence[Listed]:
        """The file of the newest revision of every report, by its key."""
        newest: dict[str, tuple[int, Listed]] = {}
        for listed in self._listed(prefix):
            key, _, rest = listed.path.removeprefix(prefix).rpartition(".r")
            revision = int(rest.partition(".")[0])
            if revision >= newest.get(key, (0, listed))[0]:
                newest[key] = revision, listed
        return tuple(listed for _, listed in newest.values())


def _dated(path: str) -> tuple[date, int]:
    """Date and revision of a briefing's file: "briefings/2026-11-20.r1.json"."""
    day, _, rest = path.rpartition("/")[2].partition(".r")
    return date.fromisoformat(day), int(rest.partition(".")[0])
