"""撤下: what is shown no more because somebody had the right to ask for it. Who, when and why stay public."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Ground(StrEnum):
    """Why something may be taken down; there is no other reason, and none that spares an organisation criticism."""

    PERSONAL = "个人信息"
    ORDER = "法院或主管机关决定"
    COPYRIGHT = "著作权"
    MINORS = "未成年人保护"
    MISTAKE = "误收"  # it was never meant to be published, or never about us


class Extent(StrEnum):
    """How much of an item goes."""

    WHOLE = "全部"
    TEXT = "正文"  # title and address stay, and it is still counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Takedown:
    """撤下: of one item, of one address, or of all items of one story; exactly one of the three is given.

    ``lifts`` names an earlier takedown that ends with this one, which then has no ``ground``.
    """

    id: str  # "T-2026-0003"
    by: str
    at: datetime  # aware
    ground: Ground | None = None
    extent: Extent = Extent.WHOLE
    item_id: str = ""
    url: str = ""  # canonical
    story_id: str = ""
    lifts: str = ""
    why_lifted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakedownRecord:
    """撤下记录: a takedown as it came into force. It holds for good, whatever becomes of the line people wrote."""

    takedown: Takedown
    item_ids: tuple[str, ...]  # what it takes down: of a story every item it had
    days: tuple[date, ...]  # days of sight (UTC) of the items: where the lake holds them
    editions: tuple[date, ...]  # published briefings that showed any of it, and are shown anew


def in_force(records: tuple[TakedownRecord, ...]) -> tuple[TakedownRecord, ...]:
    """Records that nobody lifted, oldest first."""
    lifted = {record.takedown.lifts for record in records}
    return tuple(one for one in records if not one.takedown.lifts and one.takedown.id not in lifted)
