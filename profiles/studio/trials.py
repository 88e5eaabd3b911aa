"""Trying a definition on facts of nobody: what the engine makes of them. Nothing is kept, nobody real is looked at."""

from pathlib import Path
from typing import Final

import msgspec

from backend.reference.calendar import service as calendars
from backend.reference.regions import service as regions
from profiles.attributes import service as attributes
from profiles.attributes.conditions import SubjectKind, judge
from profiles.publishing.structs import Body, Kind
from profiles.scenarios import service as scenarios
from profiles.studio import crafts
from profiles.studio.structs import Example, Trial, TryDraft

EXAMPLES: Final = msgspec.json.decode(
    (Path(__file__).parent / "data" / "examples.json").read_bytes(), type=list[Example]
)


async def try_out(command: TryDraft) -> Trial:
    """What it would say of somebody with these facts; only what is wrong with it, while something is.

    Raises:
        FactUnfit: the catalogue has no such attribute for this use, or not this value.
        UnknownQuestion, UnknownAnswer, UnknownStep
    """
    body = command.body
    code = body.get(crafts.CRAFTS[command.kind].code_member)
    found = await crafts.flaws(command.kind, body, code=code if isinstance(code, str) else "", version=1)
    if found:
        return Trial(flaws=found, verdict=None, reasons=[], missing=[], guide=None)
    whole = body | {"version": 1, "validFrom": regions.today().isoformat()}
    return await (_scenario(whole, command) if command.kind is Kind.SCENARIO else _tag(whole, command))


async def _scenario(body: Body, command: TryDraft) -> Trial:
    scenario = scenarios.definition_of(body)
    sorts = scenarios.sorts_for(scenario.subject, scenario.purpose)
    facts = attributes.facts_of_nobody(scenario.subject, command.facts, sorts=sorts)
    judged = judge(scenario.when, facts, on=regions.today())
    guide = scenarios.guide_of_nobody(
        scenario, facts, answers=command.answers, ticked=command.done, cases=command.cases, day=command.day,
        calendar=await calendars.current(),
    )  # fmt: skip
    return Trial(flaws=[], verdict=judged.verdict, reasons=judged.reasons, missing=judged.missing, guide=guide)


async def _tag(body: Body, command: TryDraft) -> Trial:
    tag = attributes.tag_of(body)
    facts = attributes.facts_of_nobody(tag.subject, command.facts, sorts=attributes.tag_sorts(tag.subject))
    judged = judge(tag.condition, facts, on=regions.today())
    return Trial(flaws=[], verdict=judged.verdict, reasons=judged.reasons, missing=judged.missing, guide=None)


def examples(subject: SubjectKind) -> list[Example]:
    """Invented people, or firms, to try definitions on."""
    return [one for one in EXAMPLES if one.subject is subject]
