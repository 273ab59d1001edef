"""Pictures of a briefing's charts: made once, when it is frozen, and kept beside it for good."""

from caifeng.models import Briefing, Desk
from caifeng.progress import Progress
from caifeng.workspace import Workspace
from publish.pages.charts import day_charts
from publish.pages.share_card import card_name, share_card
from publish.pictures import make_pictures
from publish.pictures.card import make_card


def freeze_pictures(workspace: Workspace, desk: Desk, briefing: Briefing, progress: Progress) -> int:
    """Draw the charts of a frozen briefing and keep the pictures under its date and revision; gives how many there are.

    Nothing is drawn where it was before, where the desk wants none, or where no browser can.
    """
    lake = workspace.lake
    known = lake.pictures(briefing.date, briefing.revision)
    if known or not desk.publish.pictures or lake.withdrawn().shown_anew(briefing.date):
        return len(known)
    progress("画图", None)
    made = {**make_pictures(day_charts(briefing).drawn), **_card(desk, briefing)}
    if made:
        draft = lake.draft(workspace.run(briefing.published_at))
        draft.pictures(briefing.date, briefing.revision, made)
        draft.commit()
    return len(made)


def _card(desk: Desk, briefing: Briefing) -> dict[str, bytes]:
    """The share card by its name; none where nobody knows the site's address: a chat then cannot fetch it."""
    access = desk.publish.access
    drawn = make_card(share_card(briefing, access)) if desk.publish.base_url else b""
    return {card_name(access): drawn} if drawn else {}
