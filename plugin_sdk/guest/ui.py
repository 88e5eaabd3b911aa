"""Builders of screens: each returns the plain dict that goes on the wire.

Plain dicts on purpose: every call starts a fresh interpreter, and classes with machinery cost milliseconds to define.
The host checks what is built here against `plugin_sdk.contract.screen`.
"""

from collections.abc import Mapping

Part = dict[str, object]

CATALOG_ID = "https://kuaiban.gansu.example/catalog/v0_1"


def screen(title: str, *body: Part, data: Mapping[str, object] | None = None) -> Part:
    """A whole screen; `data` prefills its form by field name."""
    return {"catalogId": CATALOG_ID, "version": 1, "title": title, "body": list(body), "data": dict(data or {})}


def text(content: str, *, variant: str = "body") -> Part:
    """Plain text; `variant` is h1, h2, body or caption."""
    return {"component": "Text", "text": content, "variant": variant}


def notice(title: str, content: str = "", *, tone: str = "info") -> Part:
    """A box that stands out; `tone` is info, success, warning or danger."""
    return {"component": "Notice", "tone": tone, "title": title, "text": content}


def fact(label: str, value: str) -> Part:
    """One row of a fact table, a receipt or a message."""
    return {"label": label, "value": value}


def fact_table(*facts: Part) -> Part:
    """Labels and values."""
    return {"component": "FactTable", "facts": list(facts)}


def steps(*items: tuple[str, str]) -> Part:
    """What happens next, as (title, text) pairs."""
    return {"component": "Steps", "items": [{"title": title, "text": content} for title, content in items]}


def button(label: str, *, screen: str = "", action: str = "", primary: bool = False) -> Part:
    """Leads to a screen or takes an action of the same mini-app; name exactly one of them."""
    if bool(screen) == bool(action):
        raise ValueError("a button leads to a screen or takes an action: name exactly one")
    target = {"kind": "screen", "name": screen} if screen else {"kind": "action", "name": action}
    return {
        "component": "Button",
        "text": label,
        "variant": "primary" if primary else "secondary",
        "action": target,
    }


def divider() -> Part:
    """A quiet line."""
    return {"component": "Divider"}


def empty_state(title: str, content: str = "") -> Part:
    """Says that there is nothing yet and what to do."""
    return {"component": "EmptyState", "title": title, "text": content}


def form(*entries: Part, submit: str, action: str) -> Part:
    """A form of `field(...)` and `group(...)` entries; `submit` is the words of its button."""
    fields = [field for entry in entries for field in _fields_of(entry)]
    schema: Part = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {str(field["name"]): field["schema"] for field in fields},
        "required": [field["name"] for field in fields if field["required"]],
    }
    return {
        "component": "Form",
        "schema": schema,
        "uischema": {"type": "VerticalLayout", "elements": [_element_of(entry) for entry in entries]},
        "submit": {"text": submit, "action": action},
    }


def group(title: str, *fields: Part) -> Part:
    """Fields under one heading."""
    return {"group": title, "fields": list(fields)}


def field(name: str, schema: Part, *, required: bool = True) -> Part:
    """One question; build `schema` with the functions below."""
    return {"name": name, "schema": schema, "required": required}


def short_text(title: str, *, max_length: int = 100, error: str = "", description: str = "") -> Part:
    """A line that the person types; `error` is the sentence shown when it is wrong."""
    return _schema("string", title, error, description, minLength=1, maxLength=max_length)


def whole_number(
    title: str, *, minimum: int, maximum: int, error: str = "", description: str = "", kind: str = ""
) -> Part:
    """A whole number; `kind` may be `money-fen`."""
    schema = _schema("integer", title, error, description, minimum=minimum, maximum=maximum)
    return {**schema, "x-kind": kind} if kind else schema


def choice(title: str, options: dict[str, str], *, error: str = "", description: str = "") -> Part:
    """One of few; `options` maps the stored value to the words people read."""
    one_of = [{"const": value, "title": words} for value, words in options.items()]
    return _schema("string", title, error, description, oneOf=one_of)


def agreement(title: str, *, error: str = "", description: str = "") -> Part:
    """A box that must be ticked."""
    return _schema("boolean", title, error, description, const=True)


def prefilled(title: str, *, source: str) -> Part:
    """A value that the government knows already; people see it and where it came from, and cannot edit it."""
    return {"type": "string", "title": title, "readOnly": True, "x-source": source}


def _schema(json_type: str, title: str, error: str, description: str, **rules: object) -> Part:
    words = {"description": description, "x-error": error}
    return {"type": json_type, "title": title, **{key: said for key, said in words.items() if said}, **rules}


def _fields_of(entry: Part) -> list[Part]:
    inner = entry.get("fields")
    return inner if isinstance(inner, list) else [entry]


def _element_of(entry: Part) -> Part:
    if "group" in entry:
        return {"type": "Group", "label": entry["group"], "elements": [_element_of(each) for each in _fields_of(entry)]}
    return {"type": "Control", "scope": f"#/properties/{entry['name']}"}
