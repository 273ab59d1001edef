"""The files a data vendor would deliver: JSON Lines, CSV and XLSX, as they stood at a moment."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from openpyxl import Workbook

from caifeng.demo.server import link
from caifeng.demo.world import Piece, World

KEPT = timedelta(days=2)


def write_exports(world: World, now: datetime, folder: Path) -> None:
    """Write the three exports of the last two days into ``folder``, replacing what lies there."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weilan-latest.jsonl").write_text(_json_lines(_recent(world, "微岚采样", now)), encoding="utf-8")
    (folder / "video-latest.csv").write_bytes(_csv(_recent(world, "短视频监测", now)))
    _xlsx(_recent(world, "消费投诉平台", now), folder / "tousu-latest.xlsx")


def _recent(world: World, source: str, now: datetime) -> Sequence[Piece]:
    return [piece for piece in world.published(source, now) if piece.at > now - KEPT]


def _json_lines(pieces: Sequence[Piece]) -> str:
    rows = [
        {
            "title": piece.title,
            "content": piece.text,
            "link": link("weilan", piece.id),
            "created_at": f"{piece.at:%Y-%m-%d %H:%M:%S}",
            "user": piece.author,
            "repost": piece.counts.get("reposts"),
            "comment": piece.counts.get("comments"),
            "like": piece.counts.get("likes"),
        }
        for piece in pieces
    ]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _csv(pieces: Sequence[Piece]) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["标题", "文案", "链接", "发布时间", "账号", "点赞", "评论"])
    for piece in pieces:
        counts = (piece.counts.get("likes", ""), piece.counts.get("comments", ""))
        at = f"{piece.at:%Y/%m/%d %H:%M}"
        rows.writerow([piece.title, piece.text, link("video", piece.id), at, piece.author, *counts])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(pieces: Sequence[Piece], path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("投诉")
    sheet.append(["单号链接", "投诉主题", "投诉内容", "提交时间"])
    for piece in pieces:
        sheet.append([link("tousu", piece.id), piece.title, piece.text, piece.at.replace(tzinfo=None)])
    book.save(path)
