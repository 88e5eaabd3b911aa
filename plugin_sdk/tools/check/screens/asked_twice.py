"""One question is asked once."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.on_screen import place_on
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.drawing.drawings import fields, parts, shown
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="screens.asked-twice",
    severity="warning",
    what=Words(
        zh="“{title}”在 {first} 和 {second} 两个页面都要填",
        en="“{title}” is asked on both {first} and {second}",
    ),
    cause=Words(
        zh="同一件事让人填两遍（整治“指尖上的形式主义”）",
        en="People would answer the same question twice",
    ),
    fix=Words(
        zh="第二次用 ctx.store 里保存的答案预填，或用 ui.prefilled 显示",
        en="Fill it in from ctx.store the second time, or show it with ui.prefilled",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """The same field with the same title on two pages, not filled in on the second."""
    asked: dict[tuple[str, str], str] = {}
    for each in shown(reviewed.drawings):
        if each.drawing.kind != "screen" or each.drawing.locale != "zh" or each.drawing.moment != "fresh":
            continue
        data = each.screen.get("data")
        for pointer, part in parts(each.screen):
            for name, field in fields(part) if part["component"] == "Form" else ():
                title, here = str(field.get("title", "")), each.drawing.name
                is_filled = bool(field.get("readOnly")) or (isinstance(data, dict) and name in data)
                first = asked.setdefault((name, title), here)
                if first != here and not is_filled and field.get("x-field") != "Agreement":
                    place = place_on(each.drawing, f"{each.pointer}{pointer}/schema/properties/{name}")
                    yield RULE.at(place, title=title, first=first, second=here)
