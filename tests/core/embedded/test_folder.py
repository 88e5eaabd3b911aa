"""The data folder: one holder, private files, short socket paths."""

import os
import stat
from pathlib import Path

import pytest

from backend.core.embedded.errors import DataFolderBusy
from backend.core.embedded.folder import DataFolder, write_private
from backend.core.processes import AsIs

OURS = AsIs().owner


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def folder(tmp_path):
    folder = DataFolder(tmp_path / "data")
    folder.open()
    yield folder
    folder.close()


class TestOpen:
    def test_only_the_root_of_the_folder_lets_others_pass(self, folder):
        parts = [folder.pg, folder.valkey, folder.logs, folder.root / "secrets"]

        assert [mode(part) for part in parts] == [0o700] * 4
        assert mode(folder.root) == (0o711 if os.geteuid() == 0 else 0o700)

    def test_a_second_holder_is_refused_by_the_name_of_the_first(self, folder):
        with pytest.raises(DataFolderBusy, match=str(os.getpid())):
            DataFolder(folder.root).open()

    def test_a_folder_given_back_can_be_taken_again(self, folder):
        folder.close()
        again = DataFolder(folder.root)

        again.open()

        assert again.lock > 0
        again.close()

    def test_a_folder_that_is_not_open_has_no_lock(self, tmp_path):
        with pytest.raises(RuntimeError, match="not open"):
            _ = DataFolder(tmp_path).lock


class TestSecrets:
    def test_a_secret_is_kept_for_its_owner_only(self, folder):
        fresh = folder.secret_or_new("server")

        folder.keep_secret("server", value=fresh)

        assert folder.secret("server") == folder.secret_or_new("server") == fresh
        assert mode(folder.root / "secrets" / "server") == 0o600
        assert len(fresh) == 43

    def test_a_secret_that_was_never_kept_is_absent(self, folder):
        assert folder.secret("server") is None
        assert folder.secret_or_new("server") != folder.secret_or_new("server")


class TestWritePrivate:
    def test_a_link_in_its_place_is_replaced_not_followed(self, tmp_path):
        victim = tmp_path / "victim"
        victim.write_text("untouched")
        for name in ("file", "file.new"):
            (tmp_path / name).symlink_to(victim)

        write_private(tmp_path / "file", text="private", owner=OURS)

        assert victim.read_text() == "untouched"
        assert (tmp_path / "file").read_text() == "private"
        assert not (tmp_path / "file").is_symlink()


class TestSockets:
    def test_they_lie_in_the_folder_when_its_name_is_short_enough(self, folder):
        folder.prepare_sockets(owner=OURS)

        assert folder.sockets == folder.root / "run"
        assert mode(folder.sockets) == 0o700

    @pytest.fixture(params=["long" * 20, "a,b"], ids=["too long for the kernel", "a comma ends a host name"])
    def elsewhere(self, request, tmp_path):
        folder = DataFolder(tmp_path / request.param / "data")
        folder.open()
        yield folder
        folder.close()
        folder.sockets.rmdir()

    def test_an_unfit_name_moves_them_and_every_process_finds_them(self, elsewhere):
        elsewhere.prepare_sockets(owner=OURS)

        assert len(bytes(elsewhere.sockets / ".s.PGSQL.5432")) <= 107
        assert DataFolder(elsewhere.root).sockets == elsewhere.sockets

    def test_the_same_folder_is_used_again(self, elsewhere):
        elsewhere.prepare_sockets(owner=OURS)
        first = elsewhere.sockets

        elsewhere.prepare_sockets(owner=OURS)

        assert elsewhere.sockets == first

    @pytest.mark.parametrize("spoil", [Path.rmdir, lambda folder: folder.chmod(0o777)], ids=["gone", "open to all"])
    def test_a_folder_that_is_not_ours_alone_any_more_is_left(self, elsewhere, spoil):
        elsewhere.prepare_sockets(owner=OURS)
        first = elsewhere.sockets
        spoil(first)

        elsewhere.prepare_sockets(owner=OURS)

        assert elsewhere.sockets != first
        assert mode(elsewhere.sockets) == 0o700
        if first.exists():
            first.rmdir()
