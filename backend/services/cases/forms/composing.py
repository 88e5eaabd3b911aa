"""Compose the form that the phone draws: known facts first, read only and with their source; then what is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from backend.services.cases.forms.fitting import CORRECTABLE, is_plain, words_of
from backend.services.cases.forms.kinds import options_of, schema_of
from backend.services.cases.forms.structs import Count, KnownShown, KnownValue
from backend.services.items.structs import Field
from plugin_sdk.contract.form import JSON_TYPES, Form, Submit
from plugin_sdk.contract.values import JsonObject

KNOWN_LABEL: Final = "已为您填好"
ASKED_LABEL: Final = "请您填写"
WORDS_LABEL: Final = "请您知悉"
SUBMIT: Final = Submit(text="下一步", action="save")
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True)
class Composed:
    """A form with the values it shows, and what it asks."""

    form: Form
    data: JsonObject
    known: list[KnownShown]
    asked: list[Field]
    count: Count


@dataclass(frozen=True)
class Sorted:
    """The fields by what becomes of them. Every field is in exactly one list, in the order of the item."""

    known: list[Field] = field(default_factory=list)
    asked: list[Field] = field(default_factory=list)
    words: list[Field] = field(default_factory=list)


def sort(fields: Sequence[Field], known: Mapping[str, KnownValue], *, corrected: Sequence[str] = ()) -> Sorted:
    """What a register answered, what is asked, and what is only read."""
    found = Sorted()
    for one in fields:
        if one.name in known and one.name not in corrected:
            found.known.append(one)
        elif one.kind == "Statement":
            found.words.append(one)
        else:
            found.asked.append(one)
    return found


def compose(
    fields: Sequence[Field],
    *,
    known: Mapping[str, KnownValue],
    corrected: Sequence[str] = (),
    answers: Mapping[str, Any],
    regions: Mapping[str, str],
    separately: int | None = None,
) -> Composed:
    """The form of these fields as it stands: what is known is shown, and only the rest is asked, each once."""
    sorted_fields = sort(fields, known, corrected=corrected)
    shown = {one.name: words_of(one, known[one.name], regions=regions) for one in sorted_fields.known}
    properties = {one.name: _known_schema(one, known[one.name]) for one in sorted_fields.known}
    properties |= {one.name: _words_schema(one) for one in sorted_fields.words}
    properties |= {one.name: schema_of(one) for one in sorted_fields.asked}
    data = {
        one.name: known[one.name].value if is_plain(one, known[one.name]) else shown[one.name]
        for one in sorted_fields.known
    }
    data |= {one.name: one.hint or one.title for one in sorted_fields.words}
    data |= {one.name: answers[one.name] for one in sorted_fields.asked if answers.get(one.name) is not None}
    required = [one.name for one in sorted_fields.asked if one.required]
    return Composed(
        form=Form(
            schema={"$schema": DIALECT, "type": "object", "properties": properties, "required": required},
            uischema={"type": "VerticalLayout", "elements": _groups(sorted_fields)},
            submit=SUBMIT,
        ),
        data=data,
        known=[_shown(one, known[one.name], shown[one.name]) for one in sorted_fields.known],
        asked=sorted_fields.asked,
        count=count(sorted_fields, separately=separately),
    )


def count(found: Sorted, *, separately: int | None = None) -> Count:
    """Asked against known; words that are only read are no fields. Of no fields at all, everything is known."""
    known, asked = len(found.known), len(found.asked)
    return Count(
        fields=known + asked,
        known=known,
        asked=asked,
        share=known * 100 // (known + asked) if known + asked else 100,
        separately=known + asked if separately is None else separately,
    )


def is_correctable(known: KnownValue) -> bool:
    """Whether the person may say that the register is wrong."""
    return known.fact in CORRECTABLE


def _known_schema(one: Field, known: KnownValue) -> JsonObject:
    source = f"{known.source}（{known.as_of.isoformat()}）"
    schema: JsonObject = {"title": one.title, "readOnly": True, "x-source": source}
    if not is_plain(one, known):
        return schema | {"type": "string", "x-field": "Statement"}
    schema |= {"type": JSON_TYPES.get(one.kind, ("string",))[-1], "x-field": one.kind}
    if one.kind == "Choice":
        schema["oneOf"] = options_of(one)
    if one.kind == "MultiChoice":
        schema["items"] = {"type": "string", "oneOf": options_of(one)}
    return schema


def _words_schema(one: Field) -> JsonObject:
    return {"type": "string", "title": one.title, "readOnly": True, "x-field": "Statement"}


def _groups(found: Sorted) -> list[JsonObject]:
    named = ((KNOWN_LABEL, found.known), (WORDS_LABEL, found.words), (ASKED_LABEL, found.asked))
    return [{"type": "Group", "label": label, "elements": _controls(fields)} for label, fields in named if fields]


def _controls(fields: Sequence[Field]) -> list[JsonObject]:
    return [{"type": "Control", "scope": f"#/properties/{one.name}"} for one in fields]


def _shown(one: Field, known: KnownValue, words: str) -> KnownShown:
    return KnownShown(
        field=one.name,
        title=one.title,
        fact=known.fact,
        shown=words,
        source=known.source,
        as_of=known.as_of,
        correctable=is_correctable(known),
    )
