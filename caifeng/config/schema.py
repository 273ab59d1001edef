"""What ``caifeng.yml`` may say: the file's shape, from which ``caifeng schema`` makes the JSON Schema.

Every scalar arrives as the text that people wrote; fields.py converts it, where the type is known.
"""

from datetime import timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from caifeng.config.alerts import AlertsEntry, Chat
from caifeng.config.clocks import Clock
from caifeng.config.fields import (
    Environment,
    Reasons,
    Strict,
    Text,
    WebAddress,
    Words,
    glob,
    reporting_address,
    web_address,
    whole_hour,
    zone,
)
from caifeng.config.grading import GradingEntry
from caifeng.config.rota import RotaEntry
from caifeng.config.working import WorkingEntry
from caifeng.models import Access, Channel, Guard, Level, NameKind
from caifeng.models.language import Language, Variant
from caifeng.scalars import Day, Duration


def _aliases(value: Any) -> Any:
    return value if isinstance(value, dict) else {"also": value}


def _words_of_class(value: Any) -> Any:
    return value if isinstance(value, dict) else {"words": value}


def _names_of_peer(value: Any) -> Any:
    return value if isinstance(value, dict) else {"names": value}


class SourceEntry(Strict):
    """一个信源：name 之外，feed、page、board、file、unreachable 五者写且只写一个。"""

    name: Text = Field(description="信源名称；条目的来源以此为准")
    feed: WebAddress | None = Field(None, description="RSS、Atom 或 JSON Feed 的网址")
    page: WebAddress | None = Field(None, description="列表页的网址；须同时写 list")
    board: WebAddress | None = Field(None, description="榜单 JSON 的网址；须同时写 items")
    file: Annotated[str, AfterValidator(glob)] | None = Field(None, description="导出文件，如 exports/*.csv")
    unreachable: Text | None = Field(None, description="看不到的原因；会作为盲区写进每期简报")
    channel: Channel = Field(Channel.OTHER, description="渠道")
    tier: int = Field(4, ge=1, le=4, description="层级：1 中央 2 省级 3 地方 4 个人与其他")
    region: str = Field("", max_length=40, description="地区")
    tags: Words = Field(default_factory=list, description="标签")
    kind: Literal["notice"] | None = Field(None, description="notice：官方或本单位的通报")
    list: str | None = Field(None, description="page：文章链接的 CSS 选择器，如 ul.news a")
    items: str | None = Field(None, description="board：条目列表的 JMESPath，如 data.items")
    columns: dict[str, str] = Field(default_factory=dict, description="file、board：我们的字段对应的列名或路径")
    limit: int = Field(200, ge=1, le=5000, description="一次最多保留的新条目")
    every: Duration = Field(timedelta(), description="caifeng watch 至多多久读一次，如 1h；不写则每次都读")

    @model_validator(mode="after")
    def _one_address(self) -> Self:
        named = [kind for kind in ("feed", "page", "board", "file", "unreachable") if getattr(self, kind)]
        if len(named) != 1:
            said = "、".join(named) if named else "一个也没有"
            raise PydanticCustomError(
                "kind", "feed、page、board、file、unreachable 须写且只写一个，现有：{said}", {"said": said}
            )
        for kind, need in (("page", "list"), ("board", "items")):
            if getattr(self, kind) and not getattr(self, need):
                raise PydanticCustomError("need", "写了 {kind} 就须同时写 {need}", {"kind": kind, "need": need})
        return self


class TopicEntry(Strict):
    """一个议题：watch 是规则。"""

    name: Text
    watch: str = Field(max_length=4000, description='规则，如 (净水机 OR 热水壶) AND (漏水 OR "起火") NOT 招聘')
    tags: Words = Field(default_factory=list, description="标签 × 词：任一标签与任一 terms 同现也算命中")
    terms: Words = Field(default_factory=list)
    exclude: Reasons = Field(default_factory=dict, description="出现即排除的词；可写成 词: 理由")
    channels: list[Channel] = Field(default_factory=list, description="只看这些渠道")
    regions: Words = Field(default_factory=list, description="只看这些地区")
    owner: str = Field("", description="责任人，须在 people 里")
    gate: Level | None = Field(None, description="出现红线词时不低于此级")
    peer: str = Field("", description="同行，须在 peers 里：这个议题只用于对比，不计入本单位，不评级不预警")


class NameEntry(Strict):
    """一个自己的名称。"""

    kind: NameKind | None = Field(None, description="机构、产品、人物、其他")
    also: Words = Field(default_factory=list, description="别名，繁简皆可")


class PeerEntry(Strict):
    """一家同行：只用于对比。"""

    names: Words = Field(default_factory=list, description="别名，繁简皆可")
    topics: Words = Field(default_factory=list, description="与本单位的哪些议题相比；不写则全部")


class CalendarEntry(Strict):
    """一个日程，或一批日历文件：on 与 what 一起写，或只写 ics。"""

    on: Day | None = Field(None, description="日期，如 2026-12-15；重复的写第一次")
    what: Text | None = Field(None, description="什么事，如 听证会")
    ics: Annotated[str, AfterValidator(glob)] | None = Field(None, description="日历文件，如 calendar/*.ics")
    every: Literal["年", "月", "周", "none"] = Field("none", description="每隔多久一次")
    until: Day | None = Field(None, description="重复到哪一天为止")
    topics: Words = Field(default_factory=list, description="可能带动的议题")
    why: str = Field("", max_length=200, description="为什么要留意")
    lead: Duration | None = Field(None, description="提前多久列出，如 7d")

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if self.ics and (self.on or self.what or self.until or self.every != "none"):
            raise PydanticCustomError("entry", "写了 ics 就不写 on、what、every、until：日期以日历文件为准")
        if not self.ics and not (self.on and self.what):
            raise PydanticCustomError("entry", "on 和 what 须一起写；用日历文件时只写 ics")
        if self.until and (self.every == "none" or (self.on and self.until < self.on)):
            raise PydanticCustomError("entry", "until 须与 every 一起写，并且不早于 on")
        return self


class SensitiveEntry(Strict):
    """一类敏感词。"""

    weight: float = Field(1, gt=0, le=100, description="这一类里一个词的分量")
    words: Words = Field(min_length=1, description="词")


class PersonEntry(Strict):
    """一个人或一个部门。"""

    mail: Environment | None = Field(None, description="存放地址的环境变量名，如 env:MAIL_BOSS")
    roles: Words = Field(default_factory=list)
    topics: Words = Field(default_factory=list, description="只收这些议题")
    level: Level = Field(Level.BLUE, description="只收这一级及以上")
    chat: Words = Field(default_factory=list, description="在这些群里点名，须在 chats 里")
    backup: str = Field("", max_length=200, description="没有接手时上报给谁；不写则上报主管")
    escalate_after: Duration | None = Field(None, gt=timedelta(), description="多久没接手就上报；不写则同 alerts")


class FetchEntry(Strict):
    """采集的礼貌与耐心。"""

    agent: str = Field("Caifeng/0.1 (+public-opinion digest; contact: see repository)", max_length=200)
    timeout: Duration = timedelta(seconds=30)
    budget: Duration = timedelta(minutes=10)
    max_mb: float = Field(10, gt=0, le=100)
    pause: Duration = timedelta(seconds=1)
    attempts: int = Field(2, ge=1, le=5)
    hosts_at_once: int = Field(16, ge=1, le=64)
    allow_hosts: Words = Field(default_factory=list, description="允许读取的内网 host:port")
    floor: float = Field(0.5, ge=0, le=1, description="至少多少比例的信源有回应才出刊")


class MailEntry(Strict):
    """发信设置；不写则只生成 .eml 文件。"""

    host: Environment
    port: int = Field(465, ge=1, le=65535)
    security: Literal["tls", "starttls", "none"] = "tls"
    user: Environment | None = None
    password: Environment | None = None
    sender: Environment = Field(alias="from")
    ledger_key: Environment
    unsubscribe: str = Field("", pattern=r"^(mailto:[^\s@]+@[^\s@]+|https://\S+)?$")


class PublishEntry(Strict):
    """站点。"""

    base_url: Annotated[str, AfterValidator(lambda value: web_address(value) if value else value)] = ""
    classification: str = Field("内部资料", max_length=20, description="密级或使用范围")
    prepared_by: str = Field("", max_length=40, description="编制单位")
    branch: str = Field("gh-pages", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$")
    periods: list[Literal["周报", "月报"]] = Field(default=["周报", "月报"], description="由日报综合的报告：周报、月报")
    pictures: bool = Field(default=True, description="true：出刊时把图表画成静态图片，要有 Chromium 或 Chrome")
    access: Access = Field(Access.INTERNAL, description="谁可以读：public 谁都能读、internal 内部、sealed 加密")
    guard: Guard | None = Field(None, description="internal 靠什么挡住外人：private-pages、proxy、intranet")
    seal_key: Environment | None = Field(None, description="sealed 的钥匙所在的环境变量，如 env:SEAL_KEY")
    indexed: bool = Field(default=False, description="是否让搜索引擎收录：yes、no")
    report_errors: Annotated[str, AfterValidator(lambda value: reporting_address(value) if value else value)] = ""
    contacts: Words = Field(default_factory=list, description="单位公布的电话和邮箱，发布时不隐去")
    languages: list[Language] = Field(default_factory=list, description="日报另出的文字：zh-Hant 繁体、en 英文框架")
    traditional: Variant = Field(Variant.COMMON, description="繁体的用字用词：s2t 通用、s2twp 台湾、s2hk 香港")


class KeepEntry(Strict):
    """存档保存多久；要删的由 caifeng prune 删。"""

    text_days: int = Field(365, ge=90, le=36500, description="条目的正文保存多少天")
    items_days: int = Field(1825, ge=90, le=36500, description="条目的标题、网址、作者保存多少天")
    automatic: bool = Field(default=False, description="true：caifeng daily 出刊以后自动清理")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.items_days < self.text_days:
            raise PydanticCustomError("keep", "items_days 不能少于 text_days：正文先清，标题后清")
        return self


class FaceEntry(Strict):
    """公开页：案件里写明公开的部分，另成一个小站。"""

    name: str = Field(min_length=1, max_length=40, description="公开页的名称")
    base_url: Annotated[str, AfterValidator(lambda value: web_address(value) if value else value)] = ""
    about: str = Field("", max_length=400, description="一段话：这里发布什么")
    contact: str = Field("", max_length=200, description="联系方式，照原样印出")


class DrillsEntry(Strict):
    """演练名单：演练只发给这里写的地址，一个也没有就只写发件箱。"""

    people: dict[str, Environment] = Field(default_factory=dict, description="人员: 演练用地址的环境变量")
    chats: dict[str, Environment] = Field(default_factory=dict, description="群: 演练用地址的环境变量")


class IncidentEntry(Strict):
    """案件。"""

    open_from: Level = Field(Level.YELLOW, description="这一级及以上自动立案")


Name = Annotated[NameEntry, BeforeValidator(_aliases, json_schema_input_type=Words | NameEntry)]
Peer = Annotated[PeerEntry, BeforeValidator(_names_of_peer, json_schema_input_type=Words | PeerEntry)]
Sensitive = Annotated[SensitiveEntry, BeforeValidator(_words_of_class, json_schema_input_type=Words | SensitiveEntry)]


class DeskFile(Strict):
    """caifeng.yml：一个编辑台的全部配置。"""

    desk: Text
    timezone: Annotated[str, AfterValidator(zone)] = "Asia/Shanghai"
    cutoff: Annotated[str, AfterValidator(whole_hour)] = Field("08:00", description="每日监测时段的截止整点")
    names: dict[str, Name] = Field(default_factory=dict, description="自己的名称与别名，繁简皆可；可写类别")
    sources: list[SourceEntry] = Field(min_length=1)
    topics: list[TopicEntry] = Field(min_length=1)
    gate_words: Words = Field(default_factory=list, description="红线词：伤亡、未成年人等")
    sensitive: dict[str, Sensitive] = Field(default_factory=dict, description="敏感词，按类；规则里写 敏感:类名")
    people: dict[str, PersonEntry] = Field(default_factory=dict)
    calendar: list[CalendarEntry] = Field(default_factory=list, description="风险日历：纪念日、听证会、发布会")
    peers: dict[str, Peer] = Field(default_factory=dict, description="同行与它们的别名，只用于对比")
    clocks: dict[str, Clock] = Field(default_factory=dict, description="案件时限，如 {到责任人: 15m}")
    alerts: AlertsEntry = Field(default_factory=AlertsEntry, description="预警：告诉谁、走哪条路、什么可以等")
    chats: dict[str, Chat] = Field(default_factory=dict, description="群机器人，如 {值班群: env:CHAT_DUTY}")
    rota: list[RotaEntry] = Field(default_factory=list, description="值班表")
    working: WorkingEntry = Field(default_factory=WorkingEntry, description="上班时间，供 working: true 的时限")
    grading: GradingEntry = Field(default_factory=GradingEntry)
    incidents: IncidentEntry = Field(default_factory=IncidentEntry)
    fetch: FetchEntry = Field(default_factory=FetchEntry)
    mail: MailEntry | None = None
    publish: PublishEntry = Field(default_factory=PublishEntry)
    keep: KeepEntry = Field(default_factory=KeepEntry, description="存档保存多久")
    face: FaceEntry | None = None
    drills: DrillsEntry = Field(default_factory=DrillsEntry)
    drill: str = Field("", max_length=80, description="演练的名称，由 caifeng drill 写进演练目录；真实的编辑台不写")
