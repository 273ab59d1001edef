"""``caifeng train``: let the tone learn from the desk's own labels."""

from caifeng.shell import DEFAULT, AsJson, DeskFile, answer, dump, open_desk

_FEW = 5  # labels of a class


def train(desk: DeskFile = DEFAULT, as_json: AsJson = False) -> None:
    """用本台的倾向标注训练倾向判断，存入 model/tone.json；没有更好就保留原来的。"""
    from caifeng.training import train as train_tone  # an optimiser: half a second that other commands save

    workspace, found = open_desk(desk)
    done = train_tone(workspace, found)
    if as_json:
        said = done.model.model_dump(mode="json", include={"version", "trained_on", "shipped", "trained"})
        said["trained_on"].pop("items")
        answer(dump({"replaced": done.is_replaced, "message": done.message, "missing": done.missing, **said}))
        return
    counts = "、".join(f"{name} {count}" for name, count in done.model.trained_on.classes.items())
    most = max(done.model.trained_on.classes.values()) / done.model.trained_on.n
    answer(f"标注：{counts}；总猜最多的一类能对 {most:.0%}。")
    scarce = [name for name, count in done.model.trained_on.classes.items() if count < _FEW]
    if scarce:
        answer(f"{'、'.join(scarce)}的标注不足 {_FEW} 条，这一类还学不到什么，请再标一些。")
    answer(done.message)
    if done.missing:
        answer(f"另有 {done.missing} 条标注的原文已不在库中，没有用上。")
