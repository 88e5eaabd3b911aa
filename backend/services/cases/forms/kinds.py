"""What a value of each kind of field may be: the same bounds in the schema that the phone draws and where we judge.

`TYPE_OF` is about shape only: a value of another shape comes from no control and is refused, while a wrong number is
kept, so that a half-typed form can be taken up on another device.
"""

import re
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from backend.services.items.structs import Field
from plugin_sdk.contract.values import JsonObject

TEXT_MOST: Final = {"Name": 50, "ShortText": 100, "LongText": 1_000, "Phone": 30, "CreditCode": 30, "Region": 12}
TEXT_USUAL: Final = 100  # of kinds that say nothing else
SIGNATURE_MOST: Final = 16 * 1024  # what the phone thins a drawn signature to
DETAIL_MOST: Final = 200
CHOICES_MOST: Final = 60
FILES_MOST: Final = 10  # of one field or material: a contract of many pages is one PDF
NUMBER_MOST: Final = 2**53  # beyond it a phone's numbers are no longer exact
FEN_MOST: Final = 10**15
DRAWN: Final = re.compile(r"[ML0-9 ]{4,16384}")
TYPED: Final = "text:"

NUMBERS: Final = {"Number", "Money"}
TEXTS: Final = {"ShortText", "LongText", "Name", "Phone", "CreditCode", "Date", "Choice", "Region", "Statement"}


def is_of_type(field: Field, value: Any) -> bool:
    """Whether a control of this kind could have given the value, right or not yet."""
    check = _CHECKS.get(field.kind)
    return check(value) if check else isinstance(value, str) and len(value) <= text_most(field)


def text_most(field: Field) -> int:
    """How many characters the field takes."""
    most = TEXT_MOST.get(field.kind, TEXT_USUAL)
    return min(most, field.maximum) if field.maximum and field.kind in {"ShortText", "LongText", "Name"} else most


def files_most(field: Field) -> int:
    """How many files the field takes."""
    return min(FILES_MOST, field.maximum) if field.maximum else FILES_MOST


def is_empty(value: Any) -> bool:
    """Whether nothing was answered: an object or a list of nothing is nothing, too."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return True
    if isinstance(value, dict):
        return all(is_empty(one) for one in value.values())
    return isinstance(value, list) and not value


def schema_of(field: Field) -> JsonObject:
    """The property of the form's JSON Schema for a field that is asked."""
    said: JsonObject = {"title": field.title, "x-field": field.kind}
    if field.hint:
        said["description"] = field.hint
    return said | _RULES.get(field.kind, _text_rules)(field)


def options_of(field: Field) -> list[JsonObject]:
    """The choices as JSON Schema says them."""
    return [{"const": choice.value, "title": choice.title} for choice in field.choices]


def _is_texts(value: Any, names: set[str]) -> bool:
    return (
        isinstance(value, dict)
        and set(value) <= names
        and all(one is None or (isinstance(one, str) and len(one) <= DETAIL_MOST) for one in value.values())
    )


def _is_number(value: Any) -> bool:
    # A control leaves what it could not read as text, so that people see what they typed.
    if isinstance(value, str):
        return len(value) <= TEXT_USUAL
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= FEN_MOST * 10


def _is_files(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= FILES_MOST and all(_is_file(one) for one in value)


def _is_file(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) - {"id", "name", "mediaType", "bytes"}:
        return False
    try:
        UUID(str(value.get("id")))
    except ValueError:
        return False
    return True


def _is_choices(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= CHOICES_MOST
        and all(isinstance(one, str) and len(one) <= TEXT_USUAL for one in value)
    )


_CHECKS: Final[dict[str, Callable[[Any], bool]]] = {
    "Number": _is_number,
    "Money": _is_number,
    "YesNo": lambda value: isinstance(value, bool),
    "Agreement": lambda value: isinstance(value, bool),
    "IdDocument": lambda value: _is_texts(value, {"type", "number"}),
    "Period": lambda value: _is_texts(value, {"from", "to"}),
    "StandardAddress": lambda value: _is_texts(value, {"regionCode", "detail"}),
    "MultiChoice": _is_choices,
    "Attachment": _is_files,
    "Signature": lambda value: isinstance(value, str) and len(value) <= SIGNATURE_MOST,
}


def _text_rules(field: Field) -> JsonObject:
    bounds: JsonObject = {"type": "string", "minLength": max(1, field.minimum or 1), "maxLength": text_most(field)}
    return bounds | ({"pattern": field.pattern} if field.pattern else {})


def _number_rules(field: Field) -> JsonObject:
    low, high = (field.minimum, field.maximum)
    if field.kind == "Money":
        return {"type": "integer", "minimum": low or 0, "maximum": FEN_MOST if high is None else high}
    bounds = {"minimum": low if low is not None else -NUMBER_MOST, "maximum": NUMBER_MOST if high is None else high}
    return {"type": "number", **bounds}


def _object_rules(field: Field) -> JsonObject:
    members = {"IdDocument": ("type", "number"), "Period": ("from", "to"), "StandardAddress": ("regionCode", "detail")}
    names = members[field.kind]
    return {"type": "object", "properties": {name: {"type": "string"} for name in names}, "required": list(names)}


def _choices_rules(field: Field) -> JsonObject:
    bounds: JsonObject = {"minItems": field.minimum or 1, "maxItems": field.maximum or len(field.choices)}
    return {"type": "array", "items": {"type": "string", "oneOf": options_of(field)}, **bounds}


def _files_rules(field: Field) -> JsonObject:
    return {"type": "array", "minItems": field.minimum or 1, "maxItems": files_most(field)}


_RULES: Final[dict[str, Callable[[Field], JsonObject]]] = {
    "Number": _number_rules,
    "Money": _number_rules,
    "Date": lambda field: {"type": "string", "format": "date"} | ({"pattern": field.pattern} if field.pattern else {}),
    "YesNo": lambda _field: {"type": "boolean"},
    "Agreement": lambda _field: {"type": "boolean", "const": True},
    "IdDocument": _object_rules,
    "Period": _object_rules,
    "StandardAddress": _object_rules,
    "Choice": lambda field: {"type": "string", "oneOf": options_of(field)},
    "MultiChoice": _choices_rules,
    "Attachment": _files_rules,
    "Signature": lambda _field: {"type": "string", "minLength": 1, "maxLength": SIGNATURE_MOST},
    "Phone": lambda _field: {"type": "string", "maxLength": TEXT_MOST["Phone"]},
    "CreditCode": lambda _field: {"type": "string", "maxLength": TEXT_MOST["CreditCode"]},
    "Region": lambda field: {"type": "string"} | ({"pattern": field.pattern} if field.pattern else {}),
}
