"""One shape for every finding: for people in two languages, and for machines."""

from plugin_sdk.tools.problem import Problem

PROBLEM = Problem(
    code="code.sleep",
    file="app.py",
    line=7,
    zh="应用不能 sleep",
    en="A mini-app cannot sleep",
    cause_zh="调用最多 2 秒",
    cause_en="A call has 2 seconds",
    fix_zh="删除它",
    fix_en="Delete it",
)


def test_it_is_told_with_place_cause_fix_and_where_to_read_on():
    assert PROBLEM.say("zh").splitlines() == [
        "app.py:7  error code.sleep",
        "  应用不能 sleep",
        "  原因: 调用最多 2 秒",
        "  改法: 删除它",
        "  docs/reference/problems.md#codesleep",
    ]
    assert PROBLEM.say("en").splitlines()[2:4] == ["  Why: A call has 2 seconds", "  Fix: Delete it"]


def test_machines_get_every_member():
    told = PROBLEM.as_json()

    assert told["doc"] == "docs/reference/problems.md#codesleep"
    assert told["line"] == 7
    assert set(told) == {*Problem.__struct_fields__, "doc"}
