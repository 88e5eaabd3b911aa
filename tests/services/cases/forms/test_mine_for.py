"""The drafts that somebody began for a firm."""

from backend.demo import firms
from backend.demo.personas import BY_ID
from backend.identity.people.structs import Subject
from backend.services.cases.forms import service
from backend.services.cases.forms.structs import ActingFor
from tests.services.cases.forms.drafts import EMPLOYMENT, begin


async def test_are_those_of_the_firm_and_of_the_items_alone(app):
    owner = BY_ID["firm-owner"]
    firm = Subject(kind="organisation", id=firms.of(owner).id)
    draft = await begin(
        owner.person_id, basic_code=EMPLOYMENT, region_code=owner.region, scenario={},
        acting_for=ActingFor(kind="organisation", id=firm.id),
    )  # fmt: skip
    own = await begin(owner.person_id)

    found = await service.mine_for(owner.person_id, subject=firm, codes=None, limit=20)

    assert draft.id in [one.id for one in found]
    assert own.id not in [one.id for one in found]
    assert all(one.for_another for one in found)
    some = await service.mine_for(owner.person_id, subject=firm, codes={EMPLOYMENT}, limit=20)
    assert draft.id in [one.id for one in some]
    assert await service.mine_for(owner.person_id, subject=firm, codes=frozenset(), limit=20) == []
