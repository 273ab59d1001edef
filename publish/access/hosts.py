"""Which hosts are open to everyone, and whether a desk that is internal may publish there. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from caifeng.models.access import Access, Guard
from caifeng.models.desk import PublishRules

# Hosts whose sites anybody can read unless a paid or private plan says otherwise; by domain.
OPEN_HOSTS = (
    "github.io", "gitee.io", "gitlab.io", "codeberg.page", "netlify.app", "vercel.app", "pages.dev", "workers.dev",
    "surge.sh", "onrender.com", "web.app", "firebaseapp.com", "herokuapp.com", "r2.dev", "readthedocs.io",
    "s3.amazonaws.com", "blob.core.windows.net", "aliyuncs.com", "myqcloud.com", "myhuaweicloud.com", "bcebos.com",
)  # fmt: skip
_S3_WEBSITE = "s3-website"
PLAIN_BRANCH = "gh-pages"  # what hosts publish by themselves
MARK = 'name="caifeng-root"'  # in every page of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a host answers to somebody who did not sign in."""

    status: int  # of HTTP; 0: it could not be asked
    is_ours: bool  # the page is one of ours
    is_sealed: bool  # it is the page that asks for the key
    detail: str = ""  # English, for the log


def is_open_host(address: str) -> bool:
    """Whether anybody can read what stands at the address, as far as its host's name tells."""
    host = (urlsplit(address).hostname or "").rstrip(".").lower()
    return _S3_WEBSITE in host or any(host == one or host.endswith(f".{one}") for one in OPEN_HOSTS)


def refusal(rules: PublishRules) -> str:
    """Why a site must not be published so, in one Chinese sentence; "" where nothing speaks against it."""
    if rules.access is Access.SEALED and rules.branch.startswith(PLAIN_BRANCH):
        return (
            f"publish.access 是 sealed，但明文分支 {rules.branch} 的名字是托管商会自动公开的；"
            "请把 publish.branch 改成别的名字，如 caifeng-site，只发布 public/ 目录"
        )
    if rules.access is Access.SEALED and not rules.seal_key:
        return "publish.access 是 sealed，但没有写 publish.seal_key；先用 caifeng seal key 生成一把钥匙，放进环境变量"
    if rules.access is Access.INTERNAL and is_open_host(rules.base_url) and rules.guard is not Guard.PRIVATE_PAGES:
        host = urlsplit(rules.base_url).hostname
        return (
            f"publish.access 是 internal，但 {host} 上的网站谁都能看；请换到内网或有身份验证的地址，"
            "改用 access: sealed，或确认是私有的 Pages 并写 guard: private-pages"
        )
    return ""


def judged(rules: PublishRules, answer: Answer) -> str:
    """What is wrong about a host that answers so, in one Chinese sentence; "" where nothing is."""
    if rules.access is Access.PUBLIC or not answer.is_ours:
        return ""
    if rules.access is Access.SEALED:
        return "" if answer.is_sealed else f"{rules.base_url} 上是没有加密的站点；请立即下线，换一把钥匙重新导出"
    return f"不用登录就能打开 {rules.base_url}，这个站点其实是公开的；请立即加上身份验证，或改用 access: sealed"


def hints(rules: PublishRules) -> Iterator[str]:
    """What people should think of about how their site is guarded, in Chinese sentences."""
    if rules.access is Access.PUBLIC and "内部" in rules.classification:
        yield f"publish.access 是 public，谁都能看，密级却写着“{rules.classification}”；请改其中一个"
    if rules.access is Access.INTERNAL and rules.base_url and rules.guard is None:
        yield "publish.access 是 internal，但没有写 guard：靠什么挡住外人？可写 private-pages、proxy、intranet"


def explained(rules: PublishRules) -> tuple[str, ...]:
    """What protects the site and what does not, in Chinese sentences."""
    if rules.access is Access.PUBLIC:
        return ("谁都能读。搜索引擎是否收录由 publish.indexed 决定。",)
    if rules.access is Access.INTERNAL:
        by = {
            Guard.PRIVATE_PAGES: "托管商的私有 Pages：只有仓库成员能读",
            Guard.PROXY: "网站前面的身份代理：登录的人才能读",
            Guard.INTRANET: "内网：进得了内网的人都能读",
            None: "没有写明（publish.guard）；采风自己不挡任何人",
        }[rules.guard]
        return (f"靠这个挡住外人：{by}。", "网页本身没有加密：绕过它、或拿到 public/ 目录的人都能读。")
    return (
        "每个网页、订阅源、图和检索文件都用 AES-256-GCM 加密，有钥匙的人才能读。",
        "挡不住的：文件的名字（日期、案件号、议题名）、大小、个数和更新时间，谁都看得见；"
        "谁有钥匙谁就能读全部，也能转给别人；换钥匙以后，别人早先存下的旧文件用旧钥匙仍能打开。",
    )
