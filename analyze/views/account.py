"""经过 The account of one story: what happened, what is asked, who says what, what turned; extracted, never written."""

from analyze.dossier import Dossier
from analyze.views.aspects import find_aspects, short_aspects
from analyze.views.demands import find_demands
from analyze.views.material import chosen, gather
from analyze.views.sentences import grams_of
from analyze.views.shifts import find_shifts
from analyze.views.summary import key_facts, short_summary, sum_up
from analyze.views.views import find_views
from analyze.views.worth import weigh
from caifeng.models import Account

_ASKING = 2000  # items in which demands are looked for
_SPEAKING = 3  # distinct items from which a story has views


def account_of(dossier: Dossier, title: str) -> Account:
    """经过 as of ``dossier.now``; ``title`` is the story's.

    Every piece is taken from items as written, cut at borders of sentences and clauses, with personal numbers masked,
    and names its items. A story of one item has a summary and aspects only. Of many items a fixed choice is read.
    """
    if len(dossier.every) == 1:
        item = dossier.every[0]
        return Account(summary=short_summary(item, title), aspects=short_aspects(dossier, item, title))
    material = gather(dossier, title)
    worth = weigh(material)
    summary = sum_up(material, worth, title)
    return Account(
        summary=summary,
        facts=key_facts(material, worth, grams_of(summary.text)),
        aspects=find_aspects(dossier, material.items, title, summary.text),
        demands=find_demands(dossier, chosen(dossier.items or dossier.copies, _ASKING)),
        views=find_views(dossier) if len(dossier.items) >= _SPEAKING else (),
        shifts=find_shifts(dossier),
    )
