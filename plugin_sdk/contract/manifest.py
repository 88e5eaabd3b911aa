"""The manifest of a mini-app: the member names of the W3C MiniApp Manifest, and one `gkb` object of ours."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from plugin_sdk.contract.values import AppId, Line, Params, Slug

FieldName = Annotated[str, Meta(pattern=r"^[a-z][A-Za-z0-9]{0,39}$(?!\n)")]
"""Name of a person's field as `person.read` knows it, for example `idNumber`; or `cases`, for `case.*`."""

HostName = Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,8}$(?!\n)")]
"""Host name in lower case, at least two labels, no address literals of version 6 and no wildcard."""


class Bilingual(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same words in Chinese and in English; both are compulsory."""

    zh: Annotated[str, Meta(min_length=1, max_length=500)]
    en: Annotated[str, Meta(min_length=1, max_length=500)]


class Version(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`code` orders versions and only ever grows; `name` is for people."""

    code: Annotated[int, Meta(ge=1, le=2_000_000_000)]
    name: Annotated[str, Meta(pattern=r"^\d{1,5}\.\d{1,5}\.\d{1,5}$(?!\n)")]


class PlatformVersion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The oldest platform contract that the package runs on."""

    min_code: Annotated[int, Meta(ge=1, le=1_000_000)]


class Icon(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`src` names an icon of the shell's kept set (`flame`), never an address."""

    src: Slug


class Department(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who answers for the mini-app. People see the registered name, not one from the package."""

    name: Line


class WantedCapability(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One capability the package calls, and why; an undeclared call is refused by name."""

    name: Annotated[str, Meta(pattern=r"^[a-z][a-z-]{0,30}\.[a-z][a-z-]{0,30}$(?!\n)")]
    reason: Bilingual


class Purpose(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the resident consents to: fields for one purpose, on a legal basis, for a term.

    A change of words or fields needs a new `text_version`, and with it a new consent.
    """

    id: Slug
    text: Bilingual
    fields: Annotated[list[FieldName], Meta(min_length=1, max_length=40)]
    legal_basis: Line
    text_version: Annotated[str, Meta(min_length=1, max_length=20)]
    term_days: Annotated[int, Meta(ge=1, le=1_825)]


class Collection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Data of the whole mini-app, kept without the identity of anybody; see `records.create`."""

    name: Slug
    text: Bilingual
    most_records: Annotated[int, Meta(ge=1, le=1_000_000)] = 10_000
    department_view: Annotated[bool, Meta(description="Whether the department may read the whole collection")] = False


ParamType = Literal["string", "integer", "boolean"]
PARAM_TYPES: dict[ParamType, type] = {"string": str, "integer": int, "boolean": bool}


class Intent(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What other mini-apps may open here: a screen, with parameters of these types and no others."""

    name: Slug
    screen: Slug
    text: Bilingual
    params: Annotated[
        dict[Annotated[str, Meta(pattern=r"^[a-z][A-Za-z0-9]{0,39}$(?!\n)")], ParamType], Meta(max_length=20)
    ] = {}

    def accepts(self, given: Params) -> bool:
        """Whether these are its parameters, all of them and no others; a bool is no integer."""
        return self.params.keys() == given.keys() and all(
            type(value) is PARAM_TYPES[self.params[name]] for name, value in given.items()
        )


class WantedLaunch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another mini-app's intent that this one may ask the shell to open."""

    app: AppId
    intent: Slug
    reason: Bilingual


class Quotas(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the package asks for; the host grants at most its own limits."""

    calls_per_person_per_minute: Annotated[int, Meta(ge=1, le=600)] = 60
    store_keys_per_person: Annotated[int, Meta(ge=0, le=1_000)] = 50
    messages_per_person_per_day: Annotated[int, Meta(ge=0, le=50)] = 5
    records_per_person_per_day: Annotated[int, Meta(ge=0, le=1_000)] = 20
    fetches_per_person_per_minute: Annotated[int, Meta(ge=0, le=120)] = 20
    bookings_per_person: Annotated[int, Meta(ge=0, le=50)] = 5
    cases_per_person_per_day: Annotated[int, Meta(ge=0, le=20)] = 3


class Contact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom operators and residents reach about the mini-app: an office, not a private person."""

    role: Line
    name: Line
    phone: Annotated[str, Meta(pattern=r"^[0-9-]{3,20}$(?!\n)")]


class Gkb(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What this platform needs beyond the W3C members."""

    department: Department
    runtime: Literal["python", "component"] = "python"
    actions: Annotated[list[Slug], Meta(max_length=100)]
    items: Annotated[list[Line], Meta(max_length=100)] = []
    capabilities: Annotated[list[WantedCapability], Meta(max_length=40)] = []
    purposes: Annotated[list[Purpose], Meta(max_length=20)] = []
    outbound_hosts: Annotated[list[HostName], Meta(max_length=10)] = []
    collections: Annotated[list[Collection], Meta(max_length=20)] = []
    intents: Annotated[list[Intent], Meta(max_length=20)] = []
    launches: Annotated[list[WantedLaunch], Meta(max_length=20)] = []
    quotas: Quotas = Quotas()
    contacts: Annotated[list[Contact], Meta(min_length=1, max_length=10)]


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`manifest.json` of a package; `pages` names its screens, the first one opens."""

    app_id: AppId
    name: Line
    short_name: Line
    description: Annotated[str, Meta(min_length=1, max_length=500)]
    version: Version
    platform_version: PlatformVersion
    pages: Annotated[list[Slug], Meta(min_length=1, max_length=100)]
    lang: Annotated[str, Meta(pattern=r"^[a-z]{2}(-[A-Z]{2})?$(?!\n)")]
    icons: Annotated[list[Icon], Meta(min_length=1, max_length=4)]
    gkb: Gkb

    def purpose(self, purpose_id: str) -> Purpose | None:
        """The declared purpose of that id, if any."""
        return next((purpose for purpose in self.gkb.purposes if purpose.id == purpose_id), None)

    def wants(self, capability: str) -> bool:
        """Whether the package declared this capability."""
        return any(wanted.name == capability for wanted in self.gkb.capabilities)

    def collection(self, name: str) -> Collection | None:
        """The declared collection of that name, if any."""
        return next((one for one in self.gkb.collections if one.name == name), None)

    def intent(self, name: str) -> Intent | None:
        """The declared intent of that name, if any."""
        return next((one for one in self.gkb.intents if one.name == name), None)

    def launches(self, app: str, intent: str) -> bool:
        """Whether the package declared that it opens this intent of that mini-app."""
        return any((one.app, one.intent) == (app, intent) for one in self.gkb.launches)
