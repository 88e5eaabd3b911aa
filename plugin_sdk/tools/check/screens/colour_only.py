"""Meaning that only a colour, a shape or a sign carries is lost on many."""

import re
from collections.abc import Iterator

from plugin_sdk.tools.check.facts.on_screen import place_on, words
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.drawing.drawings import shown
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="screens.colour-only",
    what=Words(
        zh="只靠颜色或符号表达：{text}",
        en="Only a colour or a sign says it: {text}",
    ),
    cause=Words(
        zh="色觉障碍和读屏用户看不到颜色和符号",
        en="People who do not see colours, or listen to the screen, miss it",
    ),
    fix=Words(
        zh="用文字说明状态或按钮名称，例如“未通过”“点击‘提交’”",
        en="Say the state or the button's name, for example “not passed”, “tap ‘Apply’”",
    ),
)

PATTERN = re.compile(
    r"(红|绿|蓝|黄|橙|灰)色(的)?(按钮|部分|字|文字|标记|标识|表示|为|代表|区域)|(点击|点|按)(红|绿|蓝|黄|橙|灰)色"
    r"|\b(red|green|blue|yellow|orange|gr[ae]y) (button|text|mark|part|area|ones?)\b|\bin (red|green)\b",
    re.IGNORECASE,
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Words that point at a colour, and texts with no letter or digit in them."""
    for each in shown(reviewed.drawings):
        for pointer, text in words(each.screen):
            bare_sign = bool(text.strip()) and not any(letter.isalnum() for letter in text)
            is_cell = "/rows/" in pointer or "/value" in pointer
            if PATTERN.search(text) or (bare_sign and not (is_cell and text.strip() in {"-", "—", "——", "–"})):
                yield RULE.at(place_on(each.drawing, each.pointer + pointer), text=text)
