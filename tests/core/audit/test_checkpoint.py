"""Checkpoints: the text that says how long the log is and what is in it, signed."""

import base64

import pytest

from backend.core.audit.checkpoint import (
    Checkpoint,
    CheckpointRefused,
    key_hash,
    sign_checkpoint,
    verify_checkpoint,
)
from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import PublicKey, Purpose
from backend.core.crypto.suites import ED25519

RING = KeyRing.generate(demo=True)
ORIGIN = "log.example/audit"
ROOT = bytes(range(32))
TEXT = sign_checkpoint(RING, origin=ORIGIN, size=7, root=ROOT)
WITNESS = "— witness.example AAAAAAAAAAAAAAAAAAAA\n"


class TestSign:
    def test_the_text_is_a_signed_note(self):
        lines = TEXT.split("\n")

        assert lines[:4] == [ORIGIN, "7", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", ""]
        assert lines[4].startswith(f"— {ORIGIN} ")
        assert lines[5:] == [""]

    @pytest.mark.parametrize(
        ("origin", "size", "root"),
        [
            ("", 1, ROOT),
            ("two words", 1, ROOT),
            ("a\nb", 1, ROOT),
            ("o" * 101, 1, ROOT),
            (ORIGIN, -1, ROOT),
            (ORIGIN, 1, b""),
        ],
    )
    def test_what_cannot_stand_in_a_checkpoint_is_not_signed(self, origin, size, root):
        with pytest.raises(CheckpointRefused):
            sign_checkpoint(RING, origin=origin, size=size, root=root)

    def test_key_hash_and_line_are_those_of_signed_notes(self):
        # The example of golang.org/x/mod/sumdb/note, key PeterNeumann+c74f20a3.
        public = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]
        line = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
        note = b"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"

        named = key_hash(PublicKey(kid="00000000", suite="ed25519", public=public), name="PeterNeumann")

        assert named.hex() == "c74f20a3"
        assert base64.b64decode(line)[:4] == named
        assert ED25519.verify(public, message=note, signature=base64.b64decode(line)[4:])


class TestVerify:
    def test_it_says_what_was_signed(self):
        assert verify_checkpoint(RING, text=TEXT, origin=ORIGIN) == Checkpoint(origin=ORIGIN, size=7, root=ROOT)

    def test_the_public_keys_are_enough(self):
        assert verify_checkpoint(RING.public_keys(Purpose.CHECKPOINT), text=TEXT, origin=ORIGIN).size == 7

    def test_a_rotated_key_still_verifies(self):
        assert verify_checkpoint(RING.rotate(Purpose.CHECKPOINT), text=TEXT, origin=ORIGIN).size == 7

    def test_lines_of_witnesses_are_passed_over(self):
        assert verify_checkpoint(RING, text=TEXT + WITNESS, origin=ORIGIN).size == 7

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("\n7\n", "\n8\n"),
            ("\n7\n", "\n07\n"),
            ("\n7\n", "\n-7\n"),
            ("\n7\n", "\n\u0667\n"),
            ("AAEC", "AAED"),
            ("h8=", "h9="),
            ("—", "-"),
            ("\n\n", "\n"),
            ("\n\n", "\nextra\n\n"),
        ],
    )
    def test_a_changed_text_is_refused(self, old, new):
        assert old in TEXT

        with pytest.raises(CheckpointRefused):
            verify_checkpoint(RING, text=TEXT.replace(old, new, 1), origin=ORIGIN)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "\n\n",
            TEXT[:-1],
            TEXT + "\n",
            TEXT + "x",
            TEXT.replace("\n", "\r\n"),
            TEXT + WITNESS * 20,
            TEXT + "x" * 5000,
        ],
    )
    def test_what_is_not_a_checkpoint_is_refused(self, text):
        with pytest.raises(CheckpointRefused):
            verify_checkpoint(RING, text=text, origin=ORIGIN)

    def test_another_log_is_refused(self):
        with pytest.raises(CheckpointRefused, match="not of"):
            verify_checkpoint(RING, text=TEXT, origin="other.example")

    def test_another_key_or_none_is_refused(self):
        with pytest.raises(CheckpointRefused, match="no signature"):
            verify_checkpoint(KeyRing.generate(demo=True), text=TEXT, origin=ORIGIN)
        with pytest.raises(CheckpointRefused, match="no signature"):
            verify_checkpoint(RING, text=TEXT.split("—")[0] + WITNESS, origin=ORIGIN)

    def test_a_forged_line_beside_a_true_one_is_refused(self):
        other = sign_checkpoint(RING, origin=ORIGIN, size=8, root=ROOT)

        with pytest.raises(CheckpointRefused, match="does not hold"):
            verify_checkpoint(RING, text=TEXT + "—" + other.split("—")[1], origin=ORIGIN)

    def test_a_code_key_signs_no_checkpoint(self):
        codes = RING.public_keys(Purpose.CODES)

        with pytest.raises(CheckpointRefused):
            verify_checkpoint(codes, text=TEXT, origin=ORIGIN)
