"""The closed vocabularies of alerting and handling: every value is the Chinese word that readers see.

What people may do about an incident is listed here and nowhere else. There is no word for deleting, hiding, sinking
or faking opinion: what has no word cannot be recorded, planned or advised.
"""

from enum import StrEnum


class AlertKind(StrEnum):
    """Why people are told something."""

    RISE = "预警"  # a story rose to a level
    REPEAT = "重申"  # still at that level, and nobody has taken it
    FELL = "回落"  # a story fell below the level told: kept on record, never sent
    RESOLVED = "解除"  # the story is calm again, or its incident is closed
    REMINDER = "临近时限"
    OVERDUE = "超过时限"
    ESCALATED = "上报"  # not taken in time: the next person is told
    SILENT = "信源静默"  # a source, or everything, has gone quiet


class Deed(StrEnum):
    """What a line of an incident's log says was done; people may also write words of their own."""

    FOUND = "发现"
    RAISED = "升级"
    RECEIVED = "接收"
    TYPED = "核实定性"
    GRADED = "评级"
    ASSIGNED = "派责"
    FIRST_REPLY = "首次回应"
    REPLIED = "回应"
    STATEMENT = "权威发布"
    CONFERENCE = "新闻发布会"
    PROGRESS = "进展反馈"
    HANDLED = "处置"
    STEP = "步骤"  # a step of the playbook is done; the note names it
    PAUSED = "暂停计时"  # the note gives the reason
    RESUMED = "恢复计时"
    CLOSED = "闭环"
    REVIEWED = "复盘"
    ARCHIVED = "入库"
    REOPENED = "重启"
    LINKED = "并案"  # stories or a parent were joined
    REMINDED = "提醒"
    ESCALATED = "上报"
    FALSE_ALARM = "误报"
    MISSED = "漏报"  # people found it first
    CORRECTED = "更正"  # says what an earlier line got wrong; the line itself stays
    NOTE = "备注"


REPLIES = (Deed.FIRST_REPLY, Deed.REPLIED, Deed.STATEMENT, Deed.CONFERENCE)  # 回应, in whatever form


class Side(StrEnum):
    """Where something was done: online and offline go in step."""

    ONLINE = "线上"
    OFFLINE = "线下"


class Means(StrEnum):
    """处置手段. Closed on purpose: deleting, hiding, sinking and faking have no value."""

    STATEMENT = "发布说明"
    CLARIFICATION = "澄清事实"
    APOLOGY = "致歉"
    ANSWER = "回复当事人"
    PROGRESS = "公布进展"
    PRESS = "答复媒体"
    REPORT_UP = "报告上级"
    VISIT = "上门走访"
    MEDICAL = "救治安抚"
    TEST = "送检检测"
    INVESTIGATION = "调查核实"
    STOP_SALE = "停售下架产品"
    RECALL = "召回"
    REFUND = "退款换货"
    COMPENSATION = "赔偿"
    REPAIR = "维修更换"
    RECTIFICATION = "整改"
    ACCOUNTABILITY = "问责"
    POLICE = "依法报案"  # against crime, by the law's own way


class Counterpart(StrEnum):
    """对象: different people need different measures (seed S1 ⑼)."""

    VICTIMS = "受害者"
    CONSUMERS = "消费者"
    SUPERIORS = "上级"
    MEDIA = "媒体"
    PARTNERS = "合作伙伴"
    STAFF = "内部员工"
    PUBLIC = "公众"


class Satisfaction(StrEnum):
    """How somebody concerned takes the plan."""

    SATISFIED = "满意"
    MOSTLY = "基本满意"
    UNSATISFIED = "不满意"
    UNKNOWN = "未表态"
