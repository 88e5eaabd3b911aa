"""Components that stand alone: words, facts, states, amounts, places. Containers are in `screen`, questions in `form`.

Names of A2UI's basic catalogue where it has one (Text, Icon, Button, Divider, List), our own for what a government
shows. There is no consent, payment or identity among them, on purpose: only the shell draws those.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from plugin_sdk.contract.targets import AnyTarget
from plugin_sdk.contract.values import Label, Paragraph, Slug

Tone = Literal["info", "success", "warning", "danger"]
"""Meaning of a colour; never the only carrier of that meaning."""

Feature = Literal["camera", "location", "canvas"]
"""What a phone may lack; a component that requires one is replaced by its fallback there."""


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel", omit_defaults=True):
    """Base of what stands inside a component."""


class Fact(Part, frozen=True, kw_only=True):
    """One labelled value, both ready for reading."""

    label: Label
    value: Annotated[str, Meta(max_length=1_000)]


class Step(Part, frozen=True, kw_only=True):
    """One step of what happens next."""

    title: Label
    text: Paragraph = ""


class Badge(Part, frozen=True, kw_only=True):
    """A short word about a state, for example 已受理."""

    text: Annotated[str, Meta(min_length=1, max_length=20)]
    tone: Tone = "info"


class Item(Part, frozen=True, kw_only=True):
    """One entry of a list; a tap leads to `action`."""

    title: Label
    text: Paragraph = ""
    badge: Badge | None = None
    action: AnyTarget | None = None


class TimelineEntry(Part, frozen=True, kw_only=True):
    """One station of something under way; `at` is ready for reading."""

    title: Label
    state: Literal["done", "current", "waiting", "failed"]
    text: Paragraph = ""
    at: Annotated[str, Meta(max_length=40)] = ""


class MapPoint(Part, frozen=True, kw_only=True):
    """A place in degrees, CGCS2000 (GB 22021). The same points are also a list, for those who do not see a map."""

    name: Label
    longitude: Annotated[float, Meta(ge=73, le=136)]
    latitude: Annotated[float, Meta(ge=3, le=54)]
    text: Paragraph = ""
    action: AnyTarget | None = None


class Slot(Part, frozen=True, kw_only=True):
    """A time that can be booked; `id` is what the action receives as `slot`."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    label: Annotated[str, Meta(min_length=1, max_length=40)]
    free: Annotated[int, Meta(ge=0, le=100_000)]


class SlotDay(Part, frozen=True, kw_only=True):
    """The slots of one day; `label` is the date ready for reading."""

    label: Annotated[str, Meta(min_length=1, max_length=40)]
    slots: Annotated[list[Slot], Meta(max_length=100)]


class Bar(Part, frozen=True, kw_only=True):
    """One bar of a chart."""

    label: Annotated[str, Meta(min_length=1, max_length=40)]
    value: Annotated[float, Meta(ge=0, le=1e12)]


class Component(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename="camel",
    omit_defaults=True,
    tag_field="component",
):
    """Base of all components; `component` on the wire says which.

    A shell that does not know a component, or lacks a feature it `requires`, draws `fallback` instead (nothing for
    "drop"), and without one says that the app needs an update. Never a blank.
    """

    fallback: "Text | Notice | FactTable | Literal['drop'] | None" = None
    requires: Annotated[list[Feature], Meta(max_length=3)] = []


class Text(Component, frozen=True, kw_only=True, tag="Text"):
    """Plain text; no markup of any kind is interpreted."""

    text: Paragraph
    variant: Literal["h1", "h2", "body", "caption"] = "body"


class Icon(Component, frozen=True, kw_only=True, tag="Icon"):
    """An icon of the shell's kept set, with the words that it stands for."""

    name: Slug
    label: Label


class Divider(Component, frozen=True, kw_only=True, tag="Divider"):
    """A quiet line between two parts."""


class Button(Component, frozen=True, kw_only=True, tag="Button"):
    """Leads somewhere or takes an action; at most one primary button belongs on a screen."""

    text: Label
    action: AnyTarget
    variant: Literal["primary", "secondary"] = "secondary"


class List(Component, frozen=True, kw_only=True, tag="List"):
    """Entries below each other."""

    items: Annotated[list[Item], Meta(max_length=200)]


class Notice(Component, frozen=True, kw_only=True, tag="Notice"):
    """A box that stands out; the tone is never the only carrier of its meaning."""

    tone: Tone
    title: Label
    text: Paragraph = ""


class FactTable(Component, frozen=True, kw_only=True, tag="FactTable"):
    """Labels and values, one row each."""

    facts: Annotated[list[Fact], Meta(max_length=200)]


class Table(Component, frozen=True, kw_only=True, tag="Table"):
    """Rows under column names; every row has as many cells as there are columns."""

    caption: Label
    columns: Annotated[list[Label], Meta(min_length=1, max_length=6)]
    rows: Annotated[
        list[Annotated[list[Annotated[str, Meta(max_length=500)]], Meta(max_length=6)]], Meta(max_length=200)
    ]


class Steps(Component, frozen=True, kw_only=True, tag="Steps"):
    """An ordered list of steps."""

    items: Annotated[list[Step], Meta(max_length=50)]


class StatusTimeline(Component, frozen=True, kw_only=True, tag="StatusTimeline"):
    """Where something stands, station by station."""

    entries: Annotated[list[TimelineEntry], Meta(min_length=1, max_length=50)]


class Progress(Component, frozen=True, kw_only=True, tag="Progress"):
    """How much of something is done; `value` of `maximum`."""

    label: Label
    value: Annotated[int, Meta(ge=0, le=1_000_000_000)]
    maximum: Annotated[int, Meta(ge=1, le=1_000_000_000)]


class EmptyState(Component, frozen=True, kw_only=True, tag="EmptyState"):
    """Says that there is nothing yet and what to do."""

    title: Label
    text: Paragraph = ""


class Amount(Component, frozen=True, kw_only=True, tag="Amount"):
    """A sum of money in fen, drawn large. It shows, it never pays: payment is the shell's."""

    label: Label
    fen: Annotated[int, Meta(ge=-(10**15), le=10**15)]
    note: Paragraph = ""


class ServiceTile(Component, frozen=True, kw_only=True, tag="ServiceTile"):
    """A service to tap, with an icon of the kept set."""

    name: Label
    icon: Slug
    action: AnyTarget
    text: Paragraph = ""


class MapPoints(Component, frozen=True, kw_only=True, tag="MapPoints"):
    """Places on a map that needs no network, and the same places as a list."""

    caption: Label
    points: Annotated[list[MapPoint], Meta(min_length=1, max_length=200)]


class QrCode(Component, frozen=True, kw_only=True, tag="QrCode"):
    """A code for somebody else's scanner; `label` says what it is for. The content is no address."""

    content: Annotated[str, Meta(min_length=1, max_length=300, pattern=r"^[A-Za-z0-9._~:=+-]+$(?!\n)")]
    label: Label
    text: Paragraph = ""


class Certificate(Component, frozen=True, kw_only=True, tag="Certificate"):
    """A document of the mini-app's department, whose registered name the shell prints on it."""

    title: Label
    number: Annotated[str, Meta(min_length=1, max_length=64)]
    state: Literal["valid", "expired", "revoked"]
    facts: Annotated[list[Fact], Meta(max_length=50)]
    check_code: Annotated[str, Meta(max_length=300, pattern=r"^[A-Za-z0-9._~:=+-]*$(?!\n)")] = ""


class ContactCard(Component, frozen=True, kw_only=True, tag="ContactCard"):
    """An office that answers; a tap dials."""

    name: Label
    phone: Annotated[str, Meta(pattern=r"^[0-9-]{3,20}$(?!\n)")]
    text: Paragraph = ""


class SlotPicker(Component, frozen=True, kw_only=True, tag="SlotPicker"):
    """Choose one time; `action` receives the chosen id as `slot`."""

    days: Annotated[list[SlotDay], Meta(max_length=31)]
    submit: Label
    action: Slug


class BarChart(Component, frozen=True, kw_only=True, tag="BarChart"):
    """Values as bars, each with its number."""

    caption: Label
    bars: Annotated[list[Bar], Meta(min_length=1, max_length=40)]
    unit: Annotated[str, Meta(max_length=20)] = ""


Display = (
    Text
    | Icon
    | Divider
    | Button
    | List
    | Notice
    | FactTable
    | Table
    | Steps
    | StatusTimeline
    | Progress
    | EmptyState
    | Amount
    | ServiceTile
    | MapPoints
    | QrCode
    | Certificate
    | ContactCard
    | SlotPicker
    | BarChart
)
"""Every component that holds no other."""
