import time
from uuid import uuid4

from backend.core import database
from backend.reference.regions import service as regions
from profiles.attributes import purposes, service, store
from profiles.attributes.kinds import Purpose, SourceKind, SubjectKind
from profiles.attributes.structs import Offer
from tests.profiles.attributes.conftest import person


async def test_speed(database_url):
    n = 2000
    ids = [uuid4() for _ in range(n)]
    words = purposes.registered(Purpose.PERSONALISATION)
    await database.execute(
        "insert into identity_consent (id, person_id, recipient, recipient_name, purpose, purpose_zh, purpose_en, fields, legal_basis, text_version, given_at, expires_at)"
        " select gen_random_uuid(), p, $2, $3, 'personalisation', 'x', 'x', $4::text[], 'x', $5, now(), now() + interval '1 year' from unnest($1::uuid[]) p",
        ids,
        purposes.RECIPIENT,
        words.recipient_name,
        list(words.fields),
        words.text_version,
    )
    names = {
        "person.birthDate": "1950-01-01",
        "person.gender": "女",
        "person.regionCode": "620102",
        "person.maritalStatus": "已婚",
        "person.educationLevel": "初中",
        "person.employmentStatus": "退休",
        "person.deathDate": None,
        "household.memberCount": 2,
        "place.gridName": "x",
        "preference.language": "zh",
    }
    offers = {
        one: [
            Offer(name=k, value=v, source_kind=SourceKind.REGISTER, source="s", as_of=regions.today(), basis="b")
            for k, v in names.items()
        ]
        for one in ids
    }
    t = time.perf_counter()
    await store.put(offers, kind=SubjectKind.PERSON, by="t")
    put = time.perf_counter() - t
    t = time.perf_counter()
    await store.put(offers, kind=SubjectKind.PERSON, by="t")
    again = time.perf_counter() - t
    t = time.perf_counter()
    found = await service.attributes_of_many([person(one) for one in ids])
    many = time.perf_counter() - t
    assert all(len(one.facts) == 10 for one in found.values())
    t = time.perf_counter()
    for one in ids[:300]:
        await service.attributes_of(person(one))
    one = (time.perf_counter() - t) / 300
    print(f"SPEED put {n}x10: {put:.2f}s again {again:.2f}s many {many:.2f}s one {one * 1000:.2f}ms")
