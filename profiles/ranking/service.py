"""The face of ranking: cards in an order that says why, what was shown, and what somebody does not want to see.

`viewer_of` asks what may be used and is one statement; `rank` is pure and takes no longer than a millisecond.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID

from asyncpg import Record

from backend.identity.people.structs import Subject
from backend.reference.regions import service as regions
from profiles.attributes.conditions import SubjectKind
from profiles.attributes.structs import Attributes
from profiles.ranking import (
    desk,
    engine,
    evaluation,
    library,
    order,
    pseudonyms,
    queries,
    seeing,
    sweeping,
    unwanting,
    weighing,
)
from profiles.ranking.structs import Basis, Candidate, CardKind, Ranking, Usage
from profiles.ranking.viewer import Viewer
from profiles.scenarios.structs import OpenScenario

KEPT_CARDS: Final = 8_000  # every item, for persons and firms, in some places

AUDIENCES: Final = {"person": SubjectKind.PERSON, "organisation": SubjectKind.FIRM}
topics_of = library.topics_of
rests_on = engine.rests_on
replay = order.replay
shown_token = seeing.token
report_seen = seeing.report
my_unwanted = unwanting.listed
hide = unwanting.hide
show_again = unwanting.show_again
learn = sweeping.learn
count = sweeping.count
tidy = sweeping.tidy
hear_withdrawal = sweeping.hear_withdrawal
weights_page = desk.weights_page
weights = desk.weights
bind_weights = desk.bind
features_page = desk.features_page
experiments_page = desk.experiments_page
seasons_page = desk.seasons_page
figures_page = desk.figures_page
OFFLINE = evaluation.OFFLINE


def rank(candidates: Sequence[Candidate], viewer: Viewer, *, on: date) -> Ranking:
    """The cards in their order with its reasons; `replay` makes the same order from the reasons alone."""
    return weighing.engine_for(viewer.model).rank(candidates, viewer, on=on)


async def nobody(audience: SubjectKind = SubjectKind.PERSON) -> Viewer:
    """Whoever is not signed in, or wants no personal order: nothing is used of them."""
    return Viewer(model=await weighing.current(), audience=audience)


async def viewer_of(
    person_id: UUID, *, subject: Subject, known: Attributes, tags: Collection[str], agreed: bool | None = None
) -> Viewer:
    """For whom an order is to be made: the person, or a firm for which they act.

    Call it in the transaction in which `known` was asked for, so that the consent stands until the order is made.
    `agreed`: whether the person agrees to personalisation, when that was asked already. What they did and do not want
    is used with that consent alone; of firms, public registers may be used in any case.
    """
    model, audience = await weighing.current(), AUDIENCES[subject.kind]
    if not (await seeing.agrees(person_id) if agreed is None else agreed):
        public = audience is SubjectKind.FIRM
        return Viewer(
            model=model,
            audience=audience,
            facts=known.facts if public else None,
            tags=frozenset(tags) if public else frozenset(),
        )
    today, pseudonym = regions.today(), pseudonyms.pseudonym_of(person_id)
    since = today - timedelta(days=seeing.KEPT_DAYS)
    rows = await queries.of_person(person_id, pseudonym=pseudonym, since=since, today=today)
    return Viewer(
        model=model,
        audience=audience,
        facts=known.facts,
        tags=frozenset(tags),
        unwanted_cards=frozenset(row["name"] for row in rows if row["kind"] == "card"),
        unwanted_topics=frozenset(row["name"] for row in rows if row["kind"] == "topic"),
        usage=[_usage(row) for row in rows if row["kind"] == "use"],
        pseudonym=pseudonym,
        arm=pseudonyms.arm_of(pseudonym, on=today),
    )


@lru_cache(maxsize=KEPT_CARDS)
def item_card(
    *, basic_code: str, sector: str, audience: SubjectKind = SubjectKind.PERSON, region: str | None = None
) -> Candidate:
    """The card of an item; asked again, the same object."""
    card = f"item:{basic_code}"
    return Candidate(
        id=card,
        kind=CardKind.ITEM,
        audience=audience,
        sector=sector,
        topics=library.topics_of(sector, audience),
        tags=library.tags_of(card, sector),
        region=region,
    )


def scenario_card(one: OpenScenario, *, audience: SubjectKind = SubjectKind.PERSON) -> Candidate:
    """The card of a guide that is open for somebody, due when its next step is."""
    why = one.why
    because = Basis(
        attribute=why.attribute,
        title=one.event_title,
        source=why.source,
        source_kind=why.source_kind,
        as_of=why.as_of,
    )
    return Candidate(
        id=f"scenario:{one.id}",
        kind=CardKind.SCENARIO,
        audience=audience,
        because=(because,),
        deadline=None if one.next_up is None else one.next_up.due_on,
    )


def _usage(row: Record) -> Usage:
    return Usage(
        card=row["name"],
        sector=row["sector"],
        shown=row["shown"],
        opened=row["opened"],
        opened_on=row["opened_on"],
        seen_on=row["seen_on"],
    )
