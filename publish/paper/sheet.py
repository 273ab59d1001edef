"""What goes on paper: one noun for every edition and report, so that they are printed in one form."""

from dataclasses import dataclass
from datetime import datetime

from caifeng.models.document import Cited, Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """公文: a title, lines below it, chapters, the list of evidence."""

    title: str
    subtitle: tuple[str, ...]
    classification: str  # 密级 or range of use, above every page
    mark: str  # what it is, beside it: "INC-2026-0007", "日报 第 8 期"
    author: str
    made_at: datetime  # aware; stands in the document's properties
    zone: str
    parts: tuple[Part, ...]
    sources: tuple[Cited, ...] = ()
    left_out: int = 0  # items that the list does not hold
    has_list: bool = True  # whether it ends with the list of evidence
