"""Both servers in each identity that this machine allows: started, killed, moved."""

import asyncio
import json
import os
import pwd
import select
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest
import redis

pytestmark = pytest.mark.slow

NOBODY = pwd.getpwnam("nobody").pw_uid


def sql(url, query, *arguments):
    async def ask():
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetch(query, *arguments)
        finally:
            await connection.close()

    return asyncio.run(ask())


def answers(url):
    """Whether the server is there; after a kill it first repeats what its log holds."""
    with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError):
        return sql(url, "SELECT 1")


def uid_of(pid):
    return int(
        next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("Uid")).split()[1]
    )


async def insert_while(url, *, seconds, kill):
    """Insert as fast as it goes from two connections, kill the server twice; the numbers that were acknowledged."""
    acknowledged, until = [], time.monotonic() + seconds

    async def insert(first):
        number = first
        while time.monotonic() < until:
            with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError):
                connection = await asyncpg.connect(url)
                while time.monotonic() < until:
                    number += 2
                    await connection.execute("INSERT INTO acknowledged VALUES ($1)", number)
                    acknowledged.append(number)
                await connection.close()
            await asyncio.sleep(0.01)

    async def kill_twice():
        for _ in range(2):
            await asyncio.sleep(seconds / 3)
            kill()

    await asyncio.gather(insert(0), insert(1), kill_twice())
    return acknowledged


class TestEachIdentity:
    def uid(self, place):
        """The account that the servers must run as, seen from outside."""
        return {"ordinary": os.geteuid() or NOBODY, "root-namespace": 0}.get(place.mode, NOBODY)

    @pytest.mark.quiet
    def test_a_cold_start_takes_seconds_and_the_data_outlives_a_warm_one(self, place):
        assert place.cold_seconds < 30

        with place.up() as running:
            sql(running.database, "CREATE TABLE kept (word text)")
            sql(running.database, "INSERT INTO kept VALUES ('留')")
            redis.from_url(running.redis).set("kept", "留")

        with place.up() as running:
            assert running.seconds < 5
            assert {uid_of(pid) for pid in running.pids.values()} == {self.uid(place)}
            assert sql(running.database, "SELECT word FROM kept")[0]["word"] == "留"
            assert redis.from_url(running.redis, decode_responses=True).get("kept") == "留"

    def test_the_home_is_opened_by_no_more_than_the_right_to_pass(self, place):
        expected = {"root-user": 0o755, "root-opened": 0o701}.get(place.mode, 0o700)

        assert place.home.stat().st_mode & 0o7777 == expected
        assert place.cluster.stat().st_uid == self.uid(place)

    def test_no_acknowledged_row_is_lost_when_postgres_is_killed_under_load(self, place, eventually):
        with place.up() as running:
            sql(running.database, "CREATE TABLE acknowledged (number int)")
            killed = []

            def kill():
                killed.append(place.postgres_pid())
                os.kill(killed[-1], signal.SIGKILL)

            acknowledged = asyncio.run(insert_while(running.database, seconds=1.5, kill=kill))

            eventually(lambda: answers(running.database), within=20)
            stored = {row["number"] for row in sql(running.database, "SELECT number FROM acknowledged")}
            assert set(acknowledged) <= stored
            assert len(acknowledged) > 100
            assert len({*killed, place.postgres_pid()}) == 3, "it was killed twice and came back twice"

    def test_a_killed_valkey_comes_back_with_what_it_had_written_down(self, place, eventually):
        with place.up() as running:
            client = redis.from_url(running.redis, decode_responses=True)
            client.mset({f"key:{number}": number for number in range(1000)})
            client.execute_command("WAITAOF", 1, 0, 2000)

            os.kill(running.pids["valkey"], signal.SIGKILL)

            def is_back():
                with suppress(redis.RedisError):
                    return client.ping() and client.info("server")["process_id"] != running.pids["valkey"]

            eventually(is_back, within=20)
            assert client.get("key:999") == "999"

    def test_both_die_with_a_killed_supervisor_and_the_next_one_takes_over(self, place, eventually, is_gone):
        with place.up() as running:
            running.process.kill()

            eventually(lambda: all(is_gone(pid) for pid in running.pids.values()), within=2)

        with place.up() as running:
            assert sql(running.database, "SELECT 1")

    def test_a_supervisor_that_follows_at_once_waits_for_the_leftovers(self, place):
        with place.up() as running:
            os.kill(running.pids["valkey"], signal.SIGSTOP)
            running.process.kill()
            running.process.wait()

            follower = place.launch()
            try:
                too_early, _, _ = select.select([follower.stdout], [], [], 1.0)
                os.kill(running.pids["valkey"], signal.SIGCONT)

                assert not too_early
                assert sql(json.loads(follower.stdout.readline())["database"], "SELECT 1")
            finally:
                follower.terminate()
                follower.communicate()

    def test_a_stale_pid_file_that_names_a_living_stranger_does_not_stop_the_start(self, place):
        account = place.cluster.stat()
        stranger = subprocess.Popen(["sleep", "60"], user=account.st_uid, group=account.st_gid)
        pid_file = place.cluster / "postmaster.pid"
        pid_file.write_text(f"{stranger.pid}\n{place.cluster}\n")

        with place.up() as running:
            assert sql(running.database, "SELECT 1")

        stranger.kill()
        stranger.wait()

    def test_a_second_supervisor_is_refused_and_the_first_goes_on(self, place):
        with place.up() as running:
            refusal = place.refusal()

            assert f"正被进程 {running.process.pid} 使用" in refusal
            assert sql(running.database, "SELECT 1")
            assert redis.from_url(running.redis).ping()


def test_the_same_data_moves_between_identities(journey, make_place):
    place = make_place(journey[0])
    with place.up() as running:
        sql(running.database, "CREATE TABLE moved (mode text)")

    for mode in journey:
        place.lend_home(mode)
        with place.up() as running:
            sql(running.database, "INSERT INTO moved VALUES ($1)", mode)
            seen = [row["mode"] for row in sql(running.database, "SELECT mode FROM moved")]

    assert seen == journey


def test_a_lost_password_file_heals_itself(ordinary):
    with ordinary.up() as before:
        pass
    (ordinary.data / "secrets" / "kuaiban").unlink()

    with ordinary.up() as running:
        assert running.database != before.database
        assert sql(running.database, "SELECT 1")


def test_data_of_another_major_version_is_refused_and_left_alone(ordinary):
    version = ordinary.cluster / "PG_VERSION"
    ours = version.read_text()

    for found, text in (("17", "17\n"), ("?", None)):
        version.write_text(text) if text else version.unlink()
        assert f"由 PostgreSQL {found} 写入，本机程序为 {ours.strip()}" in ordinary.refusal()

    version.write_text(ours)


def test_a_folder_of_somebody_else_is_refused(make_place):
    place = make_place("ordinary")
    place.data = Path("/usr")

    assert "chown -R" in place.refusal()


def test_a_path_that_is_too_long_for_a_socket_is_served_elsewhere(make_place, ordinary):
    place = make_place(ordinary.mode, data="很长" * 20)

    with place.up() as running:
        assert sql(running.database, "SELECT 1")
        assert redis.from_url(running.redis).ping()
    elsewhere = (place.data / "run").readlink()
    assert elsewhere.stat().st_mode & 0o777 == 0o700

    with place.up() as running:
        assert sql(running.database, "SELECT 1")
    assert (place.data / "run").readlink() == elsewhere, "no litter: the folder is used again"
    elsewhere.rmdir()
