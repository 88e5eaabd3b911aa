"""Personal data needs a legal basis that can be looked up."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.basis-vague",
    what=Words(
        zh="法律依据不具体：{text}",
        en="The legal basis is not definite: {text}",
    ),
    cause=Words(
        zh="个人信息的处理须有可查的依据：法律法规条文，或本人同意",
        en="Handling personal data needs a basis that can be looked up: an article of a law, or consent",
    ),
    fix=Words(
        zh="写明《法律名称》第几条，或“个人同意（《个人信息保护法》第十三条第一款第一项）”",
        en="Name the law in 《》 and the article, or consent with its article",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Legal bases that name neither a law nor consent."""
    for text, pointer in reviewed.named("/gkb/purposes", "legal_basis").items():
        if not ("《" in text and "》" in text) and "同意" not in text:
            yield RULE.at(reviewed.in_manifest(pointer), text=text)
