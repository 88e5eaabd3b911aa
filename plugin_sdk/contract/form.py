"""Forms: JSON Schema 2020-12 says what is asked, a JSON Forms uischema in which order, `x-field` which control.

Only the part of JSON Schema that a phone can draw is allowed; `require_drawable` refuses the rest by name.
"""

import re
from typing import Annotated, Any, Literal, get_args

from msgspec import Meta, Struct

from plugin_sdk.contract.display import Component
from plugin_sdk.contract.values import JsonObject, Label, Slug

FieldKind = Literal[
    "ShortText",
    "LongText",
    "Name",
    "Phone",
    "IdDocument",
    "CreditCode",
    "Number",
    "Money",
    "Date",
    "Period",
    "Choice",
    "MultiChoice",
    "YesNo",
    "Agreement",
    "Region",
    "StandardAddress",
    "Attachment",
    "Signature",
    "Statement",
]
"""Semantic fields (`x-field`). The shell knows how each is asked, checked and read aloud.

Values: Money is whole fen; Date `YYYY-MM-DD`; Period `{from, to}`; IdDocument `{type, number}` with a type of GA/T
2000.156; Region a division code; StandardAddress `{regionCode, detail}`; MultiChoice a list of stored values;
Signature one SVG path, or `text:` and the typed name; Attachment a list of `{id, name, mediaType, bytes}` of the files
room; Statement is read only.
"""

JSON_TYPES: dict[str, tuple[str, ...]] = {
    "Number": ("integer", "number"),
    "Money": ("integer",),
    "YesNo": ("boolean",),
    "Agreement": ("boolean",),
    "IdDocument": ("object",),
    "Period": ("object",),
    "StandardAddress": ("object",),
    "MultiChoice": ("array",),
    "Attachment": ("array",),
}
"""JSON types that a kind of field may have; every other kind is a string."""

OBJECT_MEMBERS: dict[str, tuple[str, ...]] = {
    "IdDocument": ("type", "number"),
    "Period": ("from", "to"),
    "StandardAddress": ("regionCode", "detail"),
}
FIELDS_MOST = 100
KEYWORDS = frozenset(
    ("type", "title", "description", "default", "const", "enum", "oneOf", "items", "minItems", "maxItems")
) | {"minLength", "maxLength", "pattern", "minimum", "maximum", "format", "readOnly", "properties", "required"}
OWN_KEYWORDS = frozenset(("x-field", "x-source", "x-error", "x-maximum-bytes", "x-media-types"))
LAYOUTS = ("VerticalLayout", "Group")
LAYOUT_KEYWORDS = frozenset(("type", "scope", "label", "text", "elements", "options", "rule"))
_NAME = re.compile(r"[a-z][A-Za-z0-9]{0,39}")


class FormNotDrawable(ValueError):
    """A form asks for something that no phone can draw; the message says where and what."""


class Submit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The button of a form; `action` receives the form's data."""

    text: Label
    action: Slug


class Form(Component, frozen=True, kw_only=True, tag="Form"):
    """Questions; `data` of the screen prefills them by field name."""

    schema: JsonObject
    uischema: JsonObject
    submit: Submit
    draft: Annotated[bool, Meta(description="Whether the phone keeps what was typed until it is sent")] = True


def kind_of(field: JsonObject) -> str:
    """The semantic field of a property: named by `x-field`, else read from its JSON type."""
    if "x-field" in field:
        return str(field["x-field"])
    if field.get("readOnly"):
        return "Statement"
    if "oneOf" in field or "enum" in field:
        return "Choice"
    by_type = {"integer": "Number", "number": "Number", "array": "MultiChoice"}
    if field.get("type") == "boolean":
        return "Agreement" if field.get("const") is True else "YesNo"
    return "Date" if field.get("format") == "date" else by_type.get(str(field.get("type")), "ShortText")


def require_drawable(form: Form) -> None:
    """Refuse a form that a phone cannot draw.

    Raises:
        FormNotDrawable: an unknown keyword, kind of field, layout or field name; the message has a JSON pointer.

    """
    properties = form.schema.get("properties")
    if form.schema.get("type") != "object" or not isinstance(properties, dict):
        raise FormNotDrawable("/schema: a form's schema is an object with properties")
    if len(properties) > FIELDS_MOST:
        raise FormNotDrawable(f"/schema/properties: more than {FIELDS_MOST} fields")
    for name, field in properties.items():
        _require_field(name, field)
    missing = [name for name in form.schema.get("required", []) if name not in properties]
    if missing:
        raise FormNotDrawable(f"/schema/required: there is no field {missing[0]}")
    _require_layout(form.uischema, properties, "/uischema")


def _require_field(name: str, field: Any) -> None:
    place = f"/schema/properties/{name}"
    if not _NAME.fullmatch(name):
        raise FormNotDrawable(f"{place}: a field's name is letters and digits, a small letter first")
    if not isinstance(field, dict):
        raise FormNotDrawable(f"{place}: a field is an object")
    if unknown := sorted(set(field) - KEYWORDS - OWN_KEYWORDS):
        raise FormNotDrawable(f"{place}/{unknown[0]}: this keyword cannot be drawn")
    kind = kind_of(field)
    if kind not in get_args(FieldKind):
        raise FormNotDrawable(f"{place}/x-field: there is no field {kind}")
    if field.get("type") not in JSON_TYPES.get(kind, ("string",)):
        raise FormNotDrawable(f"{place}/type: {kind} is {' or '.join(JSON_TYPES.get(kind, ('string',)))}")
    if not isinstance(field.get("title"), str) or not field["title"]:
        raise FormNotDrawable(f"{place}/title: a field needs words")


def _require_layout(element: Any, properties: JsonObject, place: str) -> None:
    kind = element.get("type") if isinstance(element, dict) else None
    if isinstance(element, dict) and (unknown := sorted(set(element) - LAYOUT_KEYWORDS)):
        raise FormNotDrawable(f"{place}/{unknown[0]}: this keyword cannot be drawn")
    if kind == "Label":
        return
    if kind == "Control":
        if str(element.get("scope", "")).removeprefix("#/properties/") not in properties:
            raise FormNotDrawable(f"{place}/scope: there is no such field")
        return
    if kind not in LAYOUTS or not isinstance(element.get("elements"), list):
        raise FormNotDrawable(f"{place}/type: {kind} is no layout; there are {', '.join(LAYOUTS)}, Control and Label")
    for index, inner in enumerate(element["elements"]):
        _require_layout(inner, properties, f"{place}/elements/{index}")
