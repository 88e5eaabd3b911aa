"""Reading the calling person's own data, for a declared purpose and with consent."""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from plugin_sdk.contract.capabilities.base import CapabilityRequest
from plugin_sdk.contract.values import Slug

PersonField = Literal["name", "idNumber", "phone", "regionCode", "regionName", "birthDate", "gender"]
"""Fields that the house knows of a person."""


class PersonValues(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Exactly the asked fields; `sources` says from which register each came, in Chinese. Unknown is null."""

    values: dict[str, str | None]
    sources: dict[str, str] = {}


class Subject(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """26 small letters and digits: the calling person under a name of this mini-app only."""

    subject: str


class PersonSubject(CapabilityRequest, frozen=True, kw_only=True):
    """Ask for the pairwise subject: the same at every call, and unlike the one that any other mini-app is told.

    For counting people and telling them apart without knowing who they are; what is kept for one person belongs into
    the store, which needs no name.
    """

    capability: ClassVar[str] = "person.subject"
    answers: ClassVar[type[Struct]] = Subject


class PersonRead(CapabilityRequest, frozen=True, kw_only=True):
    """Read fields of the calling person; without consent the host ends the call and asks the person."""

    capability: ClassVar[str] = "person.read"
    answers: ClassVar[type[Struct]] = PersonValues

    purpose: Slug
    fields: Annotated[list[PersonField], Meta(min_length=1, max_length=20)]
