"""The account of one story: what happened, what is asked, who says what, what turned."""

from analyze.dossier import Dossier
from caifeng.models import Account, Statement


def account_of(dossier: Dossier, title: str) -> Account:
    """经过 as of ``dossier.now``; ``title`` is the story's."""
    return Account(summary=Statement(text=title, item_ids=(dossier.every[0].id,)))
