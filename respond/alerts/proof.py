"""What proves an alert, and the one line that says why: numbers first, short enough for a phone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from caifeng.models import Alert, Item, Level, Proof, Story
from caifeng.models.wording import clipped

ITEMS = 3  # that prove an alert
LINE = 120  # characters of a reason
_TITLE = 120  # characters of a proof's title


def proving(story: Story) -> tuple[str, ...]:
    """Ids of at most three items: first those that gates and signals name, then the earliest and the newest."""
    named = [item_id for gate in story.grade.gates for item_id in gate.item_ids]
    named += [item_id for signal in story.signals for item_id in signal.item_ids]
    named += [story.spread.first_item_id, *story.item_ids[-1:], *story.item_ids]
    return tuple(dict.fromkeys(filter(None, named)))[:ITEMS]


def proofs(item_ids: Sequence[str], items: Mapping[str, Item], before: Iterable[Alert]) -> tuple[Proof, ...]:
    """These items as they are now, or as alerts before had them; those that nobody has at hand are left out."""
    known = {proof.item_id: proof for alert in before for proof in alert.proof}
    known |= {item_id: _proof(items[item_id]) for item_id in item_ids if item_id in items}
    return tuple(known[item_id] for item_id in item_ids if item_id in known)


def _proof(item: Item) -> Proof:
    return Proof(
        item_id=item.id,
        title=clipped(item.title or item.text, _TITLE),
        source=item.source,
        url=item.url,
        published_at=item.published_at,
        seen_at=item.seen_at,
    )


def is_stale(shown: Iterable[Proof], limit: timedelta) -> bool:
    """Whether every one of them was older than ``limit`` when it was found; not where there is none."""
    ages = [proof.seen_at - proof.published_at for proof in shown]
    return bool(ages) and min(ages) > limit


def moved(level: Level, previous: Level | None) -> str:
    """黄 → 橙, 首次达到橙级, 再次达到橙级: what happened; ``previous`` as an alert has it."""
    if previous is None:
        return f"首次达到{level}级"
    return f"{previous} → {level}" if previous.rank < level.rank else f"再次达到{level}级"


def reason(move: str, story: Story) -> str:
    """One line of at most 120 characters: the move, the score, what opened gates, then signals as far as they fit.

    Where all of that is too long the parts of the score are left out: what opened a gate matters more.
    """
    gates = [gate.reason for gate in story.grade.gates]
    said, more = f"{move}：{story.grade.reason}", [f"。{signal.text}" for signal in story.signals[:2]]
    if gates and len(said) > LINE:
        said = f"{move}：总分 {story.grade.score:.0f}；{gates[0]}"
        more = [*(f"；{gate}" for gate in gates[1:]), *more]
    for text in more:
        said += text if len(said) + len(text) <= LINE else ""
    return clipped(said, LINE)
