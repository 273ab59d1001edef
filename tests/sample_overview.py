"""What the believable briefing counts: volume of four weeks, tones, channels, tiers and regions."""

from datetime import timedelta

from caifeng.models import Overview, Statement, VolumePoint
from tests.sample_stories import DAY, item_id, share


def sample_overview() -> Overview:
    """96 posts, a third more than the day before, with a day missing a fortnight ago."""
    counts = (
        31, 34, 38, 30, 28, 25, 24, 31, 33, 36, 29, 27, 26, 30,
        31, 35, 38, 36, 29, 27, 33, 32, 41, 38, 46, 58, 71, 96,
    )  # fmt: skip
    return Overview(
        distinct=96,
        reprints=58,
        previous_distinct=71,
        scanned=1284,
        tones=(share("负面", 48, 96), share("中性", 25, 96), share("正面", 17, 96), share("不确定", 6, 96)),
        channels=(
            share("微博", 31, 96),
            share("论坛", 22, 96),
            share("新闻", 15, 96),
            share("视频", 11, 96),
            share("客户端", 9, 96),
            share("政务", 5, 96),
            share("境外", 3, 96),
        ),
        tiers=(
            share("一级 全国性", 1, 96),
            share("二级 省级", 5, 96),
            share("三级 地方", 27, 96),
            share("四级 个人", 63, 96),
        ),
        regions=(share("澜川市", 61, 96), share("屏州市", 8, 96), share("未知", 27, 96)),
        series=tuple(
            VolumePoint(
                day=DAY - timedelta(days=27 - index),
                distinct=0 if index == 11 else count,
                reprints=count // 2,
                negative=count // 3,
                low=None if index < 7 else 22.0,
                high=None if index < 7 else 44.0,
                is_gap=index == 11,
            )
            for index, count in enumerate(counts)
        ),
        sentences=(
            Statement(
                text="截至 11-17 08:00，共监测到相关信息 96 条（转载另计 58 条），较前日上升 35%。",
                item_ids=tuple(item_id(n) for n in range(1, 8)),
            ),
            Statement(
                text="关注焦点主要集中在：一是净水机漏水与退换；二是水壶传闻的澄清；三是售后师傅救人。",
                item_ids=(item_id(1), item_id(5), item_id(7)),
            ),
        ),
    )
