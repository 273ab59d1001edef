"""Cut a rule of the topic language into pieces."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from analyze.topics.limits import Limit, limit_of


class Kind(Enum):
    """What a piece of a rule is."""

    TERM = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    NEAR = auto()
    SET = auto()
    TIMES = auto()
    LIMIT = auto()
    LEAST = auto()
    OPEN = auto()
    CLOSE = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a rule: its kind, its place (0-based character) and what it says.

    ``distance`` belongs to NEAR and ×20 (0: anywhere), ``members`` to {…} as (place, word), ``limit`` to 标题: and
    its like, ``least`` to 敏感>=3.
    """

    kind: Kind
    position: int
    text: str = ""
    distance: int = 0
    members: tuple[tuple[int, str], ...] = ()
    limit: Limit | None = None
    least: float = 0.0


class FaultyRuleError(Exception):
    """Raised inside the reading of a rule only; :func:`analyze.topics.grammar.parse` turns it into a value."""

    def __init__(self, position: int, message: str, mend: str) -> None:
        self.position, self.message, self.mend = position, message, mend
        super().__init__(message)


_OPERATORS = {
    "AND": Kind.AND, "并且": Kind.AND, "&": Kind.AND, "&&": Kind.AND,
    "OR": Kind.OR, "或者": Kind.OR,
    "NOT": Kind.NOT, "排除": Kind.NOT,
}  # fmt: skip
_WIDE = str.maketrans("（）｜＆－＂“”「」『』　：｛｝＞＝≥✕✖＊", '()|&-""""""" :{}>=>××*')
_PIECE = re.compile(
    r'\s*(?:(?P<mark>[()|])|"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<minus>-(?=[^\s)|]))'
    r'|\{(?P<set>(?:"[^"]*"|[^{}"])*)(?P<ended>\}?)|(?P<stray>[}:])'
    r"|(?P<sum>敏感|(?i:sensitive))\s*>=?\s*(?P<least>[^\s()|\"{}:]*)"
    r'|(?P<name>[^\s()|"{}:]+):(?P<rest>[^\s()|"{}]*)|(?P<word>[^\s()|"{}:]+))'
)
_MEMBER = re.compile(r'\s*(?:"(?P<phrase>[^"]*)"|(?P<word>[^，,、；;|"]+))\s*(?:(?P<comma>[，,、；;|])|$)')
_NEAR = re.compile(r"NEAR(?:/(\d{1,4}))?(.*)", re.DOTALL)
_TIMES = re.compile(r"[×*xX](\d*)")
_LISTING = re.compile("[，,、；;]")
_LOWER = re.compile(r"(?i:(and|or|not|near)(?:/\d*)?)")  # what is rightly written has been taken before
_SPECIAL = r'\s()|"{}:，,、；;（）｜＆－＂“”「」『』　：｛｝＞＝≥✕✖＊'
_BARE = re.compile(rf"[^-{_SPECIAL}][^{_SPECIAL}]*")


def is_bare(text: str) -> bool:
    """Whether a term can be written without quotes."""
    is_plain = (
        _BARE.fullmatch(text) and not _TIMES.fullmatch(text) and not text.lower().startswith(("敏感", "sensitive"))
    )
    is_operator = text in _OPERATORS or _LOWER.fullmatch(text) or text == "×"
    return bool(is_plain) and not is_operator and not text.startswith("NEAR")


def tokens(text: str) -> list[Token]:
    """Cut a rule into pieces, ended by one of kind END; raises FaultyRuleError."""
    plain = text.translate(_WIDE)
    found: list[Token] = []
    at = 0
    while piece := _PIECE.match(plain, at):
        token = _token(piece, text, is_after_set=bool(found) and found[-1].kind is Kind.SET)
        found.append(token)
        at = piece.end("name") + 1 if piece["name"] is not None else piece.end()
    return [*found, Token(Kind.END, len(plain.rstrip()))]


def _token(piece: re.Match[str], written: str, *, is_after_set: bool) -> Token:
    if mark := piece["mark"]:
        kind = {"(": Kind.OPEN, ")": Kind.CLOSE, "|": Kind.OR}[mark]
        return Token(kind, piece.start("mark"), mark)
    if piece["minus"]:
        return Token(Kind.NOT, piece.start("minus"), "-")
    if piece["phrase"] is not None:
        return _phrase(piece, written)
    if piece["set"] is not None:
        return _set(piece)
    if piece["stray"]:
        return _stray(piece)
    if piece["sum"]:
        return _least(piece)
    if piece["name"] is not None:
        return _limit(piece)
    return _word(piece["word"], piece.start("word"), is_after_set=is_after_set)


def _phrase(piece: re.Match[str], written: str) -> Token:
    position = piece.start("phrase") - 1
    if not piece["closed"]:
        raise FaultyRuleError(position, "引号没有配对", "在短语末尾补上另一个引号")
    if not piece["phrase"].strip():
        raise FaultyRuleError(position, "引号里是空的", "在引号里写上要找的短语，或者去掉这对引号")
    return Token(Kind.TERM, position, written[piece.start("phrase") : piece.end("phrase")])


def _set(piece: re.Match[str]) -> Token:
    start = piece.start("set")
    if not piece["ended"]:
        raise FaultyRuleError(start - 1, "左大括号没有配对", "在这一组词的末尾补上 }，词之间用逗号隔开")
    members = tuple(_members(piece["set"], start))
    if not members:
        raise FaultyRuleError(start - 1, "大括号里是空的", "在大括号里写上词，用逗号隔开，例如：{漏水, 起火}")
    return Token(Kind.SET, start - 1, piece[0].strip(), members=members)


def _members(listed: str, start: int) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    at = 0
    while listed[at:].strip():
        member = _MEMBER.match(listed, at)
        if not member or not (member["phrase"] or member["word"] or "").strip():
            raise FaultyRuleError(start + at, "大括号里的词没有隔开，或者少了一个", "词之间写一个逗号：{漏水, 起火}")
        place = start + (member.start("phrase") - 1 if member["phrase"] else member.start("word"))
        if member["word"]:
            _check_member(member["word"], place)
        found.append((place, member["phrase"] or member["word"].strip()))
        at = member.end()
    return found


def _check_member(word: str, position: int) -> None:
    for part in re.finditer(r"\S+", word):
        if part[0] in _OPERATORS or _NEAR.fullmatch(part[0]) or set(part[0]) & set("():"):
            message = f"大括号里只能列词，“{part[0]}”不能写在里面"
            raise FaultyRuleError(
                position + part.start(), message, "词之间用逗号隔开；范围写在大括号前：标题:{漏水, 起火}"
            )


def _stray(piece: re.Match[str]) -> Token:
    if piece["stray"] == "}":
        raise FaultyRuleError(piece.start("stray"), "多了一个右大括号", "去掉它，或者在前面补上左大括号")
    raise FaultyRuleError(piece.start("stray"), "冒号前面缺少范围的名字", "写成 标题:漏水；要找冒号本身就给整段加引号")


def _least(piece: re.Match[str]) -> Token:
    if not re.fullmatch(r"\d{1,4}(\.\d{1,4})?", piece["least"]) or float(piece["least"]) == 0:
        raise FaultyRuleError(
            piece.start("sum"), "敏感 后面要写大于 0 的数", "写成 敏感>=3，表示敏感词的权重合计不低于 3"
        )
    return Token(Kind.LEAST, piece.start("sum"), piece[0].strip(), least=float(piece["least"]))


def _limit(piece: re.Match[str]) -> Token:
    name, rest, position = piece["name"], piece["rest"], piece.start("name")
    if limit := limit_of(name):
        return Token(Kind.LIMIT, position, f"{name}:", limit=limit)
    colon = piece.end("name")
    whole = f"{name}:{rest}"
    if rest.startswith("//"):
        raise FaultyRuleError(colon, f"“{whole}”像网址，冒号在规则里另有用处", f'要找它就加引号："{whole}"')
    if name[-1:].isdigit() and rest[:1].isdigit():
        raise FaultyRuleError(colon, f"“{whole}”像时间或比分，冒号在规则里另有用处", f'要找它就加引号："{whole}"')
    known = limit_of(name, is_guess=True)
    near = f"是不是 {known.label}:？" if known else "可用的有：" + "、".join(limit.label for limit in Limit) + "。"
    raise FaultyRuleError(position, f"没有“{name}”这个范围", f"{near}要找“{whole}”本身就加引号")


def _word(word: str, position: int, *, is_after_set: bool) -> Token:
    if kind := _OPERATORS.get(word):
        return Token(kind, position, word)
    if is_after_set and (times := _TIMES.fullmatch(word)):
        return _times(times, position)
    if (near := _NEAR.fullmatch(word)) and (near[1] or near[2] in ("", "/") or near[2].startswith("/")):
        if not near[1] or near[2] or near[1].strip("0") == "":
            message = "NEAR 后面要写 1 到 9999 的字数" if near[1] else "NEAR 后面缺少字数"
            raise FaultyRuleError(position, message, "写成 NEAR/20，表示两个词相隔不超过 20 个字")
        return Token(Kind.NEAR, position, word, int(near[1]))
    if mark := _LOWER.fullmatch(word):
        mend = f'要用它就写 {word.upper()}；要找“{word}”这个词本身就加引号："{word}"'
        raise FaultyRuleError(position, f"小写的“{mark[1]}”不起作用", mend)
    if word == "×":
        raise FaultyRuleError(position, "× 两边要写大括号", "写成 {漏水, 起火} × {赔偿}")
    if listing := _LISTING.search(word):
        message = f"“{word}”里有标点“{listing[0]}”，看不出是“都要有”还是“有一个就行”"
        raise FaultyRuleError(position + listing.start(), message, "几个词之间写 OR 或 AND；标点本身要找时给整段加引号")
    return Token(Kind.TERM, position, word)


def _times(times: re.Match[str], position: int) -> Token:
    if times[1] and not 1 <= int(times[1][:9]) <= 9999:
        raise FaultyRuleError(position, "× 后面的字数须在 1 到 9999 之间", "写成 ×20，或者只写 × 表示不限远近")
    return Token(Kind.TIMES, position, times[0], int(times[1] or 0))
