"""The data of charts stand beside their page, each in a file of its own."""

import json
from pathlib import Path

from publish.escape import embedded_json
from publish.ledger.page import figure_block
from publish.site.figures import lift_figures


def test_every_figure_leaves_its_page_whole(tmp_path: Path) -> None:
    figure = json.dumps({"data": [{"text": "<b>&</b>`\u2028一"}]}, ensure_ascii=False)
    drawn = "".join(f'<template data-figure="{name}">{embedded_json(figure)}</template>\n' for name in ("a", "b-2"))
    (tmp_path / "day").mkdir()
    (tmp_path / "day" / "index.html").write_text(f"<p>前</p>{drawn}<p>后</p>", encoding="utf-8")
    (tmp_path / "index.html").write_text("<template>别的</template>", encoding="utf-8")
    lift_figures(tmp_path)
    assert (tmp_path / "day" / "index.html").read_text(encoding="utf-8") == "<p>前</p><p>后</p>"
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "<template>别的</template>"
    files = sorted((tmp_path / "day" / "charts").iterdir())
    assert [file.name for file in files] == ["a.json", "b-2.json"]
    assert all(json.loads(file.read_text(encoding="utf-8")) == json.loads(figure) for file in files)
    assert not (tmp_path / "charts").exists()


def test_a_figure_in_its_file_reads_as_it_was_drawn() -> None:
    drawn = json.dumps({"y": [0.1, 2, None], "text": "a<b  11-20"}, ensure_ascii=False, separators=(",", ":"))
    block = figure_block("volume", str(embedded_json(drawn)))
    assert (block.text, block.anchor, block.place) == (" ".join(drawn.split()), "chart-volume", "chart")
