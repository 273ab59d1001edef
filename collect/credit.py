"""转载来源: the outlet that a piece itself credits."""

import re

HEAD = 400  # characters; credits stand in the first lines or the last
TAIL = 200
_NAME = r"([\w《》·•・\-]{2,24})"
_PATTERNS = (
    re.compile(r"(?:^|(?<=[\s（(【\[|｜。]))(?:消息|信息|文章|稿件|新闻)?(?:来源|來源)\s*[:：]\s*" + _NAME),
    re.compile(r"(?:转载?自|轉載?自|摘自|原载于?|原載於?|稿源\s*[:：])\s*[:：]?\s*" + _NAME),
    re.compile(r"(?:据|據)\s*([^\W\d_]{2,12}?)(?:记者|記者)?\s*(?:\d{1,2}日)?(?:消息|报道|報道|報導)"),
)
_NOT_A_NAME = re.compile(
    r"^(?:本站|原创|本报|本網|本网|本台|本社|本刊|记者|記者|了解|了解到|悉|此前|多家媒体|媒体|媒體|外媒|多方|网络|網絡|互联网|网友|不明|未知|"
    r"当地媒体|有关|相关)"
)
_LABEL_AFTER = re.compile(
    r"(?:作者|编辑|責任編輯|责编|记者|記者|时间|发布时间|發布時間|发布于|发表于|字体|字號|字号|浏览|阅读|点击)[\w《》·]*$"
)
_LABEL_BEFORE = re.compile(r"^[^:：]{0,8}[:：]\s*")


def credited_in(text: str) -> str:
    """The name after 来源：, 转自 or 据…报道 near the beginning or the end; "" where nothing is credited."""
    places = text if len(text) <= HEAD + TAIL else text[:HEAD] + "\n" + text[-TAIL:]
    for pattern in _PATTERNS:
        for match in pattern.finditer(places):
            name = tidy_name(match.group(1))
            if name:
                return name
    return ""


def tidy_name(written: str) -> str:
    """The outlet's name alone: without labels run together with it and without quotation marks; "" if it is none."""
    stated = _LABEL_BEFORE.sub("", written.strip()).split()
    name = _LABEL_AFTER.sub("", stated[0] if stated else "").strip("《》-·•・_ ")[:24]
    name = re.sub(r"\d{2,4}$", "", name)
    return "" if len(name) < 2 or name.isdigit() or _NOT_A_NAME.match(name) else name
