"""What a look of the alert lane costs: python bench/passes.py [--looks 5] [--runs 0] [--folder FOLDER] [--json]

A desk with eight feeds, two list pages and a board behind a loopback server, and a lake of 10,000 items of 28 days.
Measured are looks by a fresh process (``caifeng watch``, start included) and looks of one process that goes on: with
nothing new, with 500 new items. Wall and CPU seconds, and every request that reached the server: conditional or not.
``--runs`` adds so many small runs that brought nothing, as a lane leaves them that looks every five minutes.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from caifeng import pipeline
from caifeng.lake.draft import SLOT, Slot
from caifeng.lake.files import write_manifest, write_whole
from caifeng.models import Harvest, Item, Source, SourceKind, SourceReport, SourceState
from caifeng.watch import Lane
from caifeng.workspace import Workspace
from collect.entry import Entry
from collect.items import take_stock
from tests.lived_workspace import quiet
from tests.servers import Reply, Request, Site

CAIFENG = (sys.executable, "-c", "from caifeng.cli import main; main()")
FEEDS, PAGES = 8, 2
ITEMS, DAYS, NEW = 10_000, 28, 500
PLACES = [a + b for a in "东西南北中上下前后左右新老" for b in "城关河湾桥街里塘坊门"]
PRODUCTS = ("净水机", "电热水壶", "空气炸锅", "加湿器")
FAULTS = ("漏水", "起火", "异味", "断电", "开裂", "噪声")
OTHER = ("马拉松开跑", "小学添了图书角", "夜市延长营业", "公交改线", "降温降雨", "花展开幕", "旧城改造征求意见")
ARTICLE = (
    f"<html><head><title>通报</title></head><body><article><p>{'本周抽检结果公布。' * 20}</p></article></body></html>"
)


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of some looks, and the requests of one of them."""

    name: str
    wall: float  # median
    worst: float
    cpu: float  # median
    conditional: int
    plain: tuple[str, ...]  # paths asked for without a validator
    new_items: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--looks", type=int, default=5)
    parser.add_argument("--runs", type=int, default=0)
    parser.add_argument("--folder", type=Path, help="keep the workspace there")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        costs = _measure(asked.folder or Path(scratch), asked.looks, asked.runs)
    if asked.json:
        sys.stdout.write(json.dumps([asdict(cost) for cost in costs], ensure_ascii=False, indent=1) + "\n")
        return
    sys.stdout.write(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores\n")
    for cost in costs:
        sys.stdout.write(
            f"{cost.name:<34} wall {cost.wall:6.2f} (worst {cost.worst:6.2f})  CPU {cost.cpu:6.2f}  "
            f"new {cost.new_items}  conditional {cost.conditional}, whole {dict(Counter(cost.plain))}\n"
        )


@dataclass
class Paper:
    """A feed, a list page or a board that grows; 304 to who knows its newest state (a board never)."""

    kind: SourceKind
    name: str
    rng: random.Random
    entries: list[tuple[str, str, datetime]]

    def grow(self, count: int) -> None:
        """So many new pieces, out now."""
        now = datetime.now(UTC)
        self.entries = [(*piece(self.rng), now - timedelta(seconds=at)) for at in range(count)] + self.entries[:30]

    def __call__(self, request: Request) -> Reply:
        tag = f'"{self.entries[0][2].timestamp()}"'
        head = {} if self.kind is SourceKind.BOARD else {"ETag": tag}
        if head and request.headers.get("if-none-match") == tag:
            return Reply(status=304, headers=head)
        return Reply(self._body().encode(), headers=head)

    def _body(self) -> str:
        if self.kind is SourceKind.BOARD:
            return json.dumps({"items": [{"title": title, "hot": 9} for title, _, _ in self.entries[:50]]})
        if self.kind is SourceKind.PAGE:
            return f'<html><body><ul class="news"><li><a href="/{self.name}.html">通报</a></li></ul></body></html>'
        rows = "".join(
            f"<item><title>{title}</title><link>https://{self.name}.example/{abs(hash((title, at)))}</link>"
            f"<description>{text}</description><pubDate>{at:%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"
            for title, text, at in self.entries
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{rows}</channel></rss>'


def piece(rng: random.Random) -> tuple[str, str]:
    """A made-up title and text: a third is about the desk's products."""
    where, code = rng.choice(PLACES), rng.randrange(10**6)
    if rng.random() < 1 / 3:
        what, fault = rng.choice(PRODUCTS), rng.choice(FAULTS)
        told = f"{where}一位用户说家里的{what}出现{fault}，联系澜川电器客服后工单号为{code}，等了{code % 9 + 1}天。"
        return f"{where}用户称{what}{fault}（{code}）", told * 3
    return (
        f"{where}{rng.choice(OTHER)}（{code}）",
        f"{where}消息，{rng.choice(OTHER)}，编号{code}，居民表示方便了不少。" * 4,
    )


def _measure(folder: Path, looks: int, runs: int) -> list[Cost]:
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(1)  # noqa: S311
    papers = {f"/feed{n}": Paper(SourceKind.FEED, f"feed{n}", rng, []) for n in range(FEEDS)}
    papers |= {f"/page{n}": Paper(SourceKind.PAGE, f"page{n}", rng, []) for n in range(PAGES)}
    papers["/board"] = Paper(SourceKind.BOARD, "board", rng, [])
    for paper in papers.values():
        paper.grow(50 if paper.kind is SourceKind.BOARD else 10)
    articles = {f"/page{n}.html": lambda _: Reply(ARTICLE.encode()) for n in range(PAGES)}
    with Site({**papers, **articles}) as site:
        workspace = _workspace(folder, site)
        _fill(workspace, rng)
        _small_runs(workspace, runs)
        _spend([*CAIFENG, "daily", "--desk", str(workspace.desk_file), "--json"])
        _spend([*CAIFENG, "watch", "--no-send", "--desk", str(workspace.desk_file)])
        bench = _Bench(workspace, site, papers)
        return [
            bench.alone("fresh process, nothing new", looks, 0),
            bench.alone("fresh process, 500 new", max(1, looks // 2), NEW),
            *bench.going_on(looks),
        ]


@dataclass
class _Bench:
    workspace: Workspace
    site: Site
    papers: dict[str, Paper]

    def alone(self, name: str, looks: int, new: int) -> Cost:
        """Looks by a fresh process each."""
        command = [*CAIFENG, "watch", "--no-send", "--json", "--desk", str(self.workspace.desk_file)]
        spent = []
        for _ in range(looks):
            self._grow(new)
            spent.append(_spend(command))
        return self._cost(name, spent, [json.loads(out)["new_items"] for _, _, out in spent][-1])

    def going_on(self, looks: int) -> Iterator[Cost]:
        """Looks of one process."""
        lane = Lane(self.workspace)
        found = 0

        def look() -> str:
            nonlocal found
            done = lane.look(pipeline.open_desk(self.workspace), datetime.now(UTC), quiet)
            found = len(done.harvest.items)
            return ""

        self._grow(1)
        look()
        yield self._cost("going on, nothing new", [_timed(look) for _ in range(looks)], found)
        spent = []
        for _ in range(max(1, looks // 2)):
            self._grow(NEW)
            spent.append(_timed(look))
        yield self._cost("going on, 500 new", spent, found)

    def _grow(self, new: int) -> None:
        self.site.requests.clear()
        for n in range(FEEDS) if new else ():
            self.papers[f"/feed{n}"].grow(new // FEEDS + (n < new % FEEDS))

    def _cost(self, name: str, spent: list[tuple[float, float, str]], new: int) -> Cost:
        requests = [(one.path, "if-none-match" in one.headers) for one in self.site.requests]
        last = requests[-(FEEDS + PAGES + 1) :] if new == 0 else requests
        walls = [wall for wall, _, _ in spent]
        return Cost(
            name=name,
            wall=statistics.median(walls),
            worst=max(walls),
            cpu=statistics.median(cpu for _, cpu, _ in spent),
            conditional=sum(is_conditional for _, is_conditional in last),
            plain=tuple(path for path, is_conditional in last if not is_conditional),
            new_items=new,
        )


def _workspace(folder: Path, site: Site) -> Workspace:
    feeds = [f'  - {{name: 报{n}, feed: "{site.url(f"/feed{n}")}", channel: 新闻, tier: 3}}' for n in range(FEEDS)]
    pages = [
        f'  - {{name: 通报{n}, page: "{site.url(f"/page{n}")}", list: "ul.news a", channel: 政务, tier: 3}}'
        for n in range(PAGES)
    ]
    board = f'  - {{name: 热搜, board: "{site.url("/board")}", items: items, columns: {{heat: hot}}, channel: 微博}}'
    lines = [
        "desk: 澜川电器", "sources:", *feeds, *pages, board, "names: {澜川: [澜川电器]}",
        "topics: [{name: 产品质量, watch: 净水机 OR 电热水壶 OR 空气炸锅 OR 加湿器, owner: 售后部, gate: 黄}]",
        'people: {售后部: {mail: "env:MAIL_DUTY"}}', "gate_words: [受伤, 缝针]",
        f'fetch: {{pause: 0s, timeout: 5s, allow_hosts: ["{site.host}"]}}', "publish: {base_url: http://x.example}",
    ]  # fmt: skip
    text = "\n".join(lines)
    (folder / "caifeng.yml").write_text(text + "\n", encoding="utf-8")
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    return Workspace(folder / "caifeng.yml")


def _fill(workspace: Workspace, rng: random.Random) -> None:
    """The items of 28 days, in four runs a day."""
    desk, now, runs = pipeline.open_desk(workspace), datetime.now(UTC), DAYS * 4
    source = desk.sources[0]
    known: dict[str, tuple[int, str]] = {}
    for at in range(runs):
        seen = now - timedelta(days=DAYS) + timedelta(hours=6 * at)
        entries = [_entry(rng, seen) for _ in range(ITEMS // runs + (at < ITEMS % runs))]
        items = take_stock(source, entries, known, seen, desk.zone).items
        _keep(workspace, source, seen, items)


def _entry(rng: random.Random, seen: datetime) -> Entry:
    title, text = piece(rng)
    url = f"https://filled.example/{rng.getrandbits(40):x}"
    return Entry(title=title, text=text, url=url, published=(seen - timedelta(minutes=rng.randrange(300))).isoformat())


def _small_runs(workspace: Workspace, runs: int) -> None:
    """Looks that brought nothing, five minutes apart, before now."""
    source, now = pipeline.open_desk(workspace).sources[0], datetime.now(UTC)
    for back in range(runs, 0, -1):
        at = now - timedelta(minutes=5 * back)
        run = f"{at:%Y%m%dT%H%M%SZ}-99-{back:08x}"
        slot = Slot(run, at, at, (_report(source, 0),), ())
        data = SLOT.dump_json(slot) + b"\n"
        write_whole(workspace.lake.root / "sources" / f"{run}.jsonl", data)
        write_manifest(workspace.lake.root, run, [(f"sources/{run}.jsonl", data)])


def _report(source: Source, items: int) -> SourceReport:
    return SourceReport(
        source=source.name, state=SourceState.OK, items=items, new=items, bytes=1, seconds=0.1, delay_seconds=None
    )


def _keep(workspace: Workspace, source: Source, seen: datetime, items: tuple[Item, ...]) -> None:
    report = _report(source, len(items))
    draft = workspace.lake.draft(run := workspace.run(seen))
    draft.harvest(
        Harvest(run=run, started_at=seen, finished_at=seen, items=items, sightings=(), failures=(), reports=(report,),
                validators=())
    )  # fmt: skip
    draft.commit()


def _timed(act: Callable[[], str]) -> tuple[float, float, str]:
    wall, cpu = time.perf_counter(), time.process_time()
    out = act()
    return time.perf_counter() - wall, time.process_time() - cpu, out


def _spend(command: list[str]) -> tuple[float, float, str]:
    """Wall and CPU seconds of a command, and what it printed."""
    before, wall = os.times(), time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    after = os.times()
    if done.returncode:
        raise SystemExit(f"{command}: {done.stderr[-2000:]}")
    cpu = after.children_user - before.children_user + after.children_system - before.children_system
    return time.perf_counter() - wall, cpu, done.stdout


if __name__ == "__main__":
    main()
