"""A ledger's detail, English and free of addresses, in words for people."""

import re

# In the order in which they are tried; \1 is what the detail names.
_SAID = tuple(
    (re.compile(found), said)
    for found, said in (
        (r"chat not set up: (\w+) is empty", r"没有设置地址：环境变量 \1 是空的"),
        (r"chat not set up:  is empty", r"配置里已经没有这个群"),
        (r"chat not set up: (\w+) is no Apprise address", r"环境变量 \1 里不是能用的地址"),
        (r"no address: (\w+) is empty", r"没有地址：环境变量 \1 是空的"),
        (r"no address: no variable is named for it", r"没有地址：配置里没有写 mail"),
        (r"malformed address", r"地址写错了"),
        (r"the address is set no more", r"当时的地址已经撤了"),
        (r"a drill writes to its own list only", r"演练只发给演练名单"),
        (r"HTTP (\d+), code (-?\d+)", r"对方回 HTTP \1，错误码 \2"),
        (r"HTTP (\d+), redirects are not followed", r"对方要求转到别处（HTTP \1），不跟随"),
        (r"HTTP (\d+), unreadable reply", r"对方的回答读不懂（HTTP \1）"),
        (r"HTTP (\d+)", r"对方回 HTTP \1"),
        (r"sent in part: (.*)", r"只发出一部分"),
        (r"rate limit of the chat.*", r"这个群发得太频繁，留到下一轮"),
        (r"channel down, not tried", r"渠道不通，没有试"),
        (r"channel down: (.*)", r"连不上（\1）"),
        (r"(ReadTimeout|no reply after DATA.*|claimed, no outcome)", r"发出之后没有回音"),
        (r"(\w*ConnectionError|\w*ConnectTimeout|SSLError|ProxyError)", r"连不上或断开（\1）"),
        (r"given up after .*", r"试过两次都没有回音，不再试"),
        (r"another run is sending this", r"另一次运行正在发"),
        (r"([245]\d\d(?: [245]\.\d+\.\d+)?)", r"邮件服务器回 \1"),
    )
)


def reason(detail: str) -> str:
    """Why a message stands as it does, in Chinese; a detail that has no words yet stays as it is."""
    for found, said in _SAID:
        match = found.fullmatch(detail)
        if match:
            return match.expand(said)
    return detail
