"""What a mini-app answers: a screen, the outcome of an action, or the author's own exception."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from plugin_sdk.contract.display import Fact
from plugin_sdk.contract.screen import Screen
from plugin_sdk.contract.values import Label


class FieldError(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One wrong field of a form, said in both languages."""

    field: Annotated[str, Meta(max_length=100)]
    zh: Label
    en: Label


class Receipt(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Proof that something was accepted; `message_id` is the copy in the person's inbox."""

    number: Annotated[str, Meta(min_length=1, max_length=64)]
    title: Label
    facts: Annotated[list[Fact], Meta(max_length=50)] = []
    message_id: Annotated[str, Meta(max_length=64)] | None = None


class ActionAnswer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`done` may carry a receipt, `invalid` carries errors, `screen` leads on to a screen."""

    outcome: Literal["done", "invalid", "screen"]
    errors: Annotated[list[FieldError], Meta(max_length=200)] = []
    screen: Screen | None = None
    receipt: Receipt | None = None


class Told(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """Base of everything a guest answers: `kind` says what it is.

    `log` is what the author printed; for the author's eyes only, never shown to residents.
    """

    log: Annotated[list[Annotated[str, Meta(max_length=600)]], Meta(max_length=200)] = []


class ScreenDrawn(Told, frozen=True, kw_only=True, tag="screen"):
    """The guest drew a screen."""

    screen: Screen


class ActionTaken(Told, frozen=True, kw_only=True, tag="action"):
    """The guest took an action."""

    action: ActionAnswer


class GuestError(Told, frozen=True, kw_only=True, tag="error"):
    """The author's code raised. `file` and `line` are the author's own, `line` 0 when there is none."""

    type: Annotated[str, Meta(max_length=200)]
    message: Annotated[str, Meta(max_length=2_000)]
    file: Annotated[str, Meta(max_length=200)] = ""
    line: int = 0


class PackageCompiled(Told, frozen=True, kw_only=True, tag="package"):
    """Bytecode of a package as one opaque line of text; kept by the host under a MAC."""

    package: str


Answer = ScreenDrawn | ActionTaken | GuestError
"""What `handle` of the runtime answers."""

CompileAnswer = PackageCompiled | GuestError
"""What `compile-package` of the runtime answers."""
