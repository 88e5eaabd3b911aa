"""Sensitive data needs a reason of its own, not the one for everything."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.sensitive-without-reason",
    what=Words(
        zh="用途 {name} 读取敏感信息 {field}，说明中没有讲为什么",
        en="The purpose {name} reads the sensitive {field}, and its text does not say why",
    ),
    cause=Words(
        zh="个人信息保护法第二十八、三十条：敏感信息须告知必要性",
        en="Articles 28 and 30 of the law on personal information: people must be told why it is necessary",
    ),
    fix=Words(
        zh="在 text 中写明为什么需要，例如“核对身份”“联系申请人”",
        en="Say in the text what it is needed for, such as checking who applies or reaching them",
    ),
)

WORDS = {
    "idNumber": ("身份", "证件", "核对", "核验", "核实", "资格", "查询", "查找", "办理人"),
    "birthDate": ("年龄", "出生", "生日", "周岁", "核对", "核验", "核实", "资格"),
}
"""Sensitive fields, and words of which one stands in every honest explanation of why they are needed."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Purposes with a sensitive field whose text has no word about it."""
    for place, purpose in reviewed.members("/gkb/purposes"):
        fields = purpose.get("fields") if isinstance(purpose, dict) else None
        text = reviewed.member(f"{place}/text/zh")
        for field, words in WORDS.items():
            is_asked = isinstance(fields, list) and field in fields
            if is_asked and isinstance(text, str) and text and not any(word in text for word in words):
                yield RULE.at(reviewed.in_manifest(f"{place}/text/zh"), name=purpose.get("id"), field=field)
