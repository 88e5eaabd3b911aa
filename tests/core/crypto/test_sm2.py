"""SM2 with SM3 against the standard's own example and against an independent implementation in plain Python."""

import hashlib
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core.audit.verify_log import sm2_verify, sm2_z
from backend.core.crypto import libcrypto
from backend.core.crypto.errors import InvalidKey
from backend.core.crypto.sm2 import ORDER, SIGNER_ID
from backend.core.crypto.suites import SM2_SM3

# GB/T 32918.5-2017, appendix A.2.
PRIVATE = bytes.fromhex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8")
PUBLIC = bytes.fromhex(
    "04"
    "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
MESSAGE = b"message digest"
R = bytes.fromhex("F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3")
S = bytes.fromhex("B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA")


def verifies(signature: bytes, *, public: bytes = PUBLIC, message: bytes = MESSAGE) -> bool:
    return SM2_SM3.verify(public, message=message, signature=signature)


class TestTheStandardsExample:
    def test_the_public_key_follows_from_the_private_one(self):
        assert SM2_SM3.public_of(PRIVATE) == PUBLIC

    def test_the_signer_id_and_key_hash_to_the_printed_z(self):
        assert SIGNER_ID == b"1234567812345678"
        assert sm2_z(PUBLIC, signer=SIGNER_ID).hex().upper() == (
            "B2E14C5C79C6DF5B85F4FE7ED8DB7A262B9DA7E07CCB0EA9F4747B8CCDA8A4F3"
        )

    def test_the_printed_signature_verifies(self):
        assert verifies(R + S)

    def test_sm3_of_abc(self):
        assert hashlib.new("sm3", b"abc").hexdigest() == (
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        )


class TestAgainstPlainPython:
    @given(message=st.binary(max_size=200))
    @settings(max_examples=50, deadline=None)
    def test_what_we_sign_verifies_there(self, message):
        private = SM2_SM3.generate()

        signature = SM2_SM3.sign(private, message=message)

        assert len(signature) == 64
        assert sm2_verify(SM2_SM3.public_of(private), message, signature)

    @given(bit=st.integers(0, 511))
    @settings(max_examples=100, deadline=None)
    def test_both_refuse_every_flipped_bit_of_the_example(self, bit):
        flipped = (int.from_bytes(R + S, "big") ^ (1 << bit)).to_bytes(64, "big")

        assert not verifies(flipped)
        assert not sm2_verify(PUBLIC, MESSAGE, flipped)


class TestRefusedSignatures:
    @pytest.mark.parametrize(
        "signature",
        [
            b"",
            R + S[:-1],
            R + S + b"\0",
            b"\0" + R + S,
            bytes(32) + S,
            R + bytes(32),
            bytes(64),
            ORDER.to_bytes(32, "big") + S,
            R + ORDER.to_bytes(32, "big"),
            b"\xff" * 64,
            # r + s = n: the verifier's t would be zero.
            R + (ORDER - int.from_bytes(R, "big")).to_bytes(32, "big"),
            S + R,
        ],
    )
    def test_wrong_lengths_zeros_and_values_out_of_range(self, signature):
        assert not verifies(signature)
        assert not sm2_verify(PUBLIC, MESSAGE, signature)

    def test_another_message(self):
        assert not verifies(R + S, message=b"message digesT")

    def test_another_key(self):
        assert not verifies(R + S, public=SM2_SM3.public_of(SM2_SM3.generate()))

    def test_another_signer_id(self, monkeypatch):
        monkeypatch.setattr("backend.core.crypto.sm2.SIGNER_ID", b"8765432187654321")
        signature = SM2_SM3.sign(PRIVATE, message=MESSAGE)
        assert verifies(signature)

        monkeypatch.undo()

        assert not verifies(signature)
        assert not sm2_verify(PUBLIC, MESSAGE, signature)

    def test_a_refusal_leaves_no_openssl_error_behind(self):
        verifies(S + R)
        with pytest.raises(InvalidKey):
            SM2_SM3.check_public(b"\x04" + bytes(64))

        library = libcrypto.load()
        assert library.ERR_peek_error() == 0


class TestRefusedKeys:
    @pytest.mark.parametrize(
        "public",
        [
            b"",
            b"\x00",
            PUBLIC[1:],
            PUBLIC + b"\0",
            PUBLIC[:-1] + bytes([PUBLIC[-1] ^ 1]),
            b"\x04" + bytes(64),
            b"\x04" + b"\xff" * 64,
            b"\x03" + PUBLIC[1:33],
            b"\x07" + PUBLIC[1:],
        ],
    )
    def test_public_keys_off_the_curve_or_in_another_form(self, public):
        with pytest.raises(InvalidKey):
            SM2_SM3.check_public(public)
        with pytest.raises(InvalidKey):
            verifies(R + S, public=public)
        assert not sm2_verify(public, MESSAGE, R + S)

    @pytest.mark.parametrize(
        "private",
        [b"", PRIVATE[1:], PRIVATE + b"\0", bytes(32), ORDER.to_bytes(32, "big"), (ORDER - 1).to_bytes(32, "big")],
    )
    def test_private_keys_out_of_range(self, private):
        with pytest.raises(InvalidKey):
            SM2_SM3.sign(private, message=MESSAGE)


class TestNonces:
    def test_no_r_ever_repeats(self):
        signatures = {SM2_SM3.sign(PRIVATE, message=MESSAGE)[:32] for _ in range(2000)}

        assert len(signatures) == 2000


def test_without_sm2_the_import_says_what_is_missing():
    # A libcrypto that lacks the calls, as LibreSSL does: the C library has none of them.
    script = (
        "import ctypes, ctypes.util, _hashlib\n"
        "from backend.core.crypto import libcrypto\n"
        "real = ctypes.CDLL\n"
        "libcrypto.ctypes.CDLL = lambda name: real('libc.so.6')\n"
        "libcrypto.load()\n"
    )

    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert run.returncode == 1
    assert "ImportError: SM2 needs OpenSSL 3" in run.stderr
