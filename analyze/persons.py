"""Tell which of the desk's names are persons: news of one named person is mostly news of one affair."""

from caifeng.models import Desk

_LENGTHS = range(2, 5)  # characters of a Chinese person's name


def persons(desk: Desk) -> frozenset[str]:
    """The desk's names that read like a private person's: tagged as one, and no word of the general dictionary.

    A firm or a star that the dictionary knows (华为 is tagged as a person too) is none: much different news names it.
    Where rjieba is not installed nobody is recognised.
    """
    try:
        import rjieba
    except ImportError:
        return frozenset()
    found = set()
    for name, _ in desk.names:
        if len(name) in _LENGTHS and name not in desk.name and not rjieba.has_word(name):
            tags = rjieba.tag(name)
            if len(tags) == 1 and tags[0][1] == "nr":
                found.add(name)
    return frozenset(found)
