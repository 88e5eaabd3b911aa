"""The zone over a firm's life: each stage with what there is to do, what is under way and what is done. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from backend.home import stages
from backend.home.firm_cards import for_firm
from backend.home.firm_offered import Thing
from backend.home.firm_structs import FirmStage, StageCode, StageGuide, StageThing, ThingState
from backend.services.cases.flow.structs import LatestCase, LatestStanding
from profiles.attributes.conditions import Facts
from profiles.scenarios.structs import OpenScenario, ScenarioSummary

SHOWN_MOST: Final = 6  # of one stage; the others stand on the stage's own page
_STATES: Final = {LatestStanding.OPEN: ThingState.UNDER_WAY, LatestStanding.GRANTED: ThingState.DONE}
_ORDER: Final = (ThingState.UNDER_WAY, ThingState.OPEN, ThingState.DONE)


class Lived(msgspec.Struct, frozen=True, kw_only=True):
    """What a firm has done so far, as far as who asks may know it."""

    firm_id: str
    cases: Mapping[str, LatestCase]
    guides: Sequence[OpenScenario]
    facts: Facts


def zone(things: Sequence[Thing], guides: Sequence[ScenarioSummary], lived: Lived, *, language: str) -> list[FirmStage]:
    """The stages in their order; `things` in the order in which they are wanted. One that holds nothing is left out."""
    found = []
    for stage in stages.STAGES:
        own = standing([one for one in things if one.stage is stage.code], lived)
        walked = [_guide(one, lived) for one in guides if stages.of_guide(one.code) is stage.code]
        if own or walked:
            found.append(_stage(stage, own, walked, language=language))
    return found


def standing(things: Iterable[Thing], lived: Lived) -> list[StageThing]:
    """How far the firm is with each."""
    return [_thing(one, lived) for one in things]


def to_begin(things: Iterable[Thing], lived: Lived) -> frozenset[str]:
    """What is neither done nor under way: nobody recommends the rest."""
    return frozenset(one.id for one in standing(things, lived) if one.state is ThingState.OPEN)


def _stage(
    stage: stages.Stage, things: Sequence[StageThing], guides: Sequence[StageGuide], *, language: str
) -> FirmStage:
    ordered = sorted(things, key=lambda one: _ORDER.index(one.state))
    states = [*(one.state for one in things), *(one.state for one in guides)]
    return FirmStage(
        code=stage.code,
        title=getattr(stage.title, language),
        about=getattr(stage.about, language),
        guides=list(guides),
        things=ordered[:SHOWN_MOST],
        total=len(things),
        done=states.count(ThingState.DONE),
        under_way=states.count(ThingState.UNDER_WAY),
        source=stage.source,
        evidence=stage.evidence,
    )


def _thing(one: Thing, lived: Lived) -> StageThing:
    kind, _, code = one.id.partition(":")
    plain = StageThing(id=one.id, title=one.title, text=one.text, to=for_firm(f"/{kind}s/{code}", lived.firm_id))
    case = lived.cases.get(code)
    if case is not None and case.standing in _STATES:
        state = _STATES[case.standing]
        since = case.decided_on if state is ThingState.DONE else None
        return msgspec.structs.replace(plain, state=state, case_id=case.id, since=since)
    known = lived.facts.get(stages.KNOWN_BY.get(code, ""))
    if known is None:
        return plain
    return msgspec.structs.replace(plain, state=ThingState.DONE, since=known.as_of, source=known.source)


def _guide(one: ScenarioSummary, lived: Lived) -> StageGuide:
    opened = next((open_ for open_ in lived.guides if open_.code == one.code), None)
    if opened is None:
        to = for_firm(f"/guides/{one.code}", lived.firm_id)
        return StageGuide(
            code=one.code, title=one.title, to=to, state=ThingState.OPEN, done=0, left=one.steps, due_on=None
        )
    counts = opened.counts
    left = counts.in_progress + counts.missing + counts.blocked + counts.unknown
    return StageGuide(
        code=one.code,
        title=one.title,
        to=for_firm(f"/me/guides/{opened.id}", lived.firm_id),
        state=ThingState.UNDER_WAY if left or opened.open_questions else ThingState.DONE,
        done=counts.done,
        left=left,
        due_on=opened.next_up.due_on if opened.next_up else None,
    )


def support(found: Iterable[FirmStage]) -> FirmStage | None:
    """The stage from which the place of policies is fed, until policies are matched themselves."""
    return next((one for one in found if one.code is StageCode.SUPPORT), None)
