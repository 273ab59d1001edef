"""The whole pipeline on real input that nobody here wrote: news through files, hot lists as boards, feeds and pages.

    python bench/real.py --data ../shared/data --folder /tmp/caifeng-real [--only news|boards|feeds] [--json]

The data stays outside the repository; what is printed are figures. The sites lie in FOLDER/<part>/public.
"""

import argparse
import gzip
import json
import resource
import subprocess
import sys
import tarfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from caifeng import pipeline
from caifeng.demo.server import serve
from caifeng.errors import CaifengError
from caifeng.models import SourceReport
from caifeng.workspace import Workspace

ZONE = ZoneInfo("Asia/Shanghai")
_TIERS = {
    "新华网": 1,
    "人民日报": 1,
    "央视": 1,
    "新闻联播": 1,
    "光明日报": 1,
    "人民网时政": 1,
    "财新": 2,
    "界面新闻": 2,
}
_CHANNELS = {
    "微博热搜": "微博",
    "知乎热榜": "问答",
    "BBC中文": "境外",
    "德国之声": "境外",
    "联合早报": "境外",
    "纽约时报中文": "境外",
}
_NEWS_TOPICS = """
topics:
  - {name: 公共安全, watch: 事故 OR 火灾 OR 爆炸 OR 坠落 OR 遇难 OR 地震 OR 泄漏 OR 中毒, owner: 应急, gate: 黄}
  - {name: 食品药品, watch: 食品安全 OR 预制菜 OR 召回 OR 抽检 OR 奶粉 OR 药品 OR 疫苗, owner: 市监}
  - {name: 反腐, watch: 立案审查 OR 严重违纪 OR 受贿 OR 被查 OR 纪委监委, owner: 纪检}
  - {name: 人工智能, watch: 人工智能 OR 大模型 OR AI OR OpenAI OR DeepSeek OR 英伟达, owner: 科技}
  - {name: 汽车, watch: 特斯拉 OR 比亚迪 OR 小米汽车 OR 新能源车 OR 新能源汽车 OR 自动驾驶, owner: 工信}
  - {name: 房地产与金融, watch: 万科 OR 房地产 OR 楼市 OR 证监会 OR 央行 OR 黄金 OR 白银, owner: 金融}
gate_words: [遇难, 死亡, 失联, 受伤, 儿童, 中毒]
people: {应急: {}, 市监: {}, 纪检: {}, 科技: {}, 工信: {}, 金融: {}, 领导: {mail: "env:MAIL_REAL"}}
"""
_BOARD_TOPICS = """
topics:
  - {name: 公共安全, watch: 事故 OR 火灾 OR 坠 OR 遇难 OR 身亡 OR 地震 OR 中毒 OR 失联 OR 死亡, owner: 甲, gate: 黄}
  - {name: 消费, watch: 退款 OR 退车 OR 召回 OR 食品 OR 预制菜 OR 消费者 OR 涨价 OR 致歉, owner: 甲}
  - {name: 国际, watch: 普京 OR 特朗普 OR 泽连斯基 OR 高市早苗 OR 日本 OR 美国 OR 乌克兰, owner: 甲}
  - {name: 文博, watch: 南京博物院 OR 博物馆 OR 文物, owner: 甲}
gate_words: [身亡, 死亡, 遇难, 儿童, 中毒]
people: {甲: {}, 领导: {mail: "env:MAIL_REAL"}}
"""


def main() -> None:
    """Run the parts that are asked for and print their figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--folder", type=Path, default=Path("/tmp/caifeng-real"))  # noqa: S108 - a place for output
    parser.add_argument("--only", choices=sorted(PARTS))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    for name in [asked.only] if asked.only else sorted(PARTS):
        figures = PARTS[name](asked.data, asked.folder / name)
        sys.stdout.write(json.dumps({name: figures}, ensure_ascii=False, indent=None if asked.json else 1) + "\n")


def news(data: Path, folder: Path) -> dict[str, Any]:
    """Four mornings of 20 real Chinese sources, as JSON Lines exports of one vendor."""
    rows = list(_rows(data / "streams/stream_rss_news_cn/dev.jsonl.gz"))
    names = sorted({row["source"] for row in rows})
    sources = "\n".join(
        f'  - {{name: {name}, file: "exports/{at}.jsonl", channel: {_CHANNELS.get(name, "新闻")}, '
        f"tier: {_TIERS.get(name, 3)}, limit: 5000, columns: {{published: date}}}}"
        for at, name in enumerate(names)
    )
    workspace = _workspace(folder, f"desk: 真实新闻\nsources:\n{sources}\n{_NEWS_TOPICS}")

    def before(now: datetime) -> None:
        parts: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            if datetime.fromisoformat(row["date"]) <= now:
                parts[row["source"]].append(json.dumps(row, ensure_ascii=False))
        for at, name in enumerate(names):
            path = workspace.root / "exports" / f"{at}.jsonl"
            path.parent.mkdir(exist_ok=True)
            path.write_text("\n".join(parts[name]) + "\n", encoding="utf-8")

    return _days(workspace, [datetime(2026, 1, day, 8, tzinfo=ZONE) for day in (27, 28, 29, 30)], before)


def boards(data: Path, folder: Path) -> dict[str, Any]:
    """Four days of eleven hot lists, read as boards every four hours."""
    looks: dict[str, dict[datetime, list[tuple[int, dict[str, Any]]]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows(data / "hotlists/hot_multi_platform/dev.jsonl.gz"):
        for at, rank in row["ranks"]:
            moment = datetime.strptime(f"{row['date']} {at.replace(':', '-')}", "%Y-%m-%d %H-%M").replace(tzinfo=ZONE)
            looks[row["source"]][moment].append((rank, row))
    clock = {"now": datetime(2025, 12, 21, tzinfo=ZONE)}

    def respond(path: str) -> tuple[int, str, bytes]:
        seen = looks.get(unquote(path.strip("/")), {})
        past = [moment for moment in seen if moment <= clock["now"]]
        if not past:
            return 404, "text/plain", b""
        ranked = sorted(seen[max(past)], key=lambda pair: pair[0])
        rows = [{"title": row["title"], "url": row["url"], "rank": rank} for rank, row in ranked]
        return 200, "application/json", json.dumps({"data": rows}, ensure_ascii=False).encode()

    with serve(respond, 0) as port:
        sources = "\n".join(
            f'  - {{name: {name.split()[0]}, board: "http://127.0.0.1:{port}/{quote(name)}", items: data, '
            "columns: {title: title, url: url, rank: rank}, channel: 微博}"
            for name in sorted(looks)
        )
        workspace = _workspace(folder, f"desk: 真实热榜\nsources:\n{sources}\n{_BOARD_TOPICS}{_local(port)}")
        moments = [datetime(2025, 12, 21, 12, tzinfo=ZONE) + timedelta(hours=4 * step) for step in range(18)]
        return _days(workspace, moments, lambda now: clock.update(now=now))


def feeds(data: Path, folder: Path) -> dict[str, Any]:
    """Captured JSON Feeds, 1,363 well- and ill-formed feeds, and a list page of real articles, over loopback."""
    files = {f"json/{path.name}": path.read_bytes() for path in sorted((data / "feeds/captured_json").glob("*.json"))}
    suite = data / "feeds/feedparser_tests"
    for path in sorted(suite.rglob("*")):
        if path.is_file() and path.suffix in (".xml", ".json"):
            files[f"suite/{path.relative_to(suite)}"] = path.read_bytes()
    names = [name for name in files if name.startswith(("json/", "suite/"))]
    with tarfile.open(data / "pages_zh/dev_pages.tar.gz") as archive:
        pages = [member for member in archive if member.isfile() and member.name.endswith(".html")]
        for member in pages:
            part = archive.extractfile(member)
            files[f"pages/{Path(member.name).name}"] = part.read() if part else b""
    links = "".join(f'<li><a href="/{quote(name)}">{name}</a></li>' for name in files if name.startswith("pages/"))
    files["list"] = f'<!doctype html><meta charset="utf-8"><ul class="news">{links}</ul>'.encode()

    def respond(path: str) -> tuple[int, str, bytes]:
        name = unquote(path.strip("/"))
        kind = "application/feed+json" if name.endswith(".json") else "text/html" if "pages" in name else "text/xml"
        return (
            (200, "text/html" if name == "list" else kind, files[name]) if name in files else (404, "text/plain", b"")
        )

    with serve(respond, 0) as port:
        entries = "\n".join(f'  - {{name: "{name}", feed: "http://127.0.0.1:{port}/{quote(name)}"}}' for name in names)
        page = f'  - {{name: 网页, page: "http://127.0.0.1:{port}/list", list: "ul.news a", channel: 新闻, tier: 2}}\n'
        desk = f"desk: 真实订阅源\nsources:\n{page}{entries}\n{_NEWS_TOPICS}{_local(port)}"
        return _days(_workspace(folder, desk), [datetime(2026, 2, 2, 8, tzinfo=ZONE)], lambda _: None)


def _local(port: int) -> str:
    return f'fetch: {{pause: 0s, timeout: 20s, floor: 0.1, allow_hosts: ["127.0.0.1:{port}"]}}\n'


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _workspace(folder: Path, desk: str) -> Workspace:
    if folder.exists():
        raise SystemExit(f"{folder} exists; remove it or name another with --folder")
    folder.mkdir(parents=True)
    (folder / "caifeng.yml").write_text(desk, encoding="utf-8")
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    return Workspace(folder / "caifeng.yml")


def _days(workspace: Workspace, moments: list[datetime], before: Callable[[datetime], None]) -> dict[str, Any]:
    """Run daily at every moment; figures of the whole."""
    desk = pipeline.open_desk(workspace)
    started, states, slowest = time.perf_counter(), defaultdict(int), 0.0
    run = None
    for moment in moments:
        before(moment)
        began = time.perf_counter()
        try:
            run = pipeline.daily(workspace, desk, moment.astimezone(UTC), None, _quiet)
        except CaifengError as error:
            raise SystemExit(str(error)) from error
        slowest = max(slowest, time.perf_counter() - began)
    lake = workspace.lake
    for report in run.harvest.reports if run else ():
        states[report.state] += 1
    stories = lake.stories()
    briefings = lake.briefings()
    return {
        "runs": len(moments),
        "items": len(lake.known(since=moments[0].date() - timedelta(days=2))),
        "relevant_in_last_window": briefings[-1].overview.distinct + briefings[-1].overview.reprints,
        "stories": len(stories),
        "stories_of_two_or_more": sum(len(story.all_ids) > 1 for story in stories),
        "merged_reprints": sum(len(story.reprints) for story in stories),
        "briefings": len(briefings),
        "alerts": len(lake.alerts()),
        "last_sources": dict(states),
        "seconds": round(time.perf_counter() - started, 1),
        "slowest_run_seconds": round(slowest, 1),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "lake_mb": round(lake.size() / 1e6, 1),
    }


def _quiet(stage: str, report: SourceReport | None) -> None:
    """Figures only."""


PARTS: dict[str, Callable[[Path, Path], dict[str, Any]]] = {"news": news, "boards": boards, "feeds": feeds}

if __name__ == "__main__":
    main()
