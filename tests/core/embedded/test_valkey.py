"""What the embedded Valkey promises."""

from pathlib import Path

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def running(ordinary):
    with ordinary.up() as running:
        yield running


def test_it_writes_everything_down_and_never_grows_beyond_its_limit(running):
    client = redis.from_url(running.redis, decode_responses=True)

    config = client.config_get("append*", "maxmemory*", "save", "port")

    assert config["appendonly"] == "yes"
    assert config["appendfsync"] == "everysec"
    assert config["maxmemory"] == str(128 * 1024 * 1024)
    assert config["maxmemory-policy"] == "allkeys-lru"
    assert config["save"] == ""
    assert config["port"] == "0"


def test_without_the_password_nothing_is_answered(running):
    path = redis.from_url(running.redis).connection_pool.connection_kwargs["path"]

    with pytest.raises(redis.AuthenticationError):
        redis.Redis(unix_socket_path=path, retry=Retry(NoBackoff(), 0)).get("key")


def test_the_password_is_not_in_the_process_list(running):
    password = running.redis.split(":")[2].split("@")[0]

    assert password not in Path(f"/proc/{running.pids['valkey']}/cmdline").read_text()
