"""Hot lists: where the desk's items stood on them, up to the end of the window."""

from collections import defaultdict

from caifeng.models import BoardLook, BoardTrack
from publish.briefing.day import Day

_MOST = 12  # tracks kept
_MOST_LOOKS = 200  # of one track, the newest


def board_tracks(day: Day) -> tuple[BoardTrack, ...]:
    """Every relevant item that a board showed inside the window, with its ranks of the days before; best rank first."""
    start, end = day.bounds
    looks: dict[tuple[str, str], dict[BoardLook, None]] = defaultdict(dict)
    for seen in sorted(day.sightings, key=lambda seen: (seen.seen_at, seen.rank)):
        item = day.by_id.get(seen.item_id)
        if item is not None and seen.seen_at <= end and day.is_relevant(item):
            looks[seen.source, seen.item_id][BoardLook(at=seen.seen_at, rank=seen.rank)] = None
    tracks = [
        BoardTrack(item_id=id_, title=day.by_id[id_].title, board=board, looks=tuple(seen)[-_MOST_LOOKS:])
        for (board, id_), seen in looks.items()
        if max(look.at for look in seen) > start
    ]
    return tuple(sorted(tracks, key=lambda track: (track.best, track.looks[0].at, track.board, track.item_id))[:_MOST])
