"""Days that are empty, endless or damaged, a disk that is full, two at once: the last good site stays whole."""

import json
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from caifeng import pipeline
from caifeng.errors import CaifengError
from caifeng.models import Briefing
from caifeng.workspace import Workspace
from tests.hostile import quiet
from tests.sites import git

pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")  # jieba's sources, on first compile
NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)  # 08:30 at the desk
DAY = "2026-11/2026-11-20"
DESK = """desk: 澜川电器
sources: [{name: 采样, file: "exports/*.jsonl", channel: 微博}]
topics: [{name: 产品质量, watch: 澜川, gate: 黄}]
gate_words: [烫伤]
publish: {pictures: false}
"""
NEWS = ("澜川净水机在食堂漏水，学生烫伤送医", "澜川空气炸锅门店起火，店员烫伤")


def lived(folder: Path, titles: Sequence[str]) -> Workspace:
    """A desk with one day, published: the day's items have these titles."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(folder)], check=True)
    made = Workspace(folder / "caifeng.yml")
    made.desk_file.write_text(DESK, encoding="utf-8")
    add_items(made, titles, NOW)
    told(made, NOW)
    return made


def add_items(made: Workspace, titles: Sequence[str], now: datetime) -> None:
    (made.root / "exports").mkdir(exist_ok=True)
    rows = [
        {"title": title, "text": f"{title[:60]}。", "published": (now - timedelta(hours=2, seconds=at)).isoformat(),
         "url": f"http://news.example/{now:%Y%m%d}/{at}"}
        for at, title in enumerate(titles)
    ]  # fmt: skip
    lines = "".join(json.dumps(row) + "\n" for row in rows) or '{"title": "别处的天气晴", "text": "无关。"}\n'
    (made.root / "exports" / f"{now:%Y%m%d}.jsonl").write_text(lines, encoding="utf-8")


def told(made: Workspace, now: datetime) -> Briefing:
    desk = pipeline.open_desk(made)
    pipeline.collect(made, desk, now - timedelta(minutes=40), quiet)
    pipeline.analyze(made, desk, now, made.run(now), quiet)
    briefing = pipeline.brief(made, desk, now.date(), now, quiet)
    pipeline.publish(made, desk, quiet)
    return briefing


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return lived(tmp_path_factory.mktemp("days") / "desk", NEWS)


@pytest.fixture
def made(template: Workspace, tmp_path: Path) -> Workspace:
    """A copy of it for one test."""
    shutil.copytree(template.root, tmp_path / "desk", symlinks=True)
    return Workspace(tmp_path / "desk" / "caifeng.yml")


def site(made: Workspace) -> dict[str, bytes]:
    """All that is public, and where the branch stands."""
    files = {str(path.relative_to(made.root)): path.read_bytes() for path in made.public.rglob("*") if path.is_file()}
    return files | {"gh-pages": git(made.root, "rev-parse", "gh-pages").encode()}


def page_text(made: Workspace, path: str) -> str:
    return LexborHTMLParser((made.public / path / "index.html").read_text(encoding="utf-8")).text()


@contextmanager
def disk_that_takes(size: int) -> Iterator[None]:
    """No file of this process, or of git that it starts, may grow beyond ``size`` bytes: as on a full disk."""
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, former[1]))
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)
        signal.signal(signal.SIGXFSZ, ignored)


@pytest.mark.parametrize("size", [0, 40_000])
def test_a_full_disk_leaves_the_last_good_site_and_the_next_publish_mends_all(made: Workspace, size: int) -> None:
    desk = pipeline.open_desk(made)
    other = replace(desk, name="澜川电器改名")  # everything is built anew
    before = site(made)
    with disk_that_takes(size), pytest.raises(CaifengError) as stopped:
        pipeline.publish(made, other, quiet)
    assert stopped.value.__class__.__name__ in ("PublishError", "LakeError")
    assert any("\u4e00" <= char <= "\u9fff" for char in str(stopped.value))
    assert site(made) == before
    assert git(made.root, "fsck", "--no-dangling") == ""
    pipeline.publish(made, other, quiet)
    assert "澜川电器改名" in page_text(made, DAY)


def test_of_two_publishes_at_once_both_end_and_the_site_is_whole(made: Workspace) -> None:
    text = made.desk_file.read_text(encoding="utf-8")
    made.desk_file.write_text(text.replace("desk: 澜川电器", "desk: 澜川电器改名"), encoding="utf-8")
    command = [sys.executable, "-m", "caifeng.cli", "publish", "--desk", str(made.desk_file)]
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in "ab"]
    told = [one.communicate(timeout=60)[1] for one in running]
    codes = sorted(one.returncode for one in running)
    assert codes[0] == 0
    assert codes[1] in (0, 3), told
    assert not any("Traceback" in said for said in told)
    assert "澜川电器改名" in page_text(made, DAY)
    files = {path.relative_to(made.public).as_posix() for path in made.public.rglob("*") if path.is_file()}
    listed = set(git(made.root, "-c", "core.quotePath=off", "ls-tree", "-r", "--name-only", "gh-pages").splitlines())
    assert files - {".caifeng-site"} == listed


def test_a_corrupted_briefing_keeps_its_page_is_named_and_the_next_day_appears(made: Workspace) -> None:
    before = site(made)
    (path,) = (made.root / "lake/briefings").glob("2026-11-20.r1.json")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x20
    path.write_bytes(bytes(data))
    later = NOW + timedelta(days=1)
    add_items(made, NEWS, later)
    told(made, later)
    published = pipeline.publish(made, replace(pipeline.open_desk(made), name="澜川电器改名"), quiet)
    assert published is not None
    assert [problem.file for problem in published.problems] == ["2026-11/2026-11-20/"]
    assert (made.public / DAY / "index.html").read_bytes() == before[f"public/{DAY}/index.html"]
    assert (made.public / "2026-11/2026-11-21/index.html").is_file()
    assert "存档损坏：" in page_text(made, "2026-11")


def test_a_day_with_nothing_and_a_month_of_that_one_day_are_whole_pages(tmp_path: Path) -> None:
    made = lived(tmp_path / "desk", ())
    briefing = made.lake.briefing(NOW.date())
    assert briefing is not None
    assert briefing.overview.distinct == 0
    for path in (DAY, f"{DAY}/evidence", f"{DAY}/numbers", "2026-11", "", "topics", "sources"):
        assert page_text(made, path).strip(), path
    assert "本期没有条目" in page_text(made, f"{DAY}/evidence")


def test_titles_of_20000_characters_are_cut_and_cost_no_time(tmp_path: Path) -> None:
    started = time.process_time()
    made = lived(tmp_path / "desk", ["澜川烫伤" + "长" * 20_000, "澜川" + "<b>" * 7_000, "澜川" + "a&" * 10_000, *NEWS])
    assert time.process_time() - started < 12
    for path in made.public.rglob("*.html"):
        assert path.stat().st_size < 120_000, path
    assert "澜川烫伤长长" in page_text(made, f"{DAY}/evidence")
