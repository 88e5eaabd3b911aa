"""Refresh tokens work once; a second use ends the session, an honest retry does not."""

import asyncio
from uuid import uuid4

import pytest

from backend.core import database
from backend.identity.people import service as people
from backend.identity.people.structs import Role
from backend.identity.sessions import queries, refresh_tokens, service
from backend.identity.sessions.errors import (
    RefreshTokenExpired,
    RefreshTokenReplayed,
    RefreshTokenUnknown,
    SessionEnded,
)
from backend.identity.sessions.structs import Device
from tests.identity.conftest import claims_of


@pytest.fixture
async def tokens(make_person, start_session):
    return await start_session(await make_person())


class TestRefresh:
    async def test_gives_a_new_pair_for_the_same_session(self, tokens):
        renewed = await service.refresh(tokens.refresh_token, attempt_key="a")

        assert renewed.refresh_token != tokens.refresh_token
        assert claims_of(renewed).sid == claims_of(tokens).sid

    async def test_takes_up_a_new_role(self, make_person, start_session):
        person = await make_person()
        tokens = await start_session(person)
        await people.appoint(person, department="甲局", region_code="620102", roles=[Role.LEADER])

        renewed = await service.refresh(tokens.refresh_token, attempt_key="a")

        assert claims_of(renewed).rol == [Role.LEADER]

    async def test_a_used_token_ends_the_whole_session(self, tokens):
        renewed = await service.refresh(tokens.refresh_token, attempt_key="a")

        with pytest.raises(RefreshTokenReplayed):
            await service.refresh(tokens.refresh_token, attempt_key="b")

        with pytest.raises(SessionEnded):
            await service.refresh(renewed.refresh_token, attempt_key="c")
        assert not await queries.is_live(claims_of(tokens).sid)

    async def test_a_used_token_without_a_key_is_never_a_retry(self, tokens):
        await service.refresh(tokens.refresh_token, attempt_key=None)

        with pytest.raises(RefreshTokenReplayed):
            await service.refresh(tokens.refresh_token, attempt_key=None)

    async def test_an_honest_retry_gets_the_same_successor(self, tokens):
        first = await service.refresh(tokens.refresh_token, attempt_key="a")

        again = await service.refresh(tokens.refresh_token, attempt_key="a")

        assert again.refresh_token == first.refresh_token
        assert await queries.is_live(claims_of(tokens).sid)

    async def test_a_retry_after_the_successor_was_used_is_a_replay(self, tokens):
        first = await service.refresh(tokens.refresh_token, attempt_key="a")
        await service.refresh(first.refresh_token, attempt_key="b")

        with pytest.raises(RefreshTokenReplayed):
            await service.refresh(tokens.refresh_token, attempt_key="a")

    async def test_the_successor_of_one_session_is_no_retry_in_another(self, make_person, start_session):
        person = await make_person()
        one, other = await start_session(person), await start_session(person)
        await service.refresh(one.refresh_token, attempt_key="a")
        await service.refresh(other.refresh_token, attempt_key="b")

        with pytest.raises(RefreshTokenReplayed):
            await service.refresh(other.refresh_token, attempt_key="a")
        assert await queries.is_live(claims_of(one).sid)

    @pytest.mark.usefixtures("database_url")
    async def test_a_token_we_never_issued_ends_nothing(self):
        with pytest.raises(RefreshTokenUnknown):
            await service.refresh(refresh_tokens.new(), attempt_key="a")

    @pytest.mark.parametrize(
        "ageing",
        [
            "update identity_refresh_token set issued_at = now() - interval '30 days 1 minute' where session_id = $1",
            "update identity_session set expires_at = now() - interval '1 second' where id = $1",
        ],
        ids=["idle for 30 days", "90 days old"],
    )
    async def test_an_old_token_is_expired(self, tokens, ageing):
        await database.execute(ageing, claims_of(tokens).sid)

        with pytest.raises(RefreshTokenExpired):
            await service.refresh(tokens.refresh_token, attempt_key="a")

    async def test_a_session_ends_by_itself_after_ninety_days(self, tokens):
        row = await database.fetch_one(
            "select expires_at - created_at as life from identity_session where id = $1", claims_of(tokens).sid
        )

        assert row is not None
        assert row["life"].days == 90

    async def test_no_token_lies_in_clear(self, tokens):
        renewed = await service.refresh(tokens.refresh_token, attempt_key="a")

        rows = await database.fetch(
            "select t::text || s::text as everything from identity_refresh_token t join identity_session s "
            "on s.id = t.session_id where s.id = $1",
            claims_of(tokens).sid,
        )

        assert len(rows) == 2
        for row in rows:
            for token in (tokens.refresh_token, renewed.refresh_token):
                assert token not in row["everything"]
                assert token.encode().hex() not in row["everything"]


class TestRefreshInParallel:
    @pytest.mark.parametrize("competitors", [2, 8])
    async def test_one_wins_and_the_others_are_replays(self, make_person, start_session, competitors):
        person = await make_person()
        for _ in range(20):
            tokens = await start_session(person)

            answers = await asyncio.gather(
                *(service.refresh(tokens.refresh_token, attempt_key=str(n)) for n in range(competitors)),
                return_exceptions=True,
            )

            kinds = sorted(type(answer).__name__ for answer in answers)
            assert kinds.count("Tokens") == 1
            assert kinds.count("RefreshTokenReplayed") == 1
            assert kinds.count("SessionEnded") == competitors - 2
            assert not await queries.is_live(claims_of(tokens).sid)

    async def test_the_same_attempt_twice_at_once_gets_one_successor(self, make_person, start_session):
        person = await make_person()
        for _ in range(20):
            tokens = await start_session(person)

            answers = await asyncio.gather(
                *(service.refresh(tokens.refresh_token, attempt_key="same") for _ in range(4))
            )

            assert len({answer.refresh_token for answer in answers}) == 1
            assert await queries.is_live(claims_of(tokens).sid)


class TestStart:
    async def test_signing_in_again_on_a_device_replaces_the_older_session(self, make_person):
        person, device = await make_person(), Device(id=uuid4(), name="我的手机")
        old = await service.start(person, device=device, way="password")

        new = await service.start(person, device=device, way="password")

        assert not await queries.is_live(claims_of(old).sid)
        assert await queries.is_live(claims_of(new).sid)

    async def test_the_same_device_of_another_person_is_left_alone(self, make_person):
        device = Device(id=uuid4(), name="家里的平板")
        first = await service.start(await make_person(), device=device, way="password")

        await service.start(await make_person(), device=device, way="password")

        assert await queries.is_live(claims_of(first).sid)


class TestForgetOld:
    async def test_removes_tokens_of_sessions_long_over_and_no_others(self, make_person, start_session):
        person = await make_person()
        over, live = await start_session(person), await start_session(person)
        await database.execute(
            "update identity_session set ended_at = now() - interval '8 days' where id = $1", claims_of(over).sid
        )

        await service.forget_old()

        with pytest.raises(RefreshTokenUnknown):
            await service.refresh(over.refresh_token, attempt_key=None)
        assert await service.refresh(live.refresh_token, attempt_key=None)


def test_tokens_do_not_print_themselves(tokens):
    assert tokens.refresh_token not in repr(tokens)
    assert tokens.access_token not in repr(tokens)
