"""What somebody could send for the forms of a drawn screen: one sensible answer each, and some nonsense.

Standard library only: it runs beside the author's code.
"""

import re
from typing import NamedTuple

Part = dict[str, object]

EXAMPLE = re.compile(r"(?:例如|比如|for example|such as)\s*[:：]?\s*([A-Za-z0-9-]+)")
"""An example that the author gives people beside a question: the likeliest answer that fits."""

BY_KIND: dict[str, object] = {
    "Name": "李小寒",
    "Phone": "13900000000",
    "IdDocument": {"type": "111", "number": "620102199001011232"},
    "CreditCode": "91620000MA00000000",
    "Date": "2026-02-02",
    "Period": {"from": "2026-02-02", "to": "2026-02-03"},
    "YesNo": True,
    "Agreement": True,
    "Region": "620102000000",
    "StandardAddress": {"regionCode": "620102000000", "detail": "示例路1号"},
    "Attachment": [{"id": "file-1", "name": "example.pdf", "mediaType": "application/pdf", "bytes": 1000}],
    "Signature": "text:李小寒",
}


class Tap(NamedTuple):
    """What somebody could do on a screen: take an action with data, or open a screen with input."""

    kind: str
    name: str
    data: Part


def sample_taps(screen: object) -> list[Tap]:
    """Every form sent, slot picked and button tapped, once each; screens without input are pages and left out."""
    found: list[Tap] = []
    waiting = [screen]
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, list):
            waiting += part
        elif isinstance(part, dict):
            found += _taps(part)
            waiting += part.values()
    return found


def nonsense(names: list[str]) -> list[Part]:
    """Data that no form sends: every field with a value of a wrong type, or far too much of it."""
    wrong: list[object] = [None, -1, [{}], {"": None}, "x" * 5_000, "\u202e", True, 1e308]
    return [dict.fromkeys(names, value) for value in wrong]


def _taps(part: Part) -> list[Tap]:
    kind = part.get("component")
    if kind == "Form":
        return _sent(part)
    if kind == "SlotPicker":
        slots = [slot for day in _list(part.get("days")) if isinstance(day, dict) for slot in _list(day.get("slots"))]
        named = [slot for slot in slots if isinstance(slot, dict) and slot.get("id")]
        return [Tap("action", str(part.get("action")), {"slot": slot["id"]}) for slot in named]
    target = part.get("action")
    if isinstance(target, dict) and isinstance(target.get("input", {}), dict):
        data = dict(target.get("input", {}))
        if target.get("kind") == "action" or (target.get("kind") == "screen" and data):
            return [Tap(str(target["kind"]), str(target.get("name")), data)]
    return []


def _sent(form: Part) -> list[Tap]:
    schema, submit = form.get("schema"), form.get("submit")
    if not isinstance(schema, dict) or not isinstance(submit, dict):
        return []
    properties = schema.get("properties")
    asked = properties.items() if isinstance(properties, dict) else ()
    data = {name: _answer(field) for name, field in asked if isinstance(field, dict) and not field.get("readOnly")}
    return [Tap("action", str(submit.get("action")), data)]


def _answer(field: Part) -> object:
    kind = str(field.get("x-field", ""))
    if kind in BY_KIND:
        return BY_KIND[kind]
    options = _list(field.get("oneOf"))
    if options and isinstance(options[0], dict):
        return options[0].get("const")
    if field.get("type") == "array":
        items = field.get("items")
        return [_answer(items)] if isinstance(items, dict) else []
    if field.get("type") == "integer":
        low = field.get("minimum")
        return low if isinstance(low, int) else 1
    if field.get("type") == "boolean":
        return True
    if said := EXAMPLE.search(str(field.get("description", ""))):
        return said[1]
    longest = field.get("maxLength")
    return "演示内容"[: longest if isinstance(longest, int) else None]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
