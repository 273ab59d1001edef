"""What the tests of the evaluation share: small labelled files of invented sentences."""

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

GOOD = (
    "服务周到，非常满意，值得表扬",
    "师傅热心帮忙，特别感谢",
    "质量优秀，体验很好，推荐购买",
    "获奖了，真高兴，祝贺团队",
)
BAD = (
    "漏水起火，客服推诿，太差了",
    "质量低劣，投诉无门，非常气愤",
    "虚假宣传，欺骗消费者，要求退款",
    "造成伤亡，令人痛心，严重事故",
)


def write_lines(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    """A JSON Lines file, packed where its name ends in .gz."""
    written = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8", "surrogatepass")
    path.write_bytes(gzip.compress(written) if path.suffix == ".gz" else written)
    return path


def tone_rows(repeated: int = 3) -> list[dict[str, object]]:
    """Good and bad sentences with their labels, each several times with another ending."""
    said = [(text, "pos") for text in GOOD] + [(text, "neg") for text in BAD]
    return [
        {"id": f"r{at}-{n}", "text": f"{text}（{n}）", "label": label}
        for n in range(repeated)
        for at, (text, label) in enumerate(said)
    ]
