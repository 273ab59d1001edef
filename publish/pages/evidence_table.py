"""依据 as a table for a spreadsheet: every item, and every column that the page shows."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from caifeng.models import Briefing, EvidenceItem
from publish.briefing.proof import shown_items
from publish.escape import csv_cell

_COLUMNS: tuple[tuple[str, Callable[[EvidenceItem], str]], ...] = (
    ("编号", lambda item: item.id),
    ("修订", lambda item: str(item.revision)),
    ("标题", lambda item: item.title),
    ("信源", lambda item: item.source),
    ("渠道", lambda item: item.channel),
    ("层级", lambda item: str(item.tier)),
    ("文内来源", lambda item: item.credited),
    ("发布时间", lambda item: item.published_at.isoformat()),
    ("时间推定", lambda item: "是" if item.is_time_estimated else ""),
    ("收到时间", lambda item: item.seen_at.isoformat()),
    ("倾向", lambda item: item.tone),
    ("概率", lambda item: f"{item.tone_probability:.2f}"),
    ("倾向词", lambda item: " ".join(item.tone_words)),
    ("机器倾向", lambda item: item.tone_machine or ""),
    ("改判人", lambda item: item.tone_by),
    ("改判理由", lambda item: item.tone_why),
    ("命中词", lambda item: " ".join(item.hits)),
    ("人工归入", lambda item: "；".join(f"{topic}（{by}）" for topic, by in item.topics_by)),
    ("体裁", lambda item: item.kind or ""),
    ("体裁词", lambda item: " ".join(item.kind_words)),
    ("要素", lambda item: "；".join(f"{name} {written or '未写明'}" for name, written in item.complaint)),
    ("敏感词", lambda item: " ".join(item.sensitive)),
    ("后果", lambda item: "；".join(item.harm)),
    ("地点", lambda item: "；".join(item.places)),
    ("引据", lambda item: "；".join(item.quoted)),
    ("须核实", lambda item: "；".join(item.hearsay)),
    ("事件", lambda item: item.story_id),
    ("转载自", lambda item: item.reprint_of),
    ("转载方式", lambda item: item.reprint_kind or ""),
    ("相似", lambda item: f"{item.reprint_score:.2f}" if item.reprint_of else ""),
    ("判定人", lambda item: item.reprint_by),
    ("摘录（依据页没有列的条目）", lambda item: item.excerpt),
    ("SHA-256", lambda item: item.content_hash),
    ("地址", lambda item: item.url),
)


def evidence_table(briefing: Briefing) -> bytes:
    """All evidence as CSV (UTF-8 with a mark, one header line), times in the desk's zone with their offset.

    Cells that would be formulas stay text. An excerpt stands only where the evidence page does not show the item: it
    would be most of three years' tables, and stand there twice.
    """
    shown = shown_items(briefing)
    out, zone = io.StringIO(), ZoneInfo(briefing.zone)
    rows = csv.writer(out)
    rows.writerow([name for name, _ in _COLUMNS])
    for found in briefing.evidence:
        published, seen = found.published_at.astimezone(zone), found.seen_at.astimezone(zone)
        excerpt = "" if found.id in shown else found.excerpt
        item = replace(found, published_at=published, seen_at=seen, excerpt=excerpt)
        rows.writerow([csv_cell(str(cell(item))) for _, cell in _COLUMNS])
    return out.getvalue().encode("utf-8-sig")
