"""What the studio knows of each kind of definition: how it is read, checked, begun and shown in a list."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import msgspec

from backend.identity.consents.structs import Bilingual
from backend.reference.regions import service as regions
from backend.services.items import service as items
from profiles.attributes import service as attributes
from profiles.attributes.conditions import SubjectKind
from profiles.attributes.structs import TagDefinition
from profiles.events import service as events
from profiles.publishing.structs import Body, Flaw, Kind
from profiles.scenarios import service as scenarios
from profiles.studio import ports, shapes

UNNAMED: Final = Bilingual(zh="未命名", en="Untitled")
OWN_SOURCE: Final = "平台自拟"


@dataclass(frozen=True)
class Known:
    """One published version, as lists need it."""

    code: str
    version: int
    title: Bilingual
    subject: SubjectKind
    valid_from: date


@dataclass(frozen=True)
class Craft:
    """One kind. `code_member` is what its body calls the code; `begun` the body that something new starts from."""

    kind: Kind
    code_member: str
    begun: Callable[[str, SubjectKind], Body]
    title: Callable[[Body], Bilingual]
    every: Callable[[], Sequence[Known]]
    in_force: Callable[[date], Mapping[str, int]]


async def flaws(kind: Kind, body: Body, *, code: str, version: int) -> list[Flaw]:
    """Everything that keeps the body from being published as this version of this code."""
    craft = CRAFTS[kind]
    whole = body | {"version": version, "validFrom": regions.today().isoformat()}
    try:
        read: scenarios.Scenario | TagDefinition = (
            scenarios.definition_of(whole) if kind is Kind.SCENARIO else attributes.tag_of(whole)
        )
    except (msgspec.ValidationError, RecursionError) as error:
        return [shapes.flaw_of(str(error) or "too deep")]
    found = [] if body.get(craft.code_member) == code else [_other_code(craft, code)]
    if isinstance(read, TagDefinition):
        return found + attributes.tag_flaws(read)
    return found + await _of_scenario(read)


async def _of_scenario(scenario: scenarios.Scenario) -> list[Flaw]:
    """Walking all ways through takes up to half a second, so it does not stand in the loop."""
    named = scenarios.named_items(scenario)
    around = scenarios.Surroundings(
        attributes=scenarios.sorts_for(scenario.subject, scenario.purpose),
        items={name: found for name in sorted(named) if (found := await items.members(name))},
        events={one.code: (one.subject, one.purpose) for kind in SubjectKind for one in events.kinds(kind)},
        apps=await ports.apps().ids(),
    )
    return await asyncio.to_thread(scenarios.faults, scenario, around)


def _other_code(craft: Craft, code: str) -> Flaw:
    return Flaw(
        path=craft.code_member,
        code="other-code",
        cause=Bilingual(zh="编号和草稿的不一致。", en="The code is not the draft's."),
        fix=Bilingual(
            zh=f"改回“{code}”；要换编号请另建一份。", en=f"Write {code}; for another code begin another draft."
        ),
    )


def _everybody(subject: SubjectKind) -> Body:
    """A condition that is sound and narrows nothing yet."""
    return {"test": "present", "attribute": "person.birthDate" if subject is SubjectKind.PERSON else "firm.kind"}


def _begun_scenario(code: str, subject: SubjectKind) -> Body:
    return {
        "code": code, "version": 1, "subject": subject.value, "title": {"zh": "", "en": ""},
        "about": {"zh": "", "en": ""}, "events": [], "when": _everybody(subject), "questions": [], "steps": [],
        "validFrom": regions.today().isoformat(), "source": OWN_SOURCE, "evidence": "invented",
    }  # fmt: skip


def _begun_tag(code: str, subject: SubjectKind) -> Body:
    return {
        "id": code, "version": 1, "zh": "", "en": "", "subject": subject.value,
        "condition": _everybody(subject), "owner": "", "validFrom": regions.today().isoformat(),
        "source": OWN_SOURCE, "evidence": "invented",
    }  # fmt: skip


def _title(zh: object, en: object) -> Bilingual:
    return Bilingual(
        zh=zh if isinstance(zh, str) and zh.strip() else UNNAMED.zh,
        en=en if isinstance(en, str) and en.strip() else UNNAMED.en,
    )


def _scenario_title(body: Body) -> Bilingual:
    words = body.get("title")
    return _title(words.get("zh"), words.get("en")) if isinstance(words, dict) else UNNAMED


def _scenarios() -> list[Known]:
    return [
        Known(code=one.code, version=one.version, title=one.title, subject=one.subject, valid_from=one.valid_from)
        for one in scenarios.known_definitions()
    ]


def _tags() -> list[Known]:
    return [
        Known(code=one.id, version=one.version, title=one.title, subject=one.subject, valid_from=one.valid_from)
        for one in attributes.known_tags()
    ]


def _tags_in_force(on: date) -> dict[str, int]:
    return {code: one.version for kind in SubjectKind for code, one in attributes.tags_in_force(kind, on=on).items()}


CRAFTS: Final[Mapping[Kind, Craft]] = {
    Kind.SCENARIO: Craft(
        kind=Kind.SCENARIO,
        code_member="code",
        begun=_begun_scenario,
        title=_scenario_title,
        every=_scenarios,
        in_force=scenarios.versions_in_force,
    ),
    Kind.TAG: Craft(
        kind=Kind.TAG,
        code_member="id",
        begun=_begun_tag,
        title=lambda body: _title(body.get("zh"), body.get("en")),
        every=_tags,
        in_force=_tags_in_force,
    ),
}
