"""Words that are the same in both languages were not translated."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.on_screen import place_on, words
from plugin_sdk.tools.check.facts.sentences import has_chinese
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.drawing.drawings import shown
from plugin_sdk.tools.problem import Problem, Words
from plugin_sdk.tools.project import MANIFEST

RULE = Rule(
    code="screens.one-language",
    severity="warning",
    what=Words(
        zh="英文页面上有没有翻译的中文：{text}",
        en="The English screen shows untranslated Chinese: {text}",
    ),
    cause=Words(
        zh="选择英文的用户看不懂",
        en="Whoever chose English cannot read it",
    ),
    fix=Words(
        zh="用 texts.say(ctx, ...) 或 ctx.words(zh=..., en=...) 取文字",
        en="Take words with texts.say(ctx, ...) or ctx.words(zh=..., en=...)",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Chinese that stands on the English screen, too; what people or registers said is theirs."""
    chinese = {
        (each.drawing.name, text)
        for each in shown(reviewed.drawings)
        if each.drawing.locale == "zh"
        for _, text in words(each.screen)
    }
    written = {sentence.text for sentence in reviewed.sentences if sentence.file != MANIFEST}
    for each in shown(reviewed.drawings):
        for pointer, text in words(each.screen) if each.drawing.locale == "en" else ():
            if has_chinese(text) and (each.drawing.name, text) in chinese and text in written:
                yield RULE.at(place_on(each.drawing, each.pointer + pointer), text=text)
