"""The desk's words in caifeng.yml: names with kinds, sensitive classes, exclusions with reasons."""

import json

import pytest

from caifeng import config
from caifeng.errors import ConfigError
from caifeng.models import Desk, NameKind, SensitiveClass

BASE = """desk: 测试台
names:
  澜川: [澜川电器, Lanchuan]
  净水机: {kind: 产品, also: 滤水机}
  沈渡: {kind: 人物}
  水壶: 热水壶
sources: [{name: 日报, unreachable: 示例}]
sensitive: {人身安全: {weight: 2.5, words: [死亡, 受伤, 死亡]}, 监管: [立案, 处罚], 其他: 造假}
topics:
  - name: 质量
    watch: 净水机
    exclude: {招聘: 与质量无关, 排行榜: }
  - {name: 售后, watch: 客服, exclude: [优惠券]}
  - {name: 形象, watch: 澜川, exclude: 彩票}
"""


def read(text: str = BASE) -> Desk:
    return config.read(text, "caifeng.yml").desk


def test_names_are_lists_or_have_a_kind() -> None:
    desk = read()
    assert desk.names == (
        ("澜川", ("澜川电器", "Lanchuan")),
        ("净水机", ("滤水机",)),
        ("沈渡", ()),
        ("水壶", ("热水壶",)),
    )
    assert desk.name_kinds == (("净水机", NameKind.PRODUCT), ("沈渡", NameKind.PERSON))


def test_sensitive_classes_weigh_one_unless_said_and_keep_each_word_once() -> None:
    assert read().sensitive == (
        SensitiveClass(name="人身安全", weight=2.5, words=("死亡", "受伤")),
        SensitiveClass(name="监管", weight=1, words=("立案", "处罚")),
        SensitiveClass(name="其他", weight=1, words=("造假",)),
    )


def test_exclusions_may_have_reasons() -> None:
    quality, service, image = read().topics
    assert (quality.exclude, quality.exclude_reasons) == (("招聘", "排行榜"), (("招聘", "与质量无关"),))
    assert (service.exclude, service.exclude_reasons) == (("优惠券",), ())
    assert image.exclude == ("彩票",)


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("weight: 2.5", "weight: 0", "sensitive.人身安全.weight"),
        ("weight: 2.5", "wight: 2.5", "是不是 weight？"),
        ("[立案, 处罚]", "[]", "sensitive.监管.words：至少要有一项"),
        ("[立案, 处罚]", "{weight: 2}", "缺少 words"),
        ("kind: 产品", "kind: 商品", "只能是 机构、产品、人物、其他"),
        ("kind: 产品", "kinds: 产品", "是不是 kind？"),
        ("{招聘: 与质量无关, 排行榜: }", "{招聘: [与质量无关]}", "topics[0].exclude.招聘"),
        ("{招聘: 与质量无关, 排行榜: }", "[[招聘]]", "topics[0].exclude"),
    ],
)
def test_a_slip_names_its_path(right: str, wrong: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(BASE.replace(right, wrong))
    assert told in str(caught.value)


def test_the_schema_for_editors_allows_both_ways_of_writing() -> None:
    properties = json.loads(config.json_schema())["properties"]
    for key in ("names", "sensitive"):
        kinds = properties[key]["additionalProperties"]["anyOf"]
        assert {"type": "string"} in kinds
        assert any("$ref" in kind for kind in kinds)
