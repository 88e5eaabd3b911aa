"""There are no links in a mini-app: an address in a text is typed into a browser, away from every protection."""

import re
from collections.abc import Iterator

from plugin_sdk.tools.check.facts.sentences import has_chinese, place_of
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words
from plugin_sdk.tools.project import MANIFEST

RULE = Rule(
    code="texts.link",
    what=Words(
        zh="文字里有网址：{text}",
        en="There is an address in the words: {text}",
    ),
    cause=Words(
        zh="页面不解释链接，抄写网址会把人带到平台之外",
        en="Screens interpret no links; a copied address leads people away from the platform",
    ),
    fix=Words(
        zh="把内容写进页面；要打开其他应用用 ui.to_launch，要给电话用 ui.contact",
        en="Say it on the screen; use ui.to_launch for another mini-app, ui.contact for a telephone",
    ),
)

PATTERN = re.compile(
    r"(https?|ftp|file|data|weixin|alipays?)://|javascript:|www\.[a-z0-9]|<\s*(a|img|script|iframe|style|b|br|p|div)\b"
    r"|\]\(|[a-z0-9-]+\.(gov\.cn|com\.cn|com|net|top|vip|xyz)\b",
    re.IGNORECASE,
)
"""Addresses with and without a scheme, HTML and Markdown links."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Addresses and markup in the manifest, and in texts of the code with words around them."""
    for sentence in reviewed.sentences:
        is_shown = sentence.file == MANIFEST or has_chinese(sentence.text) or " " in sentence.text.strip()
        if is_shown and PATTERN.search(sentence.text) and not sentence.pointer.startswith("/gkb/outbound_hosts"):
            yield RULE.at(place_of(sentence), text=sentence.text)
