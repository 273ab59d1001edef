"""The closed vocabularies of the field: every value is the Chinese word that readers see."""

from enum import StrEnum


class Channel(StrEnum):
    """渠道: the kind of place a piece was published in."""

    NEWS = "新闻"
    PRESS = "报刊"
    GOVERNMENT = "政务"
    FORUM = "论坛"
    WEIBO = "微博"
    WECHAT = "微信"
    VIDEO = "视频"
    APP = "客户端"
    QA = "问答"
    REVIEW = "评价"
    OVERSEAS = "境外"
    OTHER = "其他"


class SourceKind(StrEnum):
    """How a source is read; the word is the key that names its address in ``caifeng.yml``."""

    FEED = "feed"
    PAGE = "page"
    BOARD = "board"
    FILE = "file"
    UNREACHABLE = "unreachable"


class ToneLabel(StrEnum):
    """倾向 towards what is written about."""

    NEGATIVE = "负面"
    NEUTRAL = "中性"
    POSITIVE = "正面"
    UNCERTAIN = "不确定"


class PieceKind(StrEnum):
    """体裁: what kind of piece an item is."""

    NEWS = "新闻"
    NOTICE = "通报"  # 通报, 回应, 公告, 辟谣
    COMMENT = "评论"
    COMPLAINT = "投诉"
    QUESTION = "提问"
    MARKETING = "软文"
    SPAM = "垃圾信息"


class NameKind(StrEnum):
    """What one of the desk's names names."""

    ORGANISATION = "机构"
    PRODUCT = "产品"
    PERSON = "人物"
    OTHER = "其他"


class PlaceLevel(StrEnum):
    """The rank of a place."""

    PROVINCE = "省"
    CITY = "市"
    COUNTY = "县"


class CreditKind(StrEnum):
    """How a piece names whom it has something from."""

    ORIGIN = "来源"
    QUOTED = "据"
    REPORTER = "记者"


class CopyKind(StrEnum):
    """How one item repeats an earlier one."""

    EXACT = "相同"
    NEAR = "近似"
    REPRINT = "转载"  # names the earlier one's source
    EXCERPT = "摘编"  # is contained in it, or contains it
    HUMAN = "人工"  # a person said so


class Relation(StrEnum):
    """What a person says of two items."""

    DUPLICATE = "重复"
    NOT_DUPLICATE = "不重复"
    SAME_STORY = "同一事件"
    OTHER_STORY = "不同事件"


class Level(StrEnum):
    """级别, the four colours of the national framework; ``rank`` grows with gravity."""

    BLUE = "蓝"
    YELLOW = "黄"
    ORANGE = "橙"
    RED = "红"

    @property
    def rank(self) -> int:
        return _RANKS[self]

    @property
    def full(self) -> str:
        """As printed: 黄 · Ⅲ 较大."""
        return {"蓝": "蓝 · Ⅳ 一般", "黄": "黄 · Ⅲ 较大", "橙": "橙 · Ⅱ 重大", "红": "红 · Ⅰ 特别重大"}[self]


_RANKS = {level: rank for rank, level in enumerate(Level)}


class GateClass(StrEnum):
    """底线: kinds of matters that lift a grade whatever the score is."""

    HARM = "伤亡"
    MINORS = "未成年人"
    FOOD_DRUGS = "食品药品"
    OFFICIALS = "公职人员"
    CENTRAL_MEDIA = "中央媒体"


class Stage(StrEnum):
    """阶段 of a story's life."""

    LATENT = "潜伏"
    RISING = "上升"
    HIGH = "高位"
    FALLING = "回落"
    CALM = "平息"
    AGAIN = "反复"


class BurstSpan(StrEnum):
    """What a burst is measured over, and against what."""

    HOUR = "1小时"  # the last hour against the twelve before
    DAY = "24小时"  # the last day against the fourteen before


class Sensitivity(StrEnum):
    """How far above the usual a burst stands; the threshold of the robust z is 3, 5 or 8."""

    LOW = "一般"
    MIDDLE = "明显"
    HIGH = "剧烈"


class Likelihood(StrEnum):
    """A likelihood word of the fixed scale of ICD 203, with its range in per cent."""

    REMOTE = "几乎不可能"
    VERY_UNLIKELY = "很不可能"
    UNLIKELY = "不太可能"
    EVEN = "机会相当"
    LIKELY = "可能"
    VERY_LIKELY = "很可能"
    NEARLY_CERTAIN = "几乎必然"

    @property
    def range(self) -> tuple[int, int]:
        """Lower and upper end, per cent."""
        ends = (1, 5, 20, 45, 55, 80, 95, 99)
        place = list(Likelihood).index(self)
        return ends[place], ends[place + 1]


class Confidence(StrEnum):
    """How well founded a forecast is; said apart from its likelihood."""

    LOW = "低"
    MIDDLE = "中"
    HIGH = "高"


class EdgeKind(StrEnum):
    """What shows that one item has it from another."""

    REPOST = "转发"  # the source states what is reposted
    CREDIT = "署名来源"
    LINK = "链接"
    COPY = "复制"
    EXCERPT = "摘编"


class Party(StrEnum):
    """Who speaks."""

    MEDIA = "媒体"
    OFFICIAL = "官方"
    PUBLIC = "网民"


class AspectKind(StrEnum):
    """The five questions of an account."""

    WHEN = "何时"
    WHERE = "何地"
    WHO = "何人"
    WHAT = "何事"
    HARM = "何害"


class ShiftKind(StrEnum):
    """What turned against yesterday."""

    NEW_ANGLE = "新角度"
    REVERSAL = "反转"
    REFUTED = "辟谣"
    NOTICE = "官方通报"
    RETRACTED = "撤回更正"


class BriefingKind(StrEnum):
    """What an edition covers: a day, a week, a month, or one grave matter."""

    DAILY = "日报"
    WEEKLY = "周报"
    MONTHLY = "月报"
    SPECIAL = "专报"


class StoryType(StrEnum):
    """定性 (seed S1): decided by people, 未核实 until then."""

    UNVERIFIED = "未核实"
    TRUE = "属实"
    FALSE = "不符"
    MALICIOUS = "恶意谣言"


class IncidentState(StrEnum):
    """The merged state machine of the closed loop."""

    FOUND = "发现"
    VERIFYING = "核实定性"
    GRADED = "评级"
    ASSIGNED = "派责"
    REPLIED = "回应"
    HANDLING = "处置"
    CLOSED = "闭环"
    REVIEWED = "复盘"
    ARCHIVED = "入库"


class ClockState(StrEnum):
    """What a clock shows at a moment."""

    RUNNING = "计时中"
    OVERDUE = "已超时"
    MET = "按时完成"
    LATE = "超时完成"
    PAUSED = "暂停"


class FailureKind(StrEnum):
    """Why a source gave nothing, or less than it should."""

    REFUSED = "地址被拒"
    ROBOTS = "robots 不允许"
    TIMEOUT = "超时"
    TOO_LARGE = "超过大小上限"
    NETWORK = "网络错误"
    HTTP = "HTTP 错误"
    BACKOFF = "对方要求稍后再来"
    DECODE = "编码无法辨认"
    NOT_FEED = "不是订阅源"
    FORMAT = "格式不符"
    EMPTY = "没有条目"
    EXTRACT = "正文提取失败"
    MISSING = "文件不存在"


class SourceState(StrEnum):
    """How one source fared in one harvest."""

    OK = "正常"
    PARTIAL = "部分失败"
    UNCHANGED = "无更新"
    FAILED = "失败"
    UNREACHABLE = "未覆盖"


class DeliveryState(StrEnum):
    """送达: claimed is durable before the network is touched."""

    OWED = "owed"
    CLAIMED = "claimed"
    SENT = "sent"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
