"""caifeng paper: .docx without a browser, PDF with one, and a plain sentence where there is none."""

import shutil
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from caifeng.commands.paper import paper
from caifeng.errors import UsageError
from caifeng.lake import Lake
from caifeng.paper import BROWSERS, CHOSEN, docx_of, find_browser, page_of, print_pdf
from tests.samples import sample_briefing
from tests.special_samples import special

_DESK = "desk: 澜川电器\nsources: [{name: 甲, feed: https://a.example.cn/rss, channel: 新闻, tier: 3}]\n"
_DESK += "topics: [{name: 产品质量, watch: 漏水}]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk with one daily edition and one special report."""
    (tmp_path / "caifeng.yml").write_text(_DESK, encoding="utf-8")
    draft = Lake(tmp_path / "lake").draft("20261120T003000Z-00-0")
    draft.briefing(sample_briefing())
    draft.special(special())
    draft.commit()
    return tmp_path


def run(folder: Path, *words: str) -> Result:
    app = typer.Typer()
    app.command()(paper)
    return CliRunner().invoke(app, [*words, "--into", str(folder / "out"), "--desk", str(folder / "caifeng.yml")])


def test_a_date_and_a_special_are_written_as_documents(folder: Path) -> None:
    day = sample_briefing().date.isoformat()
    assert f"{day}.docx" in run(folder, day).output
    assert "special-INC-2026-0007-1.docx" in run(folder, "inc-2026-0007-1", "--json").output
    names = {path.name for path in (folder / "out").iterdir()}
    assert names == {f"{day}.docx", "special-INC-2026-0007-1.docx"}


def test_what_is_not_there_is_said_in_chinese(folder: Path) -> None:
    lake = Lake(folder / "lake")
    with pytest.raises(UsageError, match="没有日报"):
        docx_of(lake, "2026-01-01")
    with pytest.raises(UsageError, match="没有专报 INC-2026-0099"):
        docx_of(lake, "INC-2026-0099")
    with pytest.raises(UsageError, match="还没有发布"):
        page_of(lake, folder / "public", sample_briefing().date.isoformat())


def test_without_a_browser_one_sentence_says_how_to_get_one() -> None:
    with pytest.raises(UsageError, match="请安装 Chromium"):
        find_browser({"PATH": ""})
    with pytest.raises(UsageError, match="BROWSER_PATH 写的 /no/such"):
        find_browser({"PATH": "", CHOSEN: "/no/such"})


def test_a_browser_that_prints_nothing_is_refused_with_its_own_words(tmp_path: Path) -> None:
    fake = tmp_path / "browser"
    fake.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('no display')\n")
    fake.chmod(0o755)
    with pytest.raises(UsageError, match=r"没有打印出.*no display"):
        print_pdf(tmp_path / "page.html", tmp_path / "page.pdf", {"PATH": "/usr/bin:/bin", CHOSEN: str(fake)})


def test_a_page_is_printed_on_a4(tmp_path: Path) -> None:
    if not any(map(shutil.which, BROWSERS)):
        pytest.skip("no Chromium on this machine")
    page = tmp_path / "page.html"
    page.write_text('<!doctype html><style>@page{size:A4}</style><p>采风<img src="https://other.example/x.png">')
    print_pdf(page, tmp_path / "page.pdf", {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(tmp_path)})
    data = (tmp_path / "page.pdf").read_bytes()
    assert data.startswith(b"%PDF") and b"MediaBox [0 0 59" in data
