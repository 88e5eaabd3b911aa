"""Where contents lie: the folder and the bucket keep the same promises."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from backend.core.settings import Settings
from backend.supports.files import bucket as buckets
from backend.supports.files.bucket import Bucket
from backend.supports.files.errors import StoreAway
from backend.supports.files.folder import Folder
from tests.supports.files import s3_server

LARGE = bytes(range(256)) * 32_768  # eight megabytes: the most that is taken


@pytest.fixture
def server():
    with s3_server.running() as running:
        yield running


def settings_for(server, **other):
    keys = {"s3_bucket": s3_server.BUCKET, "s3_key": s3_server.KEY, "s3_secret": s3_server.SECRET}
    return Settings(**({"s3_endpoint": server.url, "s3_region": s3_server.REGION} | keys | other))


@pytest.fixture(params=["folder", "bucket"])
def contents(request, tmp_path, server):
    return Folder(tmp_path) if request.param == "folder" else Bucket(settings_for(server))


class TestEvery:
    @pytest.mark.parametrize("content", [b"", b"x", LARGE], ids=["nothing", "little", "most"])
    async def test_what_is_put_is_got(self, contents, content):
        file_id = uuid4()

        await contents.put(file_id, content)
        await contents.put(file_id, content)

        assert await contents.get(file_id) == content

    async def test_what_is_not_there_is_none(self, contents):
        assert await contents.get(uuid4()) is None

    async def test_what_is_dropped_is_gone_and_may_be_dropped_again(self, contents):
        kept, other = uuid4(), uuid4()
        await contents.put(kept, b"1")
        await contents.put(other, b"2")

        await contents.drop(kept)
        await contents.drop(kept)

        assert (await contents.get(kept), await contents.get(other)) == (None, b"2")


class TestFolder:
    async def test_a_full_disk_leaves_nothing_behind(self, tmp_path, monkeypatch):
        def full(_place):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "replace", lambda _self, _target: full(_self))
        with pytest.raises(OSError, match="No space"):
            await Folder(tmp_path).put(file_id := uuid4(), b"1")
        monkeypatch.undo()

        assert await Folder(tmp_path).get(file_id) is None
        assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


class TestBucket:
    async def test_lies_under_its_id_in_the_folder_of_files(self, server):
        await Bucket(settings_for(server)).put(file_id := uuid4(), b"1")

        assert server.objects == {f"/{s3_server.BUCKET}/files/{file_id.hex}": b"1"}

    @pytest.mark.parametrize("wrong", [{"s3_secret": "another"}, {"s3_key": "another"}, {"s3_region": "us-east-1"}])
    async def test_a_wrong_key_is_refused_there_and_said_plainly_here(self, server, wrong):
        contents = Bucket(settings_for(server, **wrong))

        for work in (contents.put(uuid4(), b"1"), contents.get(uuid4()), contents.drop(uuid4())):
            with pytest.raises(StoreAway):
                await work

        assert len(server.refused) == 3
        assert server.objects == {}

    @pytest.mark.parametrize("status", [500, 503])
    async def test_a_store_that_fails_is_away(self, server, status):
        server.status = status
        contents = Bucket(settings_for(server))

        for work in (contents.put(uuid4(), b"1"), contents.get(uuid4()), contents.drop(uuid4())):
            with pytest.raises(StoreAway):
                await work

    async def test_nobody_waits_for_a_store_that_hangs(self, server, monkeypatch):
        monkeypatch.setattr(buckets, "PATIENCE", timedelta(seconds=0.3))
        server.hangs = 2

        with pytest.raises(StoreAway):
            await Bucket(settings_for(server)).get(uuid4())

    async def test_a_store_that_is_not_there_is_away(self, server):
        contents = Bucket(settings_for(server, s3_endpoint="http://127.0.0.1:9"))

        with pytest.raises(StoreAway):
            await contents.put(uuid4(), b"1")
