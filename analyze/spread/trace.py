"""传播: where a story was observed first, which channels it reached in which order, which head medium took it up."""

from analyze.dossier import Dossier, is_head_media
from caifeng.models import ChannelStep, Spread


def trace(dossier: Dossier) -> Spread:
    """The spread by time of publication; what was told of items that have left the window stays told."""
    told = [step for story in dossier.prior for step in story.spread.steps if step.item_id in dossier.retained]
    fresh = [ChannelStep(channel=item.channel, at=item.published_at, item_id=item.id) for item in dossier.every]
    steps: dict[str, ChannelStep] = {}
    for step in sorted(told + fresh, key=lambda step: (step.at, step.item_id)):
        steps.setdefault(step.channel, step)
    ordered = tuple(steps.values())
    heads = [story.spread.head_media_item_id for story in dossier.prior]
    heads = [id_ for id_ in heads if id_ in dossier.retained] + [i.id for i in dossier.every if is_head_media(i)]
    return Spread(
        first_item_id=ordered[0].item_id,
        first_at=ordered[0].at,
        steps=ordered,
        head_media_item_id=heads[0] if heads else "",
    )
