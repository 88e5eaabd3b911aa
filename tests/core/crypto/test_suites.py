"""The registry, Ed25519's vectors and the promises every suite makes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core.audit.verify_log import ed25519_verify
from backend.core.crypto.errors import InvalidKey, UnknownSuite
from backend.core.crypto.suites import ED25519, SM2_SM3, SUITES, suite, suite_number

# RFC 8032, 7.1: tests 1, 2, 3.
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
SMALL_ORDER = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
]
EVERY = pytest.mark.parametrize("one", SUITES, ids=[one.name for one in SUITES])


class TestRegistry:
    def test_names_and_numbers_lead_to_the_suite(self):
        assert suite("sm2-sm3") is suite_number(1) is SM2_SM3
        assert suite("ed25519") is suite_number(2) is ED25519

    def test_an_unknown_suite_is_refused_by_name_and_number(self):
        with pytest.raises(UnknownSuite):
            suite("ES256")
        with pytest.raises(UnknownSuite):
            suite_number(0)


class TestEd25519:
    @pytest.mark.parametrize(("private", "public", "message", "signature"), RFC_8032)
    def test_the_rfcs_vectors_hold_both_ways(self, private, public, message, signature):
        seed, key, text, wanted = (bytes.fromhex(one) for one in (private, public, message, signature))

        assert ED25519.public_of(seed) == key
        assert ED25519.sign(seed, message=text) == wanted
        assert ED25519.verify(key, message=text, signature=wanted)
        assert ed25519_verify(key, text, wanted)

    @pytest.mark.parametrize("public", SMALL_ORDER)
    def test_points_of_small_order_are_no_keys(self, public):
        # With such a key R = the point, S = 0 would verify for many messages.
        forged = bytes.fromhex(SMALL_ORDER[2]) + bytes(32)

        with pytest.raises(InvalidKey):
            ED25519.check_public(bytes.fromhex(public))
        assert not ed25519_verify(bytes.fromhex(public), b"", forged)

    @pytest.mark.parametrize("public", ["ed" + "ff" * 30 + "7f", "ff" * 32, "02" + "00" * 31, "aa" * 31])
    def test_second_spellings_and_points_off_the_curve_are_no_keys(self, public):
        with pytest.raises(InvalidKey):
            ED25519.check_public(bytes.fromhex(public))
        assert not ed25519_verify(bytes.fromhex(public), b"", bytes(64))

    def test_a_scalar_beyond_the_order_is_no_second_signature(self):
        public, signature = bytes.fromhex(RFC_8032[0][1]), bytes.fromhex(RFC_8032[0][3])
        order = 2**252 + 27742317777372353535851937790883648493
        shifted = signature[:32] + (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")

        assert not ED25519.verify(public, message=b"", signature=shifted)
        assert not ed25519_verify(public, b"", shifted)


class TestEverySuite:
    @EVERY
    @given(message=st.binary(max_size=100), bit=st.integers(0, 511))
    @settings(max_examples=60, deadline=None)
    def test_a_signature_has_64_bytes_and_none_of_its_bits_may_flip(self, one, message, bit):
        private = one.generate()
        signature = one.sign(private, message=message)
        flipped = bytearray(signature)
        flipped[bit // 8] ^= 1 << bit % 8

        assert len(signature) == 64
        assert one.verify(one.public_of(private), message=message, signature=signature)
        assert not one.verify(one.public_of(private), message=message, signature=bytes(flipped))
        assert not one.verify(one.public_of(private), message=message + b"\0", signature=signature)

    @EVERY
    @pytest.mark.parametrize("length", [0, 63, 65, 128])
    def test_a_signature_of_another_length_is_false(self, one, length):
        assert not one.verify(one.public_of(one.generate()), message=b"", signature=bytes(length))

    @EVERY
    def test_pem_reads_back_to_the_same_bytes(self, one):
        private = one.generate()
        public = one.public_of(private)

        assert one.private_from_pem(one.private_pem(private)) == private
        assert one.public_from_pem(one.public_pem(public)) == public

    @EVERY
    def test_pem_of_another_suite_or_label_or_alphabet_is_refused(self, one):
        other = next(suite for suite in SUITES if suite is not one)
        private = one.generate()
        wrong = [
            other.private_pem(other.generate()),
            one.public_pem(one.public_of(private)),
            one.private_pem(private).replace("M", "!"),
            "",
        ]

        for text in wrong:
            with pytest.raises(InvalidKey):
                one.private_from_pem(text)
        with pytest.raises(InvalidKey):
            one.public_from_pem(other.public_pem(other.public_of(other.generate())))

    @EVERY
    def test_a_private_key_of_another_length_is_refused(self, one):
        with pytest.raises(InvalidKey):
            one.sign(bytes(31), message=b"")


# Written by `openssl genpkey -algorithm SM2` (OpenSSL 3.0) for this test only.
OPENSSL_PEM = """-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQglRhLsaJbHpHAwxPu
mpmnqx1F4fh4p3vo881FmuSs6RChRANCAAQmo7P9CDkh2b3rICtO+yiZTHfDvpxZ
hOcozOJys7Sbn5vZ/szzVwZ16870qfuwLlzAOf4xkagNcXBttHVSREGs
-----END PRIVATE KEY-----
"""


def test_keys_made_by_openssl_are_read_and_written_alike():
    private = SM2_SM3.private_from_pem(OPENSSL_PEM)

    assert SM2_SM3.private_pem(private) == OPENSSL_PEM


def test_a_pem_whose_point_is_not_the_scalars_is_refused():
    broken = SM2_SM3.private_pem(SM2_SM3.generate()).splitlines()
    other = SM2_SM3.private_pem(SM2_SM3.generate()).splitlines()

    with pytest.raises(InvalidKey):
        SM2_SM3.private_from_pem("\n".join([*broken[:-2], *other[-2:]]))
