"""Signed compact codes: one spelling, one verifier, named refusals for everything else."""

import base64

import msgspec
import pytest
import qrcode
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose, State
from backend.core.crypto.suites import ED25519, SUITES
from backend.core.signed_codes import (
    MAX_TEXT_CHARACTERS,
    CodeForged,
    CodeKeyUnknown,
    CodeMalformed,
    CodeOfOtherKind,
    CodeRefused,
    CodeTooLong,
    issue,
    max_payload_bytes,
    verify,
)

RING = KeyRing.generate(demo=True)
CODE = issue(RING, kind="plate", payload=b"\x01" * 16)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def raw(text: str) -> bytearray:
    return bytearray(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def spelt(code: bytes) -> str:
    return base64.urlsafe_b64encode(code).rstrip(b"=").decode()


def ring_of(suite) -> KeyRing:
    """A ring whose codes are signed with another suite."""
    key = msgspec.structs.replace(RING.active(Purpose.CODES), algorithm=suite.name, secret=suite.generate())
    return KeyRing(demo=True, keys=(key, *(one for one in RING.keys if one.purpose != Purpose.CODES)))


class TestIssue:
    @pytest.mark.parametrize("suite", SUITES, ids=[suite.name for suite in SUITES])
    @given(payload=st.binary(max_size=100), kind=st.from_regex(r"[a-z][a-z0-9-]{0,15}", fullmatch=True))
    @settings(deadline=None, max_examples=50)
    def test_what_is_issued_is_verified(self, suite, payload, kind):
        ring = ring_of(suite)

        verified = verify(ring, text=issue(ring, kind=kind, payload=payload), kinds={kind})

        assert (verified.kind, verified.payload, verified.suite) == (kind, payload, suite.name)
        assert verified.kid == ring.active(Purpose.CODES).kid

    @pytest.mark.parametrize("kind", ["p", "plate", "a" * 16])
    def test_the_longest_payload_fits_qr_version_12_at_level_m(self, kind):
        text = issue(RING, kind=kind, payload=b"x" * max_payload_bytes(kind))
        symbol = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
        symbol.add_data(qrcode.util.QRData(text.encode(), mode=qrcode.util.MODE_8BIT_BYTE))
        symbol.make(fit=True)

        assert len(text) <= MAX_TEXT_CHARACTERS
        assert symbol.version == 12
        assert verify(RING, text=text, kinds={kind}).payload == b"x" * max_payload_bytes(kind)

    def test_one_byte_more_is_refused(self):
        with pytest.raises(CodeTooLong):
            issue(RING, kind="plate", payload=b"x" * (max_payload_bytes("plate") + 1))

    @pytest.mark.parametrize("kind", ["", "Plate", "1plate", "a" * 17, "门牌", "a b", "a\n"])
    def test_a_kind_is_a_lower_case_word(self, kind):
        with pytest.raises(ValueError, match="is not a kind"):
            issue(RING, kind=kind, payload=b"")


class TestForgery:
    def test_every_single_flipped_bit_is_refused(self):
        code = raw(CODE)

        for bit in range(8 * len(code)):
            flipped = bytearray(code)
            flipped[bit // 8] ^= 1 << bit % 8
            with pytest.raises(CodeRefused):
                verify(RING, text=spelt(bytes(flipped)), kinds={"plate"})

    @given(place=st.integers(0, len(CODE) - 1), character=st.sampled_from(ALPHABET))
    @settings(deadline=None)
    def test_every_changed_character_is_refused(self, place, character):
        changed = CODE[:place] + character + CODE[place + 1 :]

        if changed == CODE:
            assert verify(RING, text=changed, kinds={"plate"})
        else:
            with pytest.raises(CodeRefused):
                verify(RING, text=changed, kinds={"plate"})

    def test_another_ring_does_not_know_the_key(self):
        with pytest.raises(CodeKeyUnknown):
            verify(KeyRing.generate(demo=True), text=CODE, kinds={"plate"})

    def test_a_key_with_the_same_kid_does_not_make_it_genuine(self):
        with pytest.raises(CodeForged):
            verify(
                [msgspec.structs.replace(KeyRing.generate(demo=True).public_keys(Purpose.CODES)[0], kid=kid_of(CODE))],
                text=CODE,
                kinds={"plate"},
            )

    def test_the_suite_in_the_code_cannot_choose_another_than_the_keys(self):
        code = raw(CODE)
        code[1] = ED25519.number

        with pytest.raises(CodeKeyUnknown):
            verify(RING, text=spelt(bytes(code)), kinds={"plate"})

    def test_a_signature_over_the_bytes_without_their_domain_is_forged(self):
        code, key = bytes(raw(CODE)), RING.active(Purpose.CODES)
        plain = key.suite.sign(key.secret, message=code[:-64])

        with pytest.raises(CodeForged):
            verify(RING, text=spelt(code[:-64] + plain), kinds={"plate"})

    def test_a_checkpoint_key_signs_no_codes(self):
        checkpoint = RING.active(Purpose.CHECKPOINT)
        as_codes = msgspec.structs.replace(checkpoint, purpose=Purpose.CODES)
        other = KeyRing(demo=True, keys=(as_codes, *(one for one in RING.keys if one.purpose != Purpose.CODES)))

        with pytest.raises(CodeKeyUnknown):
            verify(RING, text=issue(other, kind="plate", payload=b""), kinds={"plate"})


class TestVerify:
    def test_the_public_keys_are_enough(self):
        assert verify(RING.public_keys(Purpose.CODES), text=CODE, kinds={"plate"}).payload == b"\x01" * 16

    def test_a_genuine_code_at_the_wrong_door_is_named_so(self):
        with pytest.raises(CodeOfOtherKind, match="kind plate"):
            verify(RING, text=CODE, kinds={"personal", "card"})

    def test_keys_whose_kids_clash_are_all_tried(self):
        clashing = msgspec.structs.replace(
            KeyRing.generate(demo=True).active(Purpose.CODES), kid=kid_of(CODE), state=State.VERIFY_ONLY
        )
        for keys in ((clashing, *RING.keys), (*RING.keys, clashing)):
            assert verify(KeyRing(demo=True, keys=keys), text=CODE, kinds={"plate"}).kind == "plate"

    def test_a_rotated_key_still_verifies_and_a_retired_one_does_not(self):
        rotated = RING.rotate(Purpose.CODES)

        assert verify(rotated, text=CODE, kinds={"plate"})
        with pytest.raises(CodeKeyUnknown):
            verify(rotated.retire(Purpose.CODES, kid=kid_of(CODE)), text=CODE, kinds={"plate"})


class TestOneSpelling:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "=",
            "A",
            CODE + "=",
            CODE + "==",
            CODE + "\n",
            " " + CODE,
            CODE[:50] + "\n" + CODE[50:],
            CODE.replace("-", "+").replace("_", "/") + "+",
            "A" * 287,
            "A" * 288,
            "A" * 100_000,
            "ＡＡＡＡ" + CODE[4:],
            "AQE\x00" + CODE[4:],
        ],
    )
    def test_everything_else_is_malformed(self, text):
        with pytest.raises(CodeMalformed):
            verify(RING, text=text, kinds={"plate"})

    @pytest.mark.parametrize("text", [CODE[:-1], CODE + "A", CODE[1:], CODE[:10] + CODE[11:], CODE + CODE])
    def test_characters_lost_or_added_are_refused(self, text):
        with pytest.raises(CodeRefused):
            verify(RING, text=text, kinds={"plate"})

    def test_stray_bits_behind_the_last_byte_are_malformed(self):
        # Lengths 1 and 2 modulo 3 leave 4 and 2 unused bits in the last character.
        for length in (15, 16):
            text = issue(RING, kind="plate", payload=bytes(length))
            at = ALPHABET.index(text[-1])
            spare = {2: 15, 3: 3}.get(len(text) % 4, 0)
            for stray in range(1, spare + 1):
                with pytest.raises(CodeMalformed, match="second spelling"):
                    verify(RING, text=text[:-1] + ALPHABET[at | stray], kinds={"plate"})

    @given(text=st.text(max_size=300) | st.text(alphabet=ALPHABET, max_size=300))
    def test_random_text_raises_nothing_but_a_refusal(self, text):
        with pytest.raises(CodeRefused):
            verify(RING, text=text, kinds={"plate"})

    @given(code=st.binary(max_size=215))
    def test_random_bytes_behind_a_true_header_raise_nothing_but_a_refusal(self, code):
        with pytest.raises(CodeRefused):
            verify(RING, text=spelt(bytes(raw(CODE)[:6]) + code[:200]), kinds={"plate"})


def kid_of(text: str) -> str:
    return bytes(raw(text)[2:6]).hex()
