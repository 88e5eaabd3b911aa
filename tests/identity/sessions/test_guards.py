"""The doors: who is let in, who is not, and that a kill closes them at once."""

import time
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar, get
from litestar.di import NamedDependency, Provide

from backend.core.bounded import Bounded
from backend.core.errors import Refusal
from backend.core.web.guards import GUARDS, public
from backend.core.web.problems import to_problem
from backend.identity.people import service as people
from backend.identity.people.structs import Role
from backend.identity.sessions import guards, queries, revocations
from backend.identity.sessions.structs import Principal
from tests.identity.conftest import claims_of, signed

STAFF = {
    Role.CASE_OFFICER: guards.case_officer,
    Role.REVIEWER: guards.reviewer,
    Role.COMMUNITY_WORKER: guards.community_worker,
    Role.TERMINAL_OPERATOR: guards.terminal_operator,
    Role.DEPARTMENT_DEVELOPER: guards.department_developer,
    Role.OPERATOR: guards.operator,
    Role.LEADER: guards.leader,
}


def door(path: str, *guarded: object):
    @get(path, guards=list(guarded), name=path)
    async def enter(person: NamedDependency[Principal]) -> str:
        return str(person.person_id)

    return enter


@pytest.fixture
async def doors(database_url):
    """A small application with one door for each guard."""
    handlers = [
        door("/signed-in", guards.signed_in),
        door("/real-name", guards.real_name),
        door("/strong", guards.strong),
        door("/forgotten", public),
        door("/both", guards.strong, guards.leader),
        door("/either", guards.staff_with(Role.OPERATOR, Role.DEPARTMENT_DEVELOPER)),
        *(door(f"/{role}", one) for role, one in STAFF.items()),
    ]
    app = Litestar(
        handlers,
        dependencies={"person": Provide(guards.current_person)},
        exception_handlers={Refusal: to_problem},
        openapi_config=None,
        logging_config=None,
    )
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as visitor:
        yield visitor


async def code_of(doors: AsyncClient, path: str, headers: dict[str, str]) -> str:
    answer = await doors.get(path, headers=headers)
    return answer.json()["code"] if answer.status_code != 200 else "in"


def clocks(*, monotonic, wall):
    """Both clocks, standing still."""
    return SimpleNamespace(monotonic=lambda: monotonic, time=lambda: wall)


class TestSignedIn:
    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"authorization": ""},
            {"authorization": "Bearer"},
            {"authorization": "Bearer "},
            {"authorization": "Basic eHg6eHg="},
            {"authorization": "Bearer a.b.c"},
            {"authorization": "Bearer " + "x" * 10_000},
            {"authorization": b"Bearer \xff\xfe"},
            {"cookie": "token=1"},
        ],
    )
    async def test_nobody_enters_without_a_token(self, doors, headers):
        answer = await doors.get("/signed-in", headers=headers)

        assert answer.status_code == 401
        assert answer.json()["code"] == "identity.not-signed-in"
        assert answer.headers["www-authenticate"] == "Bearer"

    async def test_two_tokens_are_none(self, doors, make_person, start_session):
        tokens = await start_session(await make_person())
        header = ("authorization", f"Bearer {tokens.access_token}")

        answer = await doors.get("/signed-in", headers=[header, header])

        assert answer.status_code == 401

    async def test_lets_in_whoever_is_signed_in_and_says_who(self, doors, make_person, start_session):
        person = await make_person()
        tokens = await start_session(person)

        for scheme in ("Bearer", "bearer", "BEARER"):
            answer = await doors.get("/signed-in", headers={"authorization": f"{scheme} {tokens.access_token}"})
            assert answer.text == str(person)

    async def test_an_expired_token_says_so(self, doors, make_person, start_session, monkeypatch):
        tokens = await start_session(await make_person())
        monkeypatch.setattr(guards, "now", lambda: datetime(2100, 1, 1, tzinfo=UTC))

        assert await code_of(doors, "/signed-in", signed(tokens)) == "identity.token-expired"

    async def test_a_believed_token_is_not_believed_past_its_end(self, doors, make_person, start_session, monkeypatch):
        tokens = await start_session(await make_person())
        assert await code_of(doors, "/signed-in", signed(tokens)) == "in"
        later = claims_of(tokens).exp + 1
        seconds = later - time.time()
        monkeypatch.setattr(guards, "time", clocks(monotonic=time.monotonic() + seconds, wall=float(later)))
        monkeypatch.setattr(guards, "now", lambda: datetime.fromtimestamp(later, UTC))

        assert await code_of(doors, "/signed-in", signed(tokens)) == "identity.token-expired"

    @pytest.mark.quiet
    async def test_a_killed_session_is_out_although_its_token_is_believed(self, doors, make_person, start_session):
        async with revocations.feed():
            tokens = await start_session(await make_person())
            assert await code_of(doors, "/signed-in", signed(tokens)) == "in"

            await queries.end(claims_of(tokens).sid, reason="test")
            killed = time.monotonic()
            while await code_of(doors, "/signed-in", signed(tokens)) == "in":
                assert time.monotonic() - killed < 1.0

            assert await code_of(doors, "/signed-in", signed(tokens)) == "identity.session-ended"

    async def test_without_a_feed_a_kill_works_at_once(self, doors, make_person, start_session):
        tokens = await start_session(await make_person())
        await queries.end(claims_of(tokens).sid, reason="test")

        assert await code_of(doors, "/signed-in", signed(tokens)) == "identity.session-ended"

    async def test_an_open_door_names_nobody(self, doors, make_person, start_session):
        tokens = await start_session(await make_person())

        assert await code_of(doors, "/forgotten", signed(tokens)) == "identity.not-signed-in"


class TestTrustLevel:
    @pytest.mark.parametrize("level", [1, 2, 3])
    async def test_each_level_opens_its_doors_and_those_below(self, doors, make_person, start_session, level):
        headers = signed(await start_session(await make_person(trust_level=level)))

        for path, needed in (("/signed-in", 1), ("/real-name", 2), ("/strong", 3)):
            expected = "in" if level >= needed else "identity.trust-level-too-low"
            assert await code_of(doors, path, headers) == expected

    async def test_nobody_enters_without_a_token(self, doors):
        for path in ("/real-name", "/strong"):
            assert await code_of(doors, path, {}) == "identity.not-signed-in"


class TestStaff:
    @pytest.mark.parametrize("role", list(Role))
    async def test_a_role_opens_its_own_door_only(self, doors, make_person, start_session, role):
        person = await make_person()
        await people.appoint(person, department="甲局", region_code="620102", roles=[role])
        headers = signed(await start_session(person))

        opened = [one for one in Role if await code_of(doors, f"/{one}", headers) == "in"]

        assert opened == [role]

    @pytest.mark.parametrize("role", list(Role))
    async def test_a_door_for_two_roles_lets_either_in_and_nobody_else(self, doors, make_person, start_session, role):
        person = await make_person()
        await people.appoint(person, department="甲局", region_code="620102", roles=[role])
        tokens = await start_session(person)

        answer = await doors.get("/either", headers=signed(tokens))

        welcome = role in {Role.OPERATOR, Role.DEPARTMENT_DEVELOPER}
        assert answer.status_code == (200 if welcome else 403)

    async def test_residents_and_strangers_stay_out(self, doors, make_person, start_session):
        headers = signed(await start_session(await make_person()))

        for role in Role:
            assert await code_of(doors, f"/{role}", headers) == "identity.role-missing"
            assert await code_of(doors, f"/{role}", {}) == "identity.not-signed-in"

    async def test_two_guards_must_both_agree(self, doors, make_person, start_session):
        leader, strong = await make_person(trust_level=2), await make_person(trust_level=3)
        await people.appoint(leader, department="甲局", region_code="620102", roles=[Role.LEADER])

        assert await code_of(doors, "/both", signed(await start_session(leader))) == "identity.trust-level-too-low"
        assert await code_of(doors, "/both", signed(await start_session(strong))) == "identity.role-missing"


class TestBelief:
    async def test_is_bounded(self, doors, make_person, start_session, monkeypatch):
        monkeypatch.setattr(guards, "_verified", Bounded(3))
        person = await make_person()

        for _ in range(6):
            assert await code_of(doors, "/signed-in", signed(await start_session(person))) == "in"

        assert len(guards._verified) == 3

    async def test_keeps_no_token(self, doors, make_person, start_session):
        tokens = await start_session(await make_person())
        await code_of(doors, "/signed-in", signed(tokens))

        assert tokens.access_token not in repr(guards._verified)


def test_every_guard_is_registered():
    assert {guards.signed_in, guards.real_name, guards.strong, *STAFF.values()} <= GUARDS
    assert set(STAFF) == set(Role)


class TestAtOnce:
    """The short cut lets nobody in whom the guard would not."""

    async def test_knows_whoever_is_signed_in_while_the_feed_is_fresh(self, make_person, start_session):
        person = await make_person()
        bearer = f"Bearer {(await start_session(person)).access_token}".encode()

        async with revocations.feed():
            await revocations._current[0].poll()
            found = guards.at_once(bearer)

        assert found is not None
        assert found.principal.person_id == person

    async def test_a_proof_that_was_kept_ends_with_its_token(self, make_person, start_session, monkeypatch):
        bearer = f"Bearer {(await start_session(await make_person())).access_token}".encode()

        async with revocations.feed():
            await revocations._current[0].poll()
            proof = guards.at_once(bearer)
            assert proof.holds()
            monkeypatch.setattr(guards, "time", clocks(monotonic=proof.until, wall=time.time()))
            assert not proof.holds()

    async def test_a_proof_that_was_kept_ends_with_its_session(self, make_person, start_session):
        tokens = await start_session(await make_person())

        async with revocations.feed():
            await revocations._current[0].poll()
            proof = guards.at_once(f"Bearer {tokens.access_token}".encode())
            assert proof.holds()
            await queries.end(claims_of(tokens).sid, reason="test")
            await revocations._current[0].poll()
            assert not proof.holds()

    async def test_a_proof_that_was_kept_says_nothing_once_the_feed_is_stale(self, make_person, start_session):
        async with revocations.feed():
            await revocations._current[0].poll()
            proof = guards.at_once(f"Bearer {(await start_session(await make_person())).access_token}".encode())
            assert proof.holds()

        assert not proof.holds()

    async def test_says_nothing_without_a_fresh_feed(self, make_person, start_session):
        assert guards.at_once(f"Bearer {(await start_session(await make_person())).access_token}".encode()) is None

    async def test_an_ended_session_is_nobodys(self, make_person, start_session):
        tokens = await start_session(await make_person())
        await queries.end(claims_of(tokens).sid, reason="test")

        async with revocations.feed():
            await revocations._current[0].poll()
            assert guards.at_once(f"Bearer {tokens.access_token}".encode()) is None

    @pytest.mark.parametrize(
        "bearer", [b"", b"Bearer", b"Bearer ", b"Basic eHg6eHg=", b"Bearer a.b.c", b"Bearer \xff\xfe", b"x" * 10_000]
    )
    async def test_nobody_enters_without_a_token(self, database_url, bearer):
        async with revocations.feed():
            await revocations._current[0].poll()
            assert guards.at_once(bearer) is None

    async def test_an_expired_token_is_nobodys(self, make_person, start_session, monkeypatch):
        tokens = await start_session(await make_person())
        monkeypatch.setattr(guards, "now", lambda: datetime(2100, 1, 1, tzinfo=UTC))

        async with revocations.feed():
            await revocations._current[0].poll()
            assert guards.at_once(f"Bearer {tokens.access_token}".encode()) is None
