"""Sealing at rest, tags and blind indexes."""

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import ECB, GCM
from hypothesis import given
from hypothesis import strategies as st

from backend.core.crypto.errors import CannotUnseal, InvalidKey
from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.core.crypto.sealing import seal, unseal
from backend.core.crypto.tags import fingerprint, is_tag, tag

RING = KeyRing.generate(demo=True)
KEY = RING.active(Purpose.SEALING)
KEYS = RING.usable(Purpose.SEALING)


class TestKnownAnswers:
    def test_sm4_of_the_standards_block(self):
        block = bytes.fromhex("0123456789abcdeffedcba9876543210")
        # One bare block is how the standard prints its vector; nothing is protected with it.
        encryptor = Cipher(SM4(block), ECB()).encryptor()  # noqa: S305

        assert (encryptor.update(block) + encryptor.finalize()).hex() == "681edf34d206965e86b3e94f536e4246"

    def test_sm4_gcm_of_rfc_8998(self):
        key, nonce = bytes.fromhex("0123456789abcdeffedcba9876543210"), bytes.fromhex("00001234567800000000abcd")
        plaintext = b"".join(bytes([byte]) * 8 for byte in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA))
        encryptor = Cipher(SM4(key), GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"))

        ciphertext = encryptor.update(plaintext) + encryptor.finalize()

        assert ciphertext.hex() == (
            "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
            "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        )
        assert encryptor.tag.hex() == "83de3541e4c2b58177e065a9bf7b62ec"


class TestSealing:
    @given(plaintext=st.binary(max_size=300), context=st.binary(max_size=50))
    def test_opens_in_its_own_context(self, plaintext, context):
        assert unseal(KEYS, sealed=seal(KEY, plaintext=plaintext, context=context), context=context) == plaintext

    @given(plaintext=st.binary(max_size=20), place=st.integers(0), bit=st.integers(0, 7))
    def test_no_bit_may_flip(self, plaintext, place, bit):
        sealed = bytearray(seal(KEY, plaintext=plaintext, context=b"row 1"))
        sealed[place % len(sealed)] ^= 1 << bit

        with pytest.raises(CannotUnseal):
            unseal(KEYS, sealed=bytes(sealed), context=b"row 1")

    @given(rubbish=st.binary(max_size=80))
    def test_rubbish_is_refused_by_name(self, rubbish):
        with pytest.raises(CannotUnseal):
            unseal(KEYS, sealed=rubbish, context=b"")

    def test_a_value_moved_to_another_row_does_not_open(self):
        with pytest.raises(CannotUnseal):
            unseal(KEYS, sealed=seal(KEY, plaintext=b"x", context=b"row 1"), context=b"row 2")

    def test_header_and_context_cannot_trade_bytes(self):
        with pytest.raises(CannotUnseal):
            unseal(KEYS, sealed=seal(KEY, plaintext=b"x", context=b"ab"), context=b"a")

    def test_equal_plaintexts_do_not_show(self):
        assert seal(KEY, plaintext=b"same", context=b"") != seal(KEY, plaintext=b"same", context=b"")

    def test_opens_after_rotation_and_not_after_retirement(self):
        sealed = seal(KEY, plaintext=b"x", context=b"")

        rotated = RING.rotate(Purpose.SEALING)
        retired = rotated.retire(Purpose.SEALING, kid=KEY.kid)

        assert unseal(rotated.usable(Purpose.SEALING), sealed=sealed, context=b"") == b"x"
        with pytest.raises(CannotUnseal):
            unseal(retired.usable(Purpose.SEALING), sealed=sealed, context=b"")

    def test_only_a_sealing_key_seals(self):
        with pytest.raises(InvalidKey):
            seal(RING.active(Purpose.INDEX), plaintext=b"", context=b"")


class TestTags:
    def test_hmac_sm3_over_purpose_and_message(self):
        key = RING.active(Purpose.CURSOR)

        assert is_tag([key], message=b"page 2", tag_given=tag(key, message=b"page 2"))
        assert not is_tag([key], message=b"page 3", tag_given=tag(key, message=b"page 2"))
        assert not is_tag([key], message=b"page 2", tag_given=b"")

    def test_an_older_key_still_knows_its_tags(self):
        before = tag(RING.active(Purpose.CURSOR), message=b"m")

        after = RING.rotate(Purpose.CURSOR)

        assert is_tag(after.usable(Purpose.CURSOR), message=b"m", tag_given=before)
        assert tag(after.active(Purpose.CURSOR), message=b"m") != before

    def test_only_an_hmac_key_tags(self):
        with pytest.raises(InvalidKey):
            tag(RING.active(Purpose.CODES), message=b"")

    def test_fingerprints_are_equal_within_a_column_only(self):
        key = RING.active(Purpose.INDEX)

        phone = fingerprint(key, value="13800000000", column="phone")

        assert phone == fingerprint(key, value="13800000000", column="phone")
        assert phone != fingerprint(key, value="13800000000", column="account")
        assert phone != fingerprint(RING.active(Purpose.PAIRWISE), value="13800000000", column="phone")
