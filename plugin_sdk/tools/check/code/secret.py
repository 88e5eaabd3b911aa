"""A package is read by many; a secret in it is none."""

from collections.abc import Iterator

from plugin_sdk.tools.check.facts.secret_patterns import secrets_in
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Place, Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="code.secret",
    what=Words(
        zh="{what}写在了应用包里：{shown}",
        en="{what_en} stands in the package: {shown}",
    ),
    cause=Words(
        zh="应用包会被多人查看和复制，写进去的密钥等于公开",
        en="Many people read and copy packages: a secret in there is public",
    ),
    fix=Words(
        zh="立即更换这个密钥并从包中删除；应用不需要平台密钥，部门接口由平台侧登记",
        en="Change it at once and remove it; a mini-app needs none, services are registered with the platform",
    ),
)

BINARY = frozenset(("png", "jpg", "jpeg", "gif", "webp", "pdf", "zip", "woff2", "pyc"))


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Keys, tokens, passwords, connection strings and private keys, in every file that is text."""
    for path, content in sorted(reviewed.project.files.items()):
        if path.rpartition(".")[2].lower() in BINARY:
            continue
        for found in secrets_in(content.decode("utf-8", "replace")):
            yield RULE.at(Place(file=path, line=found.line), what=found.zh, what_en=found.en, shown=found.shown)
