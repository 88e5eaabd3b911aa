"""Screens: a closed, frozen set of components, here those that hold others, and the limits of the whole."""

from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta, Struct

from plugin_sdk.contract import limits
from plugin_sdk.contract.display import Component, Display, Table
from plugin_sdk.contract.form import FieldKind, Form, FormNotDrawable, require_drawable
from plugin_sdk.contract.targets import AnyTarget
from plugin_sdk.contract.values import JsonObject, Label

CATALOG_ID: Literal["https://kuaiban.gansu.example/catalog/v0_1"] = "https://kuaiban.gansu.example/catalog/v0_1"
"""Names this set of components for ever; a changed set gets another id."""

Children = Annotated[list["AnyComponent"], Meta(max_length=200)]


class ScreenTooComplex(ValueError):
    """A screen nests deeper or has more nodes than a phone should be asked to draw."""


class ScreenUnsound(ValueError):
    """A screen holds something that cannot be drawn; the message says where and what."""


class Row(Component, frozen=True, kw_only=True, tag="Row"):
    """Children side by side where there is room, else below each other."""

    children: Children


class Column(Component, frozen=True, kw_only=True, tag="Column"):
    """Children below each other."""

    children: Children


class Card(Component, frozen=True, kw_only=True, tag="Card"):
    """Children that belong together, framed; with `action` the card can be tapped as `title`."""

    children: Children
    title: Annotated[str, Meta(max_length=200)] = ""
    action: AnyTarget | None = None


class Disclosure(Component, frozen=True, kw_only=True, tag="Disclosure"):
    """Children behind a heading that opens."""

    title: Label
    children: Children


class Tab(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of several views."""

    title: Annotated[str, Meta(min_length=1, max_length=20)]
    children: Children


class Tabs(Component, frozen=True, kw_only=True, tag="Tabs"):
    """Several views, one at a time."""

    tabs: Annotated[list[Tab], Meta(min_length=1, max_length=6)]


Containers = Row | Column | Card | Disclosure | Tabs
AnyComponent = Display | Form | Containers

COMPONENTS: tuple[str, ...] = tuple(
    str(one.__struct_config__.tag) for one in (*get_args(Display), Form, *get_args(Containers))
)
"""Names of all components; with the semantic fields of forms at most 45, so that everybody can know them all."""

VOCABULARY: tuple[str, ...] = (*COMPONENTS, *get_args(FieldKind))


class Screen(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What the phone draws; `data` prefills the forms of `body` by field name."""

    catalog_id: Literal["https://kuaiban.gansu.example/catalog/v0_1"] = CATALOG_ID
    version: Literal[1] = 1
    title: Label
    body: Annotated[list[AnyComponent], Meta(max_length=200)]
    data: JsonObject = {}


def require_sound(screen: Screen) -> None:
    """Refuse a screen that the phone should not be asked to draw, or cannot.

    Raises:
        ScreenTooComplex: deeper than `SCREEN_DEPTH` or more than `SCREEN_NODES` objects and lists.
        ScreenUnsound: a form that no phone can draw, or a table whose rows do not fit its columns.

    """
    _require_simple(msgspec.to_builtins(screen))
    waiting: list[Any] = list(screen.body)
    while waiting:
        component = waiting.pop()
        if isinstance(component, Form):
            _require_form(component)
        elif isinstance(component, Table) and any(len(row) != len(component.columns) for row in component.rows):
            raise ScreenUnsound(f"Table {component.caption!r}: every row needs {len(component.columns)} cells")
        elif isinstance(component, Tabs):
            waiting += [child for tab in component.tabs for child in tab.children]
        elif isinstance(component, Row | Column | Card | Disclosure):
            waiting += component.children


def _require_form(form: Form) -> None:
    try:
        require_drawable(form)
    except FormNotDrawable as wrong:
        raise ScreenUnsound(f"Form {wrong}") from wrong


def _require_simple(whole: JsonObject) -> None:
    nodes = 0
    waiting: list[tuple[Any, int]] = [(whole, 1)]
    while waiting:
        part, depth = waiting.pop()
        nodes += 1
        if depth > limits.SCREEN_DEPTH or nodes > limits.SCREEN_NODES:
            raise ScreenTooComplex(f"depth {depth}, nodes {nodes}")
        inner = part.values() if isinstance(part, dict) else part
        waiting += [(value, depth + 1) for value in inner if isinstance(value, dict | list)]
