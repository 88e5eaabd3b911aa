"""Only hosts of the manifest are reached."""

import re
from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Place, Rule
from plugin_sdk.tools.problem import Problem, Words
from plugin_sdk.tools.project import MANIFEST

RULE = Rule(
    code="manifest.host-undeclared",
    what=Words(
        zh="代码访问 {host}，清单的 outbound_hosts 没有它",
        en="The code asks {host}, which is not in outbound_hosts of the manifest",
    ),
    cause=Words(
        zh="没有列出的域名一律不通",
        en="Hosts that are not listed cannot be reached",
    ),
    fix=Words(
        zh='把 "{host}" 加入 gkb.outbound_hosts',
        en='Add "{host}" to gkb.outbound_hosts',
    ),
)

ADDRESS = re.compile(r"https?://([A-Za-z0-9.-]+)")


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Addresses in the code whose host is not declared, where the code asks hosts at all."""
    declared = reviewed.named("/gkb/outbound_hosts")
    if not any(call.capability == "http.fetch" for call in reviewed.calls):
        return
    for sentence in reviewed.sentences:
        found = ADDRESS.match(sentence.text) if sentence.file != MANIFEST else None
        if found and found[1].lower() not in declared:
            yield RULE.at(Place(file=sentence.file, line=sentence.line), host=found[1].lower())
