"""The recorded world of the demo: what each fictional source had published at a moment."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*[”」』\"]?|\n+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One published piece of the world."""

    id: str
    source: str
    at: datetime  # aware
    title: str
    text: str
    author: str
    credit: str
    counts: dict[str, int]  # reads, comments, reposts, likes


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardEntry:
    """A title on the board, and where it stood at each look."""

    id: str
    title: str
    points: dict[datetime, tuple[int, int]]  # rank, heat


@dataclass(frozen=True, slots=True)
class World:
    """All pieces by time, and the board."""

    pieces: tuple[Piece, ...]
    board: tuple[BoardEntry, ...]

    def published(self, source: str, now: datetime) -> tuple[Piece, ...]:
        """What the source had out at ``now``, newest first."""
        return tuple(piece for piece in reversed(self.pieces) if piece.source == source and piece.at <= now)

    def board_at(self, now: datetime) -> tuple[tuple[BoardEntry, int, int], ...]:
        """The board as it last stood at ``now``: entry, rank, heat, by rank."""
        looks = [at for entry in self.board for at in entry.points if at <= now]
        if not looks:
            return ()
        last = max(looks)
        rows = [(entry, *entry.points[last]) for entry in self.board if last in entry.points]
        return tuple(sorted(rows, key=lambda row: row[1]))


def load_world(folder: Path, zone: ZoneInfo) -> World:
    """Read every storyline of the world; copies get the text of what they copy."""
    entries = [entry for path in sorted(folder.glob("*.yml")) for entry in yaml.safe_load(path.read_text("utf-8"))]
    texts = {entry["id"]: entry for entry in entries if "text" in entry}
    pieces = [_piece(entry, texts, zone) for entry in entries if "points" not in entry]
    board = [_board(entry, zone) for entry in entries if "points" in entry]
    return World(tuple(sorted(pieces, key=lambda piece: (piece.at, piece.id))), tuple(board))


def _moment(text: str, zone: ZoneInfo) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=zone)


def _piece(entry: dict[str, Any], texts: dict[str, dict[str, Any]], zone: ZoneInfo) -> Piece:
    original = texts[entry["copy_of"]] if "copy_of" in entry else entry
    return Piece(
        id=entry["id"],
        source=entry["source"],
        at=_moment(entry["at"], zone),
        title=entry.get("title", original["title"]),
        text=_copied(entry, original["text"]) if "copy_of" in entry else entry["text"].strip(),
        author=entry.get("author", ""),
        credit=entry.get("credit", ""),
        counts={name: entry[name] for name in ("reads", "comments", "reposts", "likes") if name in entry},
    )


def _copied(entry: dict[str, Any], text: str) -> str:
    dropped = set(entry.get("drop", ()))
    kept = "".join(part for number, part in _sentences(text.strip()) if number not in dropped)
    for old, new in entry.get("swap", {}).items():
        kept = kept.replace(old, new)
    return "\n".join(part for part in (entry.get("lead", ""), kept.strip()) if part)


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    number = 0
    for part in _SENTENCE.findall(text):
        number += not part.isspace()
        yield (0 if part.isspace() else number), part


def _board(entry: dict[str, Any], zone: ZoneInfo) -> BoardEntry:
    points = {_moment(at, zone): (rank, heat) for at, (rank, heat) in entry["points"].items()}
    return BoardEntry(id=entry["id"], title=entry["title"], points=points)
