"""An address inside somebody's network, or a bare number, is never a department's service."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.host-private",
    what=Words(
        zh="不能访问 {host}",
        en="{host} cannot be reached",
    ),
    cause=Words(
        zh="内网名称、本机和 IP 地址一律不放行，防止应用探测内部网络",
        en="Internal names, this machine and bare addresses are never allowed: an app must not probe networks",
    ),
    fix=Words(
        zh="写部门对外服务的域名，例如 data.example.gov.cn",
        en="Name the department's public host, for example data.example.gov.cn",
    ),
)

INNER = frozenset(
    ("local", "localhost", "localdomain", "internal", "intranet", "lan", "home", "corp", "private", "onion")
)
"""Last labels that no public name has (RFC 6761, RFC 6762, RFC 7686, RFC 8375, and what routers hand out)."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Hosts that are addresses or names of an inner network."""
    for host, pointer in reviewed.named("/gkb/outbound_hosts").items():
        last = host.rstrip(".").rpartition(".")[2]
        if last.isdecimal() or last.startswith("0x") or last in INNER or host in {"localhost", "metadata"}:
            yield RULE.at(reviewed.in_manifest(pointer), host=host)
