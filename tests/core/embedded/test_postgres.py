"""What the embedded PostgreSQL promises: durable, closed to strangers, silent about its data."""

import asyncio

import asyncpg
import pytest

from backend.core.embedded import EmbeddedServers
from backend.core.embedded.errors import NeverStarted
from backend.core.embedded.postgres import SETTINGS

pytestmark = pytest.mark.slow


async def ask(url, *queries):
    connection = await asyncpg.connect(url)
    try:
        return [await connection.fetch(query) for query in queries][-1]
    finally:
        await connection.close()


@pytest.fixture(scope="module")
def running(ordinary):
    with ordinary.up() as running:
        yield running


class TestServer:
    def test_the_settings_hold_even_against_alter_system(self, ordinary, running):
        asyncio.run(ask(running.superuser, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"))

        rows = asyncio.run(
            ask(running.database, "SELECT name, setting, current_setting(name) AS shown FROM pg_settings")
        )

        shown = {row["name"].lower(): row["shown"] for row in rows}
        durable = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
        assert {name: shown[name] for name in durable} == durable
        assert shown["listen_addresses"] == ""
        assert {name: shown[name] for name in SETTINGS} == SETTINGS

    def test_the_houses_role_has_no_powers(self, running):
        row = asyncio.run(ask(running.database, "SELECT * FROM pg_roles WHERE rolname = current_user"))[0]

        powers = ("rolsuper", "rolcreatedb", "rolcreaterole", "rolreplication", "rolbypassrls")
        assert not any(row[power] for power in powers)

    def test_the_houses_role_may_ask_for_a_checkpoint(self, running):
        assert asyncio.run(ask(running.database, "CHECKPOINT")) == []

    def test_the_houses_role_owns_its_database(self, running):
        assert asyncio.run(ask(running.database, "CREATE SCHEMA own", "CREATE TABLE public.own (id int)")) == []

    def test_chinese_is_stored_and_classified(self, running):
        row = asyncio.run(
            ask(running.database, "SELECT '甘快办' ~ '^[[:alpha:]]{3}$' AS letters, getdatabaseencoding() AS encoding")
        )

        assert dict(row[0]) == {"letters": True, "encoding": "UTF8"}

    def test_a_wrong_password_is_refused(self, running):
        address, _, rest = running.database.partition("@")

        with pytest.raises(asyncpg.InvalidPasswordError):
            asyncio.run(ask(f"{address[:-1]}@{rest}", "SELECT 1"))

    def test_another_role_is_refused(self, running):
        with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError):
            asyncio.run(ask(running.database.replace("//kuaiban:", "//stranger:"), "SELECT 1"))

    def test_neither_data_nor_passwords_reach_the_log(self, ordinary, running):
        with pytest.raises(asyncpg.UniqueViolationError):
            asyncio.run(
                ask(
                    running.database,
                    "CREATE TABLE phones (n text UNIQUE)",
                    "INSERT INTO phones VALUES ('13800000000'), ('13800000000')",
                )
            )

        log = (ordinary.data / "logs" / "postgres.log").read_text()

        assert "duplicate key" in log
        assert "13800000000" not in log
        assert running.database.split(":")[2].split("@")[0] not in log


class TestPrepare:
    def test_a_first_start_that_broke_off_is_begun_again(self, make_place, ordinary):
        place = make_place(ordinary.mode)
        first = place.launch()
        fresh = place.data / "pg" / "new"
        while not (fresh / "PG_VERSION").exists():
            assert first.poll() is None
        first.kill()
        first.communicate()
        assert not place.cluster.exists()

        with place.up() as running:
            assert asyncio.run(ask(running.database, "SELECT 1"))

    def test_before_the_first_start_there_is_no_address(self, tmp_path):
        with pytest.raises(NeverStarted):
            _ = EmbeddedServers(tmp_path / "data").urls
