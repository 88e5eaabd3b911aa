"""A screen crosses a bad line within a second, or people wait."""

import json
from collections.abc import Iterator
from typing import Any

from plugin_sdk.contract.limits import SCREEN_NODES
from plugin_sdk.tools.check.facts.on_screen import place_on
from plugin_sdk.tools.check.reviewed import Reviewed
from plugin_sdk.tools.check.rule import Rule
from plugin_sdk.tools.drawing.drawings import shown
from plugin_sdk.tools.problem import Problem, Words

RULE = Rule(
    code="screens.too-large",
    what=Words(
        zh="页面 {name} 有 {bytes} 字节、{nodes} 个节点，超过 {most_bytes} 字节或 {most_nodes} 个节点",
        en="The screen {name} has {bytes} bytes and {nodes} nodes; {most_bytes} and {most_nodes} are allowed",
    ),
    cause=Words(
        zh="弱网和旧手机上会等很久",
        en="On a bad line and an old phone people wait long",
    ),
    fix=Words(
        zh="分页或分成几个页面，每页只放需要的内容",
        en="Split it over pages, each with what is needed",
    ),
)

MOST_BYTES = 64 * 1024
"""Uncompressed; some 10 KiB on the line, which is a second at 100 kbit/s."""

MOST_NODES = SCREEN_NODES // 2
"""Half of what the platform refuses, because real data is longer than samples."""


def find(reviewed: Reviewed) -> Iterator[Problem]:
    """Screens over the budget: a reviewer's is tighter than the platform's wall."""
    for each in shown(reviewed.drawings):
        size = len(json.dumps(each.screen, ensure_ascii=False).encode())
        nodes = _nodes(each.screen)
        if size > MOST_BYTES or nodes > MOST_NODES:
            told = {"name": each.drawing.name, "bytes": size, "nodes": nodes}
            yield RULE.at(place_on(each.drawing, each.pointer), **told, most_bytes=MOST_BYTES, most_nodes=MOST_NODES)


def _nodes(whole: Any) -> int:
    waiting, count = [whole], 0
    while waiting:
        part = waiting.pop()
        count += 1
        inner = part.values() if isinstance(part, dict) else part
        waiting += [value for value in inner if isinstance(value, dict | list)]
    return count
