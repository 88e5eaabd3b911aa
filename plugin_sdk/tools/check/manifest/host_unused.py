"""A host that is never asked is a door for nothing."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words
from plugin_sdk.tools.project import MANIFEST

RULE = Rule(
    code="manifest.host-unused",
    what=Words(
        zh="outbound_hosts 中的 {host} 代码没有用到",
        en="outbound_hosts names {host}, the code never asks it",
    ),
    cause=Words(
        zh="放行一个不用的域名只增加风险",
        en="Opening the way to a host that is not used adds risk and nothing else",
    ),
    fix=Words(
        zh="删除它，或用 ctx.http 访问它",
        en="Remove it, or ask it with ctx.http",
    ),
)


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Hosts that stand in no string of the code and were not asked while drawing."""
    if not reviewed.is_python:
        return
    told = [sentence.text for sentence in reviewed.sentences if sentence.file != MANIFEST]
    told += [str(asked.get("url")) for drawing in reviewed.drawings for _, asked in drawing.calls]
    for host, pointer in reviewed.named("/gkb/outbound_hosts").items():
        if not any(host in text for text in told):
            yield RULE.at(reviewed.in_manifest(pointer), host=host)
