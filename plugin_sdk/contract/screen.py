"""Screens: a closed, frozen set of components.

Consent, payment and identity screens are not among them, on purpose: only the shell draws those.
"""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from plugin_sdk.contract import limits
from plugin_sdk.contract.values import Slug

CATALOG_ID: Literal["https://kuaiban.gansu.example/catalog/v0_1"] = "https://kuaiban.gansu.example/catalog/v0_1"
"""Names this set of components for ever; a changed set gets another id."""

Label = Annotated[str, Meta(min_length=1, max_length=200)]
Paragraph = Annotated[str, Meta(max_length=4_000)]
JsonObject = dict[str, Any]


class ScreenTooComplex(ValueError):
    """A screen nests deeper or has more nodes than a phone should be asked to draw."""


class Fact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One labelled value, both ready for reading."""

    label: Label
    value: Annotated[str, Meta(max_length=1_000)]


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step of what happens next."""

    title: Label
    text: Paragraph = ""


class Target(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a button leads: a screen or an action of the same mini-app, never an address."""

    kind: Literal["screen", "action"]
    name: Slug


class Submit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The button of a form; `action` receives the form's data."""

    text: Label
    action: Slug


class Component(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="component"):
    """Base of all components; `component` on the wire says which."""


class Text(Component, frozen=True, kw_only=True, tag="Text"):
    """Plain text; no markup of any kind is interpreted."""

    text: Paragraph
    variant: Literal["h1", "h2", "body", "caption"] = "body"


class Notice(Component, frozen=True, kw_only=True, tag="Notice"):
    """A box that stands out; the tone is never the only carrier of its meaning."""

    tone: Literal["info", "success", "warning", "danger"]
    title: Label
    text: Paragraph = ""


class FactTable(Component, frozen=True, kw_only=True, tag="FactTable"):
    """Labels and values, one row each."""

    facts: Annotated[list[Fact], Meta(max_length=200)]


class Steps(Component, frozen=True, kw_only=True, tag="Steps"):
    """An ordered list of steps."""

    items: Annotated[list[Step], Meta(max_length=50)]


class Button(Component, frozen=True, kw_only=True, tag="Button"):
    """Leads to another screen or takes an action; at most one primary button belongs on a screen."""

    text: Label
    variant: Literal["primary", "secondary"] = "secondary"
    action: Target


class Form(Component, frozen=True, kw_only=True, tag="Form"):
    """JSON Schema 2020-12 says what is asked, a JSON Forms uischema in which order."""

    schema: JsonObject
    uischema: JsonObject
    submit: Submit


class Divider(Component, frozen=True, kw_only=True, tag="Divider"):
    """A quiet line between two parts."""


class EmptyState(Component, frozen=True, kw_only=True, tag="EmptyState"):
    """Says that there is nothing yet and what to do."""

    title: Label
    text: Paragraph = ""


AnyComponent = Text | Notice | FactTable | Steps | Button | Form | Divider | EmptyState


class Screen(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What the phone draws; `data` prefills the forms of `body` by field name."""

    catalog_id: Literal["https://kuaiban.gansu.example/catalog/v0_1"] = CATALOG_ID
    version: Literal[1] = 1
    title: Label
    body: Annotated[list[AnyComponent], Meta(max_length=200)]
    data: JsonObject = {}


def require_simple(screen: Screen) -> None:
    """Refuse a screen that the phone should not be asked to draw.

    Raises:
        ScreenTooComplex: deeper than `SCREEN_DEPTH` or more than `SCREEN_NODES` objects and lists.

    """
    free_parts: list[Any] = [screen.data]
    nodes = 1
    for component in screen.body:
        nodes += 1
        if isinstance(component, Form):
            free_parts += [component.schema, component.uischema]
        elif isinstance(component, FactTable):
            nodes += len(component.facts)
        elif isinstance(component, Steps):
            nodes += len(component.items)
    # A free part already stands inside the screen, its body and its component.
    waiting = [(part, 3) for part in free_parts]
    while waiting:
        part, depth = waiting.pop()
        nodes += 1
        if depth > limits.SCREEN_DEPTH or nodes > limits.SCREEN_NODES:
            raise ScreenTooComplex(f"depth {depth}, nodes {nodes}")
        inner = part.values() if isinstance(part, dict) else part
        waiting += [(value, depth + 1) for value in inner if isinstance(value, dict | list)]
    if nodes > limits.SCREEN_NODES:
        raise ScreenTooComplex(f"nodes {nodes}")
