"""A desk on loopback among hostile neighbours: bad sources, bad titles, and the workspace that has to bear them."""

import gzip
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from html import escape
from pathlib import Path

from caifeng.models import SourceReport
from caifeng.workspace import Workspace
from tests.servers import Reply, Request, Route, Site, drip, endless_chunks, gzip_bomb, html, redirect

NEWS = (
    "澜川净水机在学校食堂漏水，三名学生烫伤后送医，家长要求停用",
    "澜川空气炸锅门店起火，消防员半小时扑灭，店员烫伤",
)
# What the title is, and what a reader must see of it as plain text.
TITLES: Mapping[str, str] = {
    "<script>alert(1)</script>澜川热水壶爆裂": "<script>alert(1)</script>澜川热水壶爆裂",
    "称[澜川退款](javascript:alert(2))被指拖延": "称[澜川退款](javascript:alert(2))被指拖延",
    "澜川加湿器霉变{: onclick=alert(3)}": "澜川加湿器霉变{: onclick=alert(3)}",
    "澜川保修\u202e期满失效\u202c引争议": "期满失效",
    "澜川客服长文" + "喋喋不休" * 5_000: "澜川客服长文喋喋不休",
    "澜川配送\x00员与\n住户冲突": "澜川配送员与 住户冲突",
    "澜川股价{{ 7*7 }}异动": "澜川股价{{ 7*7 }}异动",
    '--8<-- "/etc/passwd" 澜川泄露客户名单': '--8<-- "/etc/passwd" 澜川泄露客户名单',
    "!!! note 澜川工厂停工": "!!! note 澜川工厂停工",
    "# heading 澜川广告被罚": "# heading 澜川广告被罚",
    "=cmd|' /C calc'!A1 澜川招标舞弊": "=cmd|' /C calc'!A1 澜川招标舞弊",
    "@SUM(1+1) 澜川加班致病": "@SUM(1+1) 澜川加班致病",
}
BODIES = (
    "顾客称壶身在厨房里突然爆开，手臂烫伤，门店答应上门检查。",
    "多名买家说退款申请提交一个月仍无回音，有人在门店争执时烫伤。",
    "母亲发现水箱长满霉斑，孩子咳嗽不止，蒸汽还造成烫伤。",
    "条款写明三年，维修点却说过期，老人自行拆机时烫伤。",
    "网友贴出与客服的全部对话，起因是蒸汽口烫伤手指。",
    "快递员放下包裹时与门卫推搡，洒出的热汤造成烫伤。",
    "盘中成交放大，传闻与实验室烫伤事故有关，公司未回应。",
    "数据库文件在论坛流传，其中有理赔烫伤的病历和电话。",
    "冲压车间全天停产，一名工人被蒸汽管烫伤，正在医院观察。",
    "监管部门认定宣传用语夸大，隐去了烫伤风险，处以罚款。",
    "落选企业举报评标，附件里夹着质检员烫伤的旧报告。",
    "员工连续通宵调试，打翻开水烫伤，家属要求认定工伤。",
)
LIST = '<ul class="news">{}</ul>'
ARTICLE = (
    "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>2026-11-20 06:30</p>{1}</article></body></html>"
)
ENDLESS_PAGE = b"<html><body>" + b"<p>x y</p>" * 300_000 + b"</body></html>"


def rss(entries: Iterable[tuple[str, str, str]], path: str = "/") -> str:
    """An RSS feed of (title as text, text, date as written); links count up from ``path`` 1."""
    items = "".join(
        f"<item><title>{escape(escape(title, quote=False), quote=False)}</title><link>{path}{at}</link>"
        f"<description>{text}</description><pubDate>{date}</pubDate></item>"
        for at, (title, text, date) in enumerate(entries, 1)
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'


def written(moment: datetime) -> str:
    """A moment as RSS writes it."""
    return f"{moment:%a, %d %b %Y %H:%M:%S +0000}"


def reply(body: str | bytes, content_type: str = "application/rss+xml; charset=utf-8") -> Route:
    """A route that always gives this body."""
    data = body.encode() if isinstance(body, str) else body
    return lambda _request: Reply(data, headers={"Content-Type": content_type})


def good_feed(seen: datetime) -> Route:
    """Two plain items of an hour before ``seen``, at addresses of that day."""
    entries = ((title, f"{title}。详情见后续报道。", written(seen - timedelta(hours=1))) for title in NEWS)
    return reply(rss(entries, f"/{seen:%Y%m%d}/"))


def hostile_feed(seen: datetime) -> Route:
    """Every hostile title on an item of its own."""
    times = (written(seen - timedelta(minutes=60 + at)) for at in range(len(TITLES)))
    return reply(rss(zip(TITLES, BODIES, times, strict=True)))


def faulty(seen: datetime, forbidden: Site) -> dict[str, Mapping[str, Route]]:
    """The eleven faulty sources: name → routes, each for a server of its own."""
    good = rss((f"澜川{word}通报", f"澜川{word}的通报全文。", written(seen - timedelta(hours=2))) for word in "甲乙丙")
    cut = good.encode()[: good.encode().index("澜川丙的".encode()) + 4]
    article = ARTICLE.format("澜川售后网点调整公告全文", "<p>澜川公布了新的售后网点安排，居民可就近维修。</p>" * 9)
    listing = LIST.format("".join(f'<li><a href="/a{at}">澜川第{at}号公告</a></li>' for at in (1, 2, 3)))
    return {
        "网页充数": {"/": lambda _: html("<!DOCTYPE html><title>登录</title><p>请登录</p>")},
        "空白": {"/": reply("")},
        "半个字": {"/": reply(cut)},
        "国标错标": {"/": reply(good.encode("gb18030"))},
        "压缩炸弹": {"/": gzip_bomb(200)},
        "没完没了": {"/": endless_chunks(b"<item>" * 10_000)},
        "一字一滴": {"/": drip(0.05)},
        "卡死正文": {"/": lambda _: html(listing), "/a1": lambda _: html(article),
                     "/a2": reply(ENDLESS_PAGE, "text/html"), "/a3": lambda _: html(article.replace("网点", "电话"))},
        "跳进内网": {"/": redirect(forbidden.url("/secret"))},
        "服务器错": {"/": lambda _: Reply(status=500)},
        "套两层压缩": {"/": _twice_packed},
    }  # fmt: skip


def _twice_packed(_request: Request) -> Reply:
    return Reply(gzip.compress(gzip.compress(b"x" * 1000)), headers={"Content-Encoding": "gzip, gzip"})


@contextmanager
def served(routes: Mapping[str, Mapping[str, Route]]) -> Iterator[dict[str, Site]]:
    """One server a source."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(Site(pages)) for name, pages in routes.items()}


def workspace(folder: Path, sites: Mapping[str, Site], pages: Sequence[str] = (), timeout: str = "2s") -> Workspace:
    """A repository with a caifeng.yml that reads these servers; ``pages`` are list pages, all others feeds."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(folder)], check=True)
    lines = [
        f'  - {{name: {name}, {_kind(name, pages)}: "{site.url("/")}"{_selector(name, pages)}, channel: 新闻, tier: 2}}'
        for name, site in sites.items()
    ]
    hosts = ", ".join(f'"{site.host}"' for site in sites.values())
    text = [
        "desk: 澜川电器", "names: {澜川: [Lanchuan]}", "sources:", *lines, "topics:",
        "  - {name: 企业形象, watch: 澜川, gate: 黄}", "gate_words: [澜川]",
        'people: {值班室: {mail: "env:MAIL_DUTY"}}',
        f"fetch: {{pause: 0s, timeout: {timeout}, attempts: 1, floor: 0.1, allow_hosts: [{hosts}]}}", "",
    ]  # fmt: skip
    made = Workspace(folder / "caifeng.yml")
    made.desk_file.write_text("\n".join(text), encoding="utf-8")
    return made


def _kind(name: str, pages: Sequence[str]) -> str:
    return "page" if name in pages else "feed"


def _selector(name: str, pages: Sequence[str]) -> str:
    return ', list: "ul.news a"' if name in pages else ""


def quiet(stage: str, report: SourceReport | None) -> None:
    """No screen here."""
