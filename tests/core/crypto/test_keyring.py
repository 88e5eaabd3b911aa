"""The key ring: one active key per purpose, rotation, and a file that nobody else can read."""

import json
import os
import stat

import msgspec
import pytest

from backend.core.crypto.errors import InvalidKey, KeyRingRefused, UnknownKey
from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import ALGORITHM_OF, Purpose, State

RING = KeyRing.generate(demo=False)


@pytest.fixture
def path(tmp_path):
    RING.save(tmp_path / "keys.json")
    return tmp_path / "keys.json"


class TestGenerate:
    def test_every_purpose_has_one_active_key_of_its_algorithm(self):
        assert {key.purpose: key.algorithm for key in RING.keys} == ALGORITHM_OF
        assert all(RING.active(purpose).state is State.ACTIVE for purpose in Purpose)

    def test_two_rings_share_no_secret(self):
        assert not {key.secret for key in RING.keys} & {key.secret for key in KeyRing.generate(demo=False).keys}

    def test_secrets_are_in_no_repr(self):
        secret = RING.active(Purpose.CURSOR).secret

        assert repr(secret)[2:-1] not in repr(RING)
        assert "secret" not in repr(RING)

    def test_a_purpose_without_active_key_or_with_two_is_refused(self):
        last = RING.keys[-1]

        with pytest.raises(InvalidKey, match=last.purpose):
            KeyRing(demo=False, keys=RING.keys[:-1])
        with pytest.raises(InvalidKey, match=last.purpose):
            KeyRing(demo=False, keys=(*RING.keys, last))

    @pytest.mark.parametrize(
        "change",
        [
            {"purpose": Purpose.CODES},
            {"algorithm": "ed25519"},
            {"algorithm": "rot13"},
            {"secret": b"short"},
        ],
    )
    def test_an_algorithm_or_secret_that_does_not_fit_is_refused(self, change):
        with pytest.raises(InvalidKey):
            msgspec.structs.replace(RING.active(Purpose.SEALING), **change)


class TestRotate:
    def test_the_old_key_verifies_and_the_new_one_signs(self):
        old = RING.active(Purpose.CODES)

        rotated = RING.rotate(Purpose.CODES)

        assert rotated.active(Purpose.CODES).kid != old.kid
        assert [key.state for key in rotated.usable(Purpose.CODES)] == [State.ACTIVE, State.VERIFY_ONLY]
        assert [key.kid for key in rotated.find(Purpose.CODES, kid=old.kid)] == [old.kid]
        assert old.public_key() in rotated.public_keys(Purpose.CODES)

    def test_other_purposes_keep_their_keys(self):
        assert RING.rotate(Purpose.CODES).active(Purpose.CHECKPOINT) == RING.active(Purpose.CHECKPOINT)

    def test_a_retired_key_is_not_found(self):
        kid = RING.active(Purpose.CODES).kid

        retired = RING.rotate(Purpose.CODES).retire(Purpose.CODES, kid=kid)

        with pytest.raises(UnknownKey):
            retired.find(Purpose.CODES, kid=kid)
        assert kid not in [key.kid for key in retired.public_keys(Purpose.CODES)]

    def test_the_active_key_cannot_be_retired(self):
        with pytest.raises(UnknownKey, match="rotate first"):
            RING.retire(Purpose.CODES, kid=RING.active(Purpose.CODES).kid)

    def test_a_kid_is_looked_up_within_its_purpose(self):
        with pytest.raises(UnknownKey):
            RING.find(Purpose.CODES, kid=RING.active(Purpose.CHECKPOINT).kid)

    def test_keys_whose_kids_clash_are_both_found(self):
        clashing = msgspec.structs.replace(
            KeyRing.generate(demo=False).active(Purpose.CODES),
            kid=RING.active(Purpose.CODES).kid,
            state=State.VERIFY_ONLY,
        )

        ring = KeyRing(demo=False, keys=(*RING.keys, clashing))

        assert len(ring.find(Purpose.CODES, kid=clashing.kid)) == 2

    def test_hmac_and_sealing_keys_have_no_public_half(self):
        with pytest.raises(ValueError, match="unknown signature suite"):
            RING.public_keys(Purpose.SEALING)


class TestComplete:
    def test_a_ring_of_an_older_version_gets_the_new_purpose_and_keeps_every_key(self, path):
        older = {"version": 1, "demo": False, "keys": [key for key in RING.keys if key.purpose != Purpose.GESTURE]}
        path.write_bytes(msgspec.json.encode(older))

        KeyRing.complete(path)

        completed = KeyRing.load(path)
        assert list(completed.keys[:-1]) == older["keys"]
        assert completed.active(Purpose.GESTURE) == completed.keys[-1]

    def test_a_whole_ring_is_not_written_again(self, path):
        before = path.stat()

        KeyRing.complete(path)

        assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)

    def test_a_broken_file_is_refused_and_left_alone(self, path):
        path.write_bytes(b"{}")

        with pytest.raises(KeyRingRefused):
            KeyRing.complete(path)

        assert path.read_bytes() == b"{}"


class TestFile:
    def test_what_was_saved_is_loaded(self, path):
        assert KeyRing.load(path) == RING

    def test_it_is_for_its_owner_only_even_over_an_open_file(self, path):
        path.chmod(0o644)

        RING.save(path)

        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert [file.name for file in path.parent.iterdir()] == ["keys.json"]

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
    def test_a_file_open_to_others_is_refused_with_the_cure(self, path, mode):
        path.chmod(mode)

        with pytest.raises(KeyRingRefused, match="chmod 600"):
            KeyRing.load(path)

    def test_a_file_of_another_owner_is_refused(self, path, monkeypatch):
        monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)

        with pytest.raises(KeyRingRefused, match="belongs to user"):
            KeyRing.load(path)

    def test_a_link_a_folder_a_pipe_and_nothing_are_refused(self, path, tmp_path):
        (tmp_path / "link").symlink_to(path)
        os.mkfifo(tmp_path / "pipe", 0o600)

        for name in ("link", "pipe", "missing", "."):
            with pytest.raises(KeyRingRefused):
                KeyRing.load(tmp_path / name)

    def test_a_demo_ring_opens_the_demo_world_only(self, path):
        demo = KeyRing.generate(demo=True)
        demo.save(path)

        assert KeyRing.load(path, allow_demo=True) == demo
        with pytest.raises(KeyRingRefused, match="demo"):
            KeyRing.load(path)

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"[]",
            b"\xff",
            b'{"version":1,"demo":false,"keys":[]}',
            b'{"version":2,"demo":false,"keys":[]}',
            b" " * 2**21,
        ],
    )
    def test_a_broken_file_is_refused(self, path, content):
        path.write_bytes(content)

        with pytest.raises(KeyRingRefused):
            KeyRing.load(path)

    def test_unknown_members_are_refused_and_the_secret_stays_out_of_the_error(self, path):
        document = json.loads(path.read_bytes())
        document["keys"][0]["colour"] = "red"
        path.write_text(json.dumps(document))

        with pytest.raises(KeyRingRefused) as refused:
            KeyRing.load(path)

        assert document["keys"][0]["secret"] not in str(refused.value)
        assert refused.value.__suppress_context__
