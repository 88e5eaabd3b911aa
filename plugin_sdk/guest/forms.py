"""Builders of forms: `form(field("area", whole_number(...)), ..., submit="提交", action="submit")`.

Each function names one semantic field of the contract; the phone knows how it is asked, checked and read aloud.
"""

from plugin_sdk.guest.display import Part


def form(*entries: Part, submit: str, action: str, draft: bool = True) -> Part:
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
        "draft": draft,
    }


def group(title: str, *fields: Part) -> Part:
    """Fields under one heading."""
    return {"group": title, "fields": list(fields)}


def field(name: str, schema: Part, *, required: bool = True, show_if: tuple[str, object] | None = None) -> Part:
    """One question; build `schema` with the functions below. `show_if=("other", value)` asks it only then."""
    return {"name": name, "schema": schema, "required": required, "show_if": show_if}


def short_text(title: str, *, max_length: int = 100, error: str = "", description: str = "") -> Part:
    """A line that the person types; `error` is the sentence shown when it is wrong."""
    return _schema("ShortText", "string", title, error, description, minLength=1, maxLength=max_length)


def long_text(title: str, *, max_length: int = 1_000, error: str = "", description: str = "") -> Part:
    """Several lines."""
    return _schema("LongText", "string", title, error, description, minLength=1, maxLength=max_length)


def name(title: str, *, error: str = "", description: str = "") -> Part:
    """A person's name."""
    return _schema("Name", "string", title, error, description, minLength=1, maxLength=50)


def phone(title: str, *, error: str = "", description: str = "") -> Part:
    """A mobile number."""
    return _schema("Phone", "string", title, error, description, pattern="^1[3-9][0-9]{9}$")


def id_document(title: str, *, error: str = "", description: str = "") -> Part:
    """An identity document of somebody else than the caller: `{"type": ..., "number": ...}`."""
    return _schema("IdDocument", "object", title, error, description)


def credit_code(title: str, *, error: str = "", description: str = "") -> Part:
    """A unified social credit code (GB 32100)."""
    return _schema("CreditCode", "string", title, error, description, minLength=18, maxLength=18)


def whole_number(title: str, *, minimum: int, maximum: int, error: str = "", description: str = "") -> Part:
    """A whole number."""
    return _schema("Number", "integer", title, error, description, minimum=minimum, maximum=maximum)


def money(title: str, *, minimum: int = 0, maximum: int, error: str = "", description: str = "") -> Part:
    """An amount: people type yuan, the action receives whole fen; the bounds are fen, too."""
    return _schema("Money", "integer", title, error, description, minimum=minimum, maximum=maximum)


def date(title: str, *, error: str = "", description: str = "") -> Part:
    """A day, `YYYY-MM-DD`."""
    return _schema("Date", "string", title, error, description, format="date")


def period(title: str, *, error: str = "", description: str = "") -> Part:
    """From one day to another: `{"from": ..., "to": ...}`."""
    return _schema("Period", "object", title, error, description)


def choice(title: str, options: dict[str, str], *, error: str = "", description: str = "") -> Part:
    """One of few; `options` maps the stored value to the words people read."""
    return _schema("Choice", "string", title, error, description, oneOf=_options(options))


def multi_choice(title: str, options: dict[str, str], *, error: str = "", description: str = "") -> Part:
    """Any of few; the action receives a list of stored values."""
    items = {"type": "string", "oneOf": _options(options)}
    return _schema("MultiChoice", "array", title, error, description, items=items)


def yes_no(title: str, *, error: str = "", description: str = "") -> Part:
    """Yes or no; nothing is preselected."""
    return _schema("YesNo", "boolean", title, error, description)


def agreement(title: str, *, error: str = "", description: str = "") -> Part:
    """A box that must be ticked."""
    return _schema("Agreement", "boolean", title, error, description, const=True)


def region(title: str, *, error: str = "", description: str = "") -> Part:
    """A division of the province; the action receives its code."""
    return _schema("Region", "string", title, error, description)


def address(title: str, *, error: str = "", description: str = "") -> Part:
    """An address: `{"regionCode": ..., "detail": ...}`."""
    return _schema("StandardAddress", "object", title, error, description)


def attachment(
    title: str, *, most: int = 1, media_types: tuple[str, ...] = (), error: str = "", description: str = ""
) -> Part:
    """Files; the action receives references `[{"id", "name", "mediaType", "bytes"}]`, never the content."""
    rules: Part = {"x-media-types": list(media_types)} if media_types else {}
    return _schema("Attachment", "array", title, error, description, maxItems=most, **rules)


def signature(title: str, *, error: str = "", description: str = "") -> Part:
    """A signature, drawn with the finger or typed."""
    return _schema("Signature", "string", title, error, description)


def prefilled(title: str, *, source: str) -> Part:
    """A value that the government knows already; people see it and where it came from, and cannot edit it."""
    return {"type": "string", "title": title, "readOnly": True, "x-field": "Statement", "x-source": source}


def _schema(kind: str, json_type: str, title: str, error: str, description: str, **rules: object) -> Part:
    words = {"description": description, "x-error": error}
    said = {key: value for key, value in words.items() if value}
    return {"type": json_type, "title": title, "x-field": kind, **said, **rules}


def _options(options: dict[str, str]) -> list[Part]:
    if not options:
        raise ValueError("a choice needs options")
    return [{"const": value, "title": words} for value, words in options.items()]


def _fields_of(entry: Part) -> list[Part]:
    inner = entry.get("fields")
    return inner if isinstance(inner, list) else [entry]


def _element_of(entry: Part) -> Part:
    if "group" in entry:
        return {"type": "Group", "label": entry["group"], "elements": [_element_of(each) for each in _fields_of(entry)]}
    control: Part = {"type": "Control", "scope": f"#/properties/{entry['name']}"}
    shown = entry["show_if"]
    if isinstance(shown, tuple):
        condition = {"scope": f"#/properties/{shown[0]}", "schema": {"const": shown[1]}}
        control["rule"] = {"effect": "SHOW", "condition": condition}
    return control
