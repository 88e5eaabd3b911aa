"""The platform grants at most its own limits, whatever a manifest asks for."""

from collections.abc import Iterator

from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="manifest.quota-beyond",
    severity="warning",
    what=Words(
        zh="{name} 要 {asked}，平台最多给 {most}",
        en="{name} asks for {asked}, the platform grants at most {most}",
    ),
    cause=Words(
        zh="超出部分不会生效，用户会提前遇到限制",
        en="The rest has no effect, and people meet the limit earlier than planned",
    ),
    fix=Words(
        zh="改为不大于 {most}；需要更多时请与平台联系",
        en="Ask for at most {most}; talk to the platform if more is needed",
    ),
)

GRANTED = {"store_keys_per_person": 50}
"""Quotas that the platform cuts, whatever a manifest asks for; the others are granted as they are reviewed."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Quotas over what is granted to anybody."""
    for name, most in GRANTED.items():
        asked = reviewed.member(f"/gkb/quotas/{name}")
        if isinstance(asked, int) and asked > most:
            yield RULE.at(reviewed.in_manifest(f"/gkb/quotas/{name}"), name=name, asked=asked, most=most)
