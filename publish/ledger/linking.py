"""Numbers of a text become links to their lines of the ledger; the text stays escaped."""

import re

from markupsafe import Markup

from publish import escape
from publish.ledger.figure import Ledger, placed

LONGEST = 4000  # characters; a longer text is no sentence of ours
_CLAUSE = re.compile(r"[^。；]*[。；]?")


def num(ledger: Ledger | None, id_: str, written: str = "", way: str = "") -> Markup:
    """A figure as it is written, as a link to its line; without a ledger or such a line the text alone.

    ``written`` stands for the figure's own way of writing; ``way`` leads to the day's page.
    """
    figure = ledger.by_id.get(id_) if ledger else None
    text = escape.markdown(written or (figure.written if figure else ""))
    return _link(ledger.way(figure.id), text, way) if ledger and figure else text


def figured(text: str, ledger: Ledger | None, scope: str = "", way: str = "") -> Markup:
    """The text with a link at each number that the ledger knows in that scope; none inside quotations and titles.

    scope: "story.S-…"; "" for a sentence of the whole edition, of which a clause that names a story is about that one.
    """
    if ledger is None or len(text) > LONGEST:
        return escape.markdown(text)
    if scope:
        return _linked(text, ledger, scope, way)
    clauses = [clause for clause in _CLAUSE.findall(text) if clause]
    return Markup("").join(_linked(clause, ledger, scope_in(clause, ledger), way) for clause in clauses)


def scope_in(clause: str, ledger: Ledger) -> str:
    """The scope of the first story that the clause names; "" where it names none."""
    named = [(clause.find(title), -len(title), scope) for title, scope in ledger.titles if title in clause]
    return min(named)[2] if named else ""


def _linked(text: str, ledger: Ledger, scope: str, way: str) -> Markup:
    parts, at = [], 0
    for start, end, figure in placed(text, ledger.scope(scope)):
        parts += [escape.markdown(text[at:start]), _link(ledger.way(figure.id), escape.markdown(text[start:end]), way)]
        at = end
    return Markup("").join([*parts, escape.markdown(text[at:])])


def _link(line: str, text: Markup, way: str) -> Markup:
    return Markup('<a href="{}{}">{}</a>').format(escape.markdown(way), Markup(line), text)  # noqa: S704
