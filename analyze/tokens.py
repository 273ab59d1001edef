"""Cut a rule of the topic language into pieces."""

import re
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a piece of a rule is."""

    TERM = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    NEAR = auto()
    OPEN = auto()
    CLOSE = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a rule: its kind, its place (0-based character), the word, and the distance of a NEAR."""

    kind: Kind
    position: int
    text: str = ""
    distance: int = 0


class FaultyRuleError(Exception):
    """Raised inside the reading of a rule only; :func:`analyze.rules.parse` turns it into a value."""

    def __init__(self, position: int, message: str, mend: str) -> None:
        self.position, self.message, self.mend = position, message, mend
        super().__init__(message)


_OPERATORS = {
    "AND": Kind.AND, "并且": Kind.AND, "&": Kind.AND, "&&": Kind.AND,
    "OR": Kind.OR, "或者": Kind.OR,
    "NOT": Kind.NOT, "排除": Kind.NOT,
}  # fmt: skip
_WIDE = str.maketrans("（）｜＆－＂“”「」『』　", '()|&-""""""" ')
_PIECE = re.compile(
    r'\s*(?:(?P<mark>[()|])|"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<minus>-(?=[^\s)|]))|(?P<word>[^\s()|"]+))'
)
_NEAR = re.compile(r"NEAR(?:/(\d{1,4}))?(.*)", re.DOTALL)
_LISTING = re.compile("[，,、；;]")


def is_bare(text: str) -> bool:
    """Whether a term can be written without quotes."""
    plain = re.fullmatch(r'[^\s()|"，,、；;（）｜＆－＂“”「」『』　-][^\s()|"，,、；;（）｜＆－＂“”「」『』　]*', text)
    return bool(plain) and text not in _OPERATORS and not text.startswith("NEAR")


def tokens(text: str) -> list[Token]:
    """Cut a rule into pieces, ended by one of kind END; raises FaultyRuleError."""
    plain = text.translate(_WIDE)
    found = [_token(piece) for piece in _PIECE.finditer(plain)]
    return [*found, Token(Kind.END, len(plain.rstrip()))]


def _token(piece: re.Match[str]) -> Token:
    if mark := piece["mark"]:
        kind = {"(": Kind.OPEN, ")": Kind.CLOSE, "|": Kind.OR}[mark]
        return Token(kind, piece.start("mark"), mark)
    if piece["minus"]:
        return Token(Kind.NOT, piece.start("minus"), "-")
    if (phrase := piece["phrase"]) is not None:
        return _phrase(piece, phrase)
    return _word(piece["word"], piece.start("word"))


def _phrase(piece: re.Match[str], phrase: str) -> Token:
    position = piece.start("phrase") - 1
    if not piece["closed"]:
        raise FaultyRuleError(position, "引号没有配对", "在短语末尾补上另一个引号")
    if not phrase.strip():
        raise FaultyRuleError(position, "引号里是空的", "在引号里写上要找的短语，或者去掉这对引号")
    return Token(Kind.TERM, position, phrase)


def _word(word: str, position: int) -> Token:
    if kind := _OPERATORS.get(word):
        return Token(kind, position, word)
    if (near := _NEAR.fullmatch(word)) and (near[1] or near[2] in ("", "/") or near[2].startswith("/")):
        if not near[1] or near[2] or near[1].strip("0") == "":
            raise FaultyRuleError(position, "NEAR 后面缺少字数", "写成 NEAR/20，表示两个词相隔不超过 20 个字")
        return Token(Kind.NEAR, position, word, int(near[1]))
    if listing := _LISTING.search(word):
        message = f"“{word}”里有标点“{listing[0]}”，看不出是“都要有”还是“有一个就行”"
        raise FaultyRuleError(position + listing.start(), message, "几个词之间写 OR 或 AND；标点本身要找时给整段加引号")
    return Token(Kind.TERM, position, word)
