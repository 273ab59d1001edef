"""何人 Find the bodies, office holders and persons that carry a title and a summary."""

import re
from collections.abc import Iterator

from ahocorasick_rs import AhoCorasick

from analyze.text.persons import SURNAMES
from analyze.text.words import keyword_weights, tagged

_LONGEST = 16  # characters of a body's name
_BODIES = """公司 集团 法院 检察院 公安局 派出所 监管局 管理局 委员会 卫健委 教育局 医院 学校 大学 中学 小学 消防
    应急局 疾控局 疾控中心 外交部 国防部 商务部 证监会 市监局 工信部 国资委""".split()  # noqa: SIM905
_BODY = AhoCorasick(_BODIES)
_BORDER = re.compile(
    "[^\u4e00-\u9fffA-Za-z（）·]|[从向由与和对在据被经为的了是称说令将日年月让同各该說]|会见|记者|针对|关于|获悉"
)
_OFFICES = (
    "总统|首相|总理|主席|部长|外长|防长|局长|市长|省长|县长|书记|主任|董事长|总裁|院长|校长|发言人|大使"
    "|国王|教练|行长|教授"
)
_HOLDER = re.compile(
    f"(?:{_OFFICES})(?![们级办助])(?P<name>[\u4e00-\u9fff·]{{2,6}}?)"
    "(?=[\\d，。、（(说称在对将会抵于就接出同与和宣强指回表当近說稱访日星发今昨]|$)"
)
_TITLED = 12  # characters before an office that may belong to it: 国务院国资委副主任


def bearers_in(title: str, summary: str) -> Iterator[str]:
    """Names as written: bodies, holders of an office with the office, persons of the title by jieba's tags."""
    text = f"{title}\n{summary}".encode(errors="ignore").decode()  # the automaton takes no unpaired surrogates
    yield from _bodies(text)
    yield from _holders(text)
    for word, tag in tagged(title):
        is_common = word in keyword_weights()  # 王储 and 白银 are tagged as persons too
        if tag == "nr" and len(word) in (2, 3) and word[0] in SURNAMES and word in title and not is_common:
            yield word


def _bodies(text: str) -> Iterator[str]:
    for number, _, end in _BODY.find_matches_as_indexes(text):
        name = _BORDER.split(text[max(0, end - _LONGEST) : end])[-1]
        if len(name) > len(_BODIES[number]) + 1:
            yield name


def _holders(text: str) -> Iterator[str]:
    for match in _HOLDER.finditer(text):
        before = _BORDER.split(text[max(0, match.start() - _TITLED) : match.start()])[-1]
        is_whole = len(before) < min(_TITLED, match.start())  # else it begins in the middle of a word
        yield (before if is_whole else "") + match[0]
