"""Homes for the tests of ranking: cards and people drawn by a seed, and an order made again by hand."""

import random
from datetime import date, timedelta
from uuid import UUID

from profiles.attributes.conditions import Known, SourceKind, SubjectKind, Verdict, decode
from profiles.ranking import features, library
from profiles.ranking.engine import Engine
from profiles.ranking.library import Arm
from profiles.ranking.model import UNLEARNED, Model
from profiles.ranking.structs import Basis, Candidate, CardKind, Usage, Weights
from profiles.ranking.viewer import Viewer

ON = date(2026, 11, 28)
SOMEBODY = UUID(int=7)
NO_LOTS = Arm(code="usual", share=10_000, explore=0, weights="in-force")
SECTORS = ("", "养老", "医保", "教育", "农牧", "户籍", "水电气热")
TAGS = ("elder", "very-old", "job-seeker", "student", "farmer-or-herder", "new-parent", "of-nobody")
OVER_60 = decode(b'{"test": "age", "attribute": "person.birthDate", "atLeast": 60}')
AT_WORK = decode('{"test": "is", "attribute": "person.employmentStatus", "value": "在职"}'.encode())


def known(value):
    """What a register says."""
    return Known(value=value, as_of=date(2026, 5, 1), source_kind=SourceKind.REGISTER, source="人口库（公安）")


def facts(**values):
    """The same by name; a name's dots are written as two underscores."""
    return {name.replace("__", "."): known(value) for name, value in values.items()}


ELDER = facts(
    person__birthDate="1950-02-02", person__regionCode="620102", person__employmentStatus="退休",
    preference__interests=["养老", "医保"],
)  # fmt: skip


def card(code, **more):
    """A card of an item."""
    sector = more.pop("sector", "")
    return Candidate(id=f"item:{code}", kind=more.pop("kind", CardKind.ITEM), sector=sector, **more)


def event(attribute=None, title=None):
    """What a card of a life event exists for."""
    return Basis(attribute=attribute, title=title, source="人口库", source_kind=SourceKind.REGISTER, as_of=ON)


def viewer(known_facts=None, **more):
    """Somebody who agrees; lots only when asked for."""
    values = {"model": UNLEARNED, "audience": SubjectKind.PERSON, "pseudonym": SOMEBODY, "arm": NO_LOTS, **more}
    return Viewer(facts=ELDER if known_facts is None else known_facts, **values)


def nobody(model=UNLEARNED):
    """Whoever is not signed in, or does not agree."""
    return Viewer(model=model, audience=SubjectKind.PERSON)


def rank(cards, who, *, on=ON):
    """The order under the viewer's model."""
    return Engine(who.model).rank(cards, who, on=on)


def ids(result):
    """In their order."""
    return [one.id for one in result.cards]


def features_of(ranked):
    """What speaks for a card."""
    return {one.feature for one in ranked.reasons}


def used(code, *, shown=0, opened=0, sector=""):
    """What the person did before."""
    day = ON - timedelta(days=3)
    return Usage(
        card=f"item:{code}", sector=sector, shown=shown, opened=opened, opened_on=day if opened else None, seen_on=day
    )


def random_card(luck, number):
    """Any card."""
    sector = luck.choice(SECTORS)
    return Candidate(
        id=f"item:{number:04}",
        kind=luck.choice(list(CardKind)),
        audience=SubjectKind.FIRM if luck.random() < 0.05 else SubjectKind.PERSON,
        sector=sector,
        topics=library.topics_of(sector),
        tags=tuple(luck.sample(TAGS, luck.randrange(3))),
        region=luck.choice((None, None, None, "620000", "620100", "623001", "620102003000")),
        when=luck.choice((None, None, OVER_60, AT_WORK)),
        verdict=luck.choice((None, None, None, *Verdict)),
        because=luck.choice(((), (), (event(),), (event("person.birthDate"),), (event("person.disabilityGrade"),))),
        deadline=luck.choice((None, ON + timedelta(days=luck.randrange(-40, 90)))),
        deadline_final=luck.random() < 0.2,
        fresh_on=luck.choice((None, ON - timedelta(days=luck.randrange(100)))),
        seasons=luck.choice(((), ("heating",), ("crop-insurance", "grassland"))),
        popularity=luck.choice((None, 0, 300, 300, 1000)),
    )


def random_person(luck):
    """Anybody, some of whom do not agree."""
    model = Model(
        version="drawn",
        weights=Weights(
            version=3, made_on=ON, learned_from=9,
            values={one.name: luck.randint(one.low, one.high) for one in features.FEATURES},
        ),
        use={f"item:{number:04}": luck.randrange(1001) for number in range(0, 60, 3)},
        use_near={
            "620102": {f"item:{number:04}": luck.randrange(1001) for number in range(0, 60, 2)},
            "6201": {f"item:{number:04}": luck.randrange(1001) for number in range(0, 60, 4)},
        },
    )  # fmt: skip
    if luck.random() < 0.1:
        return nobody(model)
    held = {
        "person.birthDate": known(f"{luck.randrange(1930, 2020)}-03-04"),
        "person.regionCode": known(luck.choice(("620102", "623001", "620700"))),
        "preference.interests": known(luck.sample(("养老", "医保", "入学", "农牧业"), 2)),
        "person.employmentStatus": known(luck.choice(("在职", "失业", "务农", "在校学生"))),
    }
    return Viewer(
        model=model,
        audience=SubjectKind.PERSON,
        facts={name: held[name] for name in luck.sample(sorted(held), luck.randrange(1, 5))},
        tags=frozenset(TAGS),
        unwanted_cards=frozenset(f"item:{luck.randrange(60):04}" for _ in range(luck.randrange(3))),
        unwanted_topics=frozenset(luck.sample(("养老", "入学"), luck.randrange(2))),
        usage=[
            used(f"{number:04}", shown=luck.randrange(10), opened=luck.randrange(3), sector=luck.choice(SECTORS))
            for number in luck.sample(range(60), 5)
        ],
        pseudonym=UUID(int=luck.getrandbits(128)),
        arm=Arm(code="usual", share=10_000, explore=luck.choice((0, 100_000, 1_000_000)), weights="in-force"),
    )


def random_home(seed):
    """Cards and somebody who looks at them."""
    luck = random.Random(seed)
    cards = [random_card(luck, number) for number in range(luck.randrange(1, 60))]
    luck.shuffle(cards)
    return cards, random_person(luck)


def again_by_hand(wire):
    """The order from the JSON of cards, written without the product's code: slow and plain."""
    lines = []
    for one in wire:
        score = sum(reason["value"] * reason["weight"] for reason in one["reasons"])
        place = [1, *(step["place"] for step in one["steps"] if step["place"] is not None)][-1]
        lot = next((step["at"] for step in one["steps"] if step["at"] is not None), None)
        day = date.fromisoformat(one["deadline"]) if place == 0 and one["deadline"] else date.max
        lines.append({"id": one["id"], "place": place, "day": day, "score": score, "sector": one["sector"], "lot": lot})
    lines.sort(key=lambda one: (one["place"], one["day"], -one["score"], one["id"]))
    first, usual = [one for one in lines if one["place"] == 0], [one for one in lines if one["place"] == 1]
    for one in sorted((one for one in usual if one["lot"] is not None), key=lambda one: one["lot"]):
        usual = [each for each in usual if each is not one]
        usual.insert(one["lot"], one)
    found = list(first)
    while usual:
        row = [one["sector"] for one in found[-2:]]
        full = len(row) == 2 and row[0] == row[1] != "" and len(found) < 60 + len(first)
        taken = next((one for one in usual if one["sector"] != row[0]), usual[0]) if full else usual[0]
        usual.remove(taken)
        found.append(taken)
    return [one["id"] for one in found + [one for one in lines if one["place"] > 1]]
