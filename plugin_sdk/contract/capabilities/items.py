"""Reading what the government offers at a place. Nothing in it is about the calling person."""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct, field

from plugin_sdk.contract.capabilities.base import CapabilityRequest

BasicCode = Annotated[str, Meta(pattern=r"^[0-9]{6}[0-9A-Z]{6}$(?!\n)")]
RegionCode = Annotated[str, Meta(pattern=r"^[0-9]{6}(?:[0-9]{3}){0,2}$(?!\n)")]
QuestionId = Annotated[str, Meta(pattern=r"^[a-z][a-zA-Z0-9-]{0,39}$(?!\n)")]
Value = Annotated[str, Meta(min_length=1, max_length=60)]


class Told(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Base of what this capability answers."""


class ItemLimit(Told, frozen=True, kw_only=True):
    """How long it may take."""

    amount: int
    unit: Literal["working-days", "days", "months", "years", "hours"]


class ItemMaterial(Told, frozen=True, kw_only=True):
    """What is handed in; `later` may follow after the application, `licence_type` names a licence that replaces it."""

    code: str
    name: str
    necessity: Literal["required", "optional", "later"]
    kind: Literal["original", "copy", "both"]
    form: Literal["paper", "electronic", "either"]
    copies: int
    licence_type: str | None
    note: str


class ItemStep(Told, frozen=True, kw_only=True):
    """One step of the flow."""

    name: str
    about: str


class ItemFee(Told, frozen=True, kw_only=True):
    """What it costs; without `amount_fen` by the standard."""

    name: str
    standard: str
    amount_fen: int | None


class ItemChoice(Told, frozen=True, kw_only=True):
    """One answer to the next question."""

    value: str
    title: str


class ItemQuestion(Told, frozen=True, kw_only=True):
    """What to ask next; its id and the chosen value go into `given`."""

    id: str
    text: str
    choices: list[ItemChoice]


class ItemGuide(Told, frozen=True, kw_only=True):
    """An item at a place, narrowed by what was given: only what certainly applies.

    `region_code` is the place that handles it, which may be above the one that was asked for.
    """

    basic_code: str
    item_code: str
    version: int
    name: str
    about: str
    department: str
    region_code: str
    region_name: str
    promised: ItemLimit
    result: str
    conditions: list[str]
    materials: list[ItemMaterial]
    steps: list[ItemStep]
    fees: list[ItemFee]
    phone: str
    address: str
    next_question: ItemQuestion | None
    evidence: Literal["read", "recalled", "invented"]


class ItemRead(CapabilityRequest, frozen=True, kw_only=True):
    """Read an item at a place; `given` holds answers to its questions, `{question: value}`."""

    capability: ClassVar[str] = "item.read"
    answers: ClassVar[type[Struct]] = ItemGuide

    basic_code: BasicCode
    region_code: RegionCode
    given: Annotated[dict[QuestionId, Value], Meta(max_length=20)] = field(default_factory=dict)
