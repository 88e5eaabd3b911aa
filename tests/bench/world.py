"""The installation that benches measure: embedded servers on the load's core, a demo world at scale, sessions in rows.

It is built once in `build/bench` and kept; sessions are new in every run, because tokens live for ten minutes.
"""

import asyncio
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4, uuid5

from backend.app import create_app
from backend.core import database, logs
from backend.core.attempts import Attempt
from backend.core.audit import sequencer
from backend.core.embedded.servers import EmbeddedServers
from backend.core.ground import ground
from backend.core.settings import Settings
from backend.core.structs import now
from backend.demo import world
from backend.demo.personas import WORLD
from backend.identity.sessions import access_tokens
from backend.operation import keys
from backend.operation.prepare import prepare
from backend.operation.sandbox import serving
from profiles.attributes import service as attributes
from profiles.attributes.conditions import SourceKind, SubjectKind, Value
from profiles.attributes.kinds import Purpose
from profiles.attributes.structs import Offer, SetConsent
from tests import built
from tests.bench.measure import LOAD_CORE

BUILT = Path(__file__).parents[2] / "build" / "bench"
RESIDENTS = {"usual": 10_000, "full": 100_000}
MESSAGES_EACH = 3

SESSIONS = """
insert into identity_session (id, person_id, device_id, device_name, way, level, expires_at)
select id, person_id, gen_random_uuid(), 'bench', 'persona', 2, $3
from unnest($1::uuid[], $2::uuid[]) as made(id, person_id)
"""
MESSAGES = """
insert into messages_message (id, person_id, sender, title, summary, body, facts, causal_id, sent_at)
select gen_random_uuid(), person_id, '兰州市民政局（演示）', '通知', '演示', '演示', '[]', '-', now()
from unnest($1::uuid[]) as person_id, generate_series(1, $2) where not exists (select 1 from messages_message)
"""
CONSENTS = """
insert into identity_consent (id, person_id, recipient, recipient_name, purpose, purpose_zh, purpose_en, fields,
    legal_basis, text_version, expires_at)
select gen_random_uuid(), other, recipient, recipient_name, purpose, purpose_zh, purpose_en, fields, legal_basis,
    text_version, expires_at
from identity_consent, unnest($2::uuid[]) as other
where person_id = $1 and recipient = $3 and withdrawn_at is null and replaced_at is null and other <> $1
"""
INTERESTS = ("生育", "入学", "就业", "创业", "社保", "医保", "住房", "养老", "助残", "农牧业", "交通出行", "文化旅游")
STATUSES = ("在职", "失业", "务农", "在校学生", "退休")
OFFERED_AT_ONCE = 1_000


@dataclass(frozen=True)
class World:
    """Where it is, and who is signed in there: the session and access token of each resident, in a mixed order."""

    settings: Settings
    sessions: list[UUID]
    tokens: list[str]


@contextmanager
def installation(scale: str) -> Iterator[World]:
    """The world with its servers running; this process, like them, stays on the load's core while it lasts."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {LOAD_CORE} & before or before)
    built.lend(BUILT)
    logs.configure("ERROR")  # standard output is for the figures
    try:
        with EmbeddedServers(BUILT) as servers:
            settings = Settings(
                demo=True,
                data=BUILT,
                database_url=servers.urls.database,
                redis_url=servers.urls.redis,
                sandbox_socket=servers.sockets / "sandbox.sock",
                log_level="ERROR",
            )
            keys.ensure(settings)
            yield asyncio.run(_built(settings, RESIDENTS[scale]))
    finally:
        os.sched_setaffinity(0, before)


async def _built(settings: Settings, count: int) -> World:
    async with serving(settings):
        await prepare(settings, say=lambda _line: None)
    create_app(settings)  # lays the ground
    await database.open_pool(settings.database_url or "", size=2)
    try:
        people = [uuid5(WORLD, f"resident:{number}") for number in range(count)]
        there = await database.fetch_one("select count(*) as n from identity_person")
        if there is None or there["n"] < count:
            await world.build(scale=count)
        await _agreed(people)
        random.Random("residents").shuffle(people)
        made = await _signed_in(settings, people)
        while await sequencer.sequence(ground().keyring) == sequencer.BATCH:
            pass  # as a worker would have done long ago: who follows the log looks at all that waits
        return made
    finally:
        await ground().cache.close()
        await database.close_pool()


async def _agreed(people: list[UUID]) -> None:
    """Everybody lets their data order the page, and something is known of everybody; no two lives are alike."""
    there = await database.fetch_one(
        "select count(*) as n from identity_consent where recipient = $1", attributes.RECIPIENT
    )
    if there is not None and there["n"] >= len(people):
        return
    first, purpose = people[0], Purpose.PERSONALISATION.value
    words = next(one for one in (await attributes.consent_states(first)).states if one.purpose == purpose)
    yes = SetConsent(purpose=purpose, on=True, text_version=words.text_version)
    attempt = Attempt(caller=f"person:{first}", key=str(uuid4()), request_hash=b"bench")
    await attributes.set_consent(first, command=yes, attempt=attempt)
    await database.execute(CONSENTS, first, people, attributes.RECIPIENT)
    chance, today = random.Random("lives"), now().date()
    for at in range(0, len(people), OFFERED_AT_ONCE):
        some = people[at : at + OFFERED_AT_ONCE]
        await attributes.give({one: _life(chance, today) for one in some}, kind=SubjectKind.PERSON, by="bench")
    for table in ("identity_consent", "profiles_attribute", "profiles_tag"):
        await database.execute(f"analyze {table}")


def _life(chance: random.Random, today: date) -> list[Offer]:
    """What the register and the person say; invented."""
    born = today - timedelta(days=chance.randint(18 * 365, 85 * 365))
    said: list[tuple[str, SourceKind, Value]] = [
        ("person.birthDate", SourceKind.REGISTER, born.isoformat()),
        ("person.employmentStatus", SourceKind.REGISTER, chance.choice(STATUSES)),
        ("preference.interests", SourceKind.PERSON, sorted(chance.sample(INTERESTS, k=2))),
    ]
    return [
        Offer(name=name, source_kind=kind, source="演示", as_of=today, basis="bench", value=value)
        for name, kind, value in said
    ]


async def _signed_in(settings: Settings, people: list[UUID]) -> World:
    moment, sessions = now(), [uuid4() for _ in people]
    await database.execute("delete from identity_session where device_name = 'bench'")
    await database.execute(SESSIONS, sessions, people, moment + timedelta(days=1))
    await database.execute(MESSAGES, people, MESSAGES_EACH)
    for table in ("identity_person", "identity_session", "messages_message"):
        await database.execute(f"analyze {table}")
    tokens = [
        access_tokens.issue(
            ground().keyring,
            issuer=settings.public_url,
            person_id=person,
            session_id=session,
            level=2,
            roles=[],
            now=moment,
        )
        for person, session in zip(people, sessions, strict=True)
    ]
    return World(settings=settings, sessions=sessions, tokens=tokens)
