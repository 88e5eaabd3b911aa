"""The choice of an identity; what the chosen ones can do is in test_servers.py."""

import os

import pytest

from backend.core.embedded.errors import DataFolderForeign, NoPlainIdentity
from backend.core.embedded.privileges import choose_identity, hand_over
from backend.core.processes import AsIs, Owner

if os.geteuid() == 0:

    def test_root_without_any_identity_that_runs_the_programs_is_refused(scratch):
        with pytest.raises(NoPlainIdentity):
            choose_identity(folder=scratch, programs=[scratch / "missing"])

    def test_what_is_handed_over_changes_hands_without_following_links(scratch):
        top, outside = scratch / "top", scratch / "outside"
        (top / "deep").mkdir(parents=True)
        outside.touch()
        (top / "deep" / "link").symlink_to(outside)

        hand_over(top, owner=Owner(65534, 65534))

        owners = [path.lstat().st_uid for path in (top, top / "deep", top / "deep" / "link", outside)]
        assert owners == [65534, 65534, 65534, 0]


@pytest.fixture
def without_root():
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


def test_an_ordinary_user_stays_itself(scratch, without_root):
    assert choose_identity(folder=scratch, programs=[scratch / "missing"]) == AsIs()


def test_an_ordinary_user_cannot_take_over_what_belongs_to_another(scratch, without_root):
    with pytest.raises(DataFolderForeign, match="chown -R"):
        hand_over(scratch, owner=Owner(12345, 12345))


def test_what_is_ours_stays_as_it_is(scratch):
    folder = scratch / "ours"
    folder.mkdir()
    before = folder.stat()

    hand_over(folder, owner=Owner(before.st_uid, before.st_gid))

    assert folder.stat() == before
