"""An access token is accepted in one spelling, from our key, for our door, until its end. All else is refused."""

import base64
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.identity.people.structs import Role
from backend.identity.sessions import access_tokens
from backend.identity.sessions.errors import NotSignedIn, TokenExpired

RING = KeyRing.generate(demo=True)
KEY = RING.active(Purpose.ACCESS_TOKEN)
PRIVATE = Ed25519PrivateKey.from_private_bytes(KEY.secret)
ISSUER = "https://kuaiban.example"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PERSON, SESSION = uuid4(), uuid4()


def issue(*, now: datetime = NOW, ring: KeyRing = RING) -> str:
    return access_tokens.issue(
        ring, issuer=ISSUER, person_id=PERSON, session_id=SESSION, level=2, roles=[Role.REVIEWER], now=now
    )


def verify(token: str, *, now: datetime = NOW, ring: KeyRing = RING) -> access_tokens.Claims:
    return access_tokens.verify(ring, token=token, issuer=ISSUER, now=now)


def forge(*, headers: dict | None = None, without: str | None = None, **claims: object) -> str:
    """A token signed with the real key, but saying something else."""
    body = jwt.decode(TOKEN, options={"verify_signature": False}) | claims
    body.pop(without or "", None)
    return jwt.encode(body, PRIVATE, algorithm="EdDSA", headers={"typ": "at+jwt", "kid": KEY.kid} | (headers or {}))


def part(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


TOKEN = issue()
PUBLIC_PEM = PRIVATE.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
SPELLABLE = "ABCXYZabcxyz0189-_"


class TestIssue:
    def test_says_who_and_for_how_long_and_nothing_personal(self):
        claims = verify(TOKEN)

        assert (claims.sub, claims.sid, claims.lvl, claims.rol) == (PERSON, SESSION, 2, [Role.REVIEWER])
        assert claims.exp - claims.iat == 600
        assert set(jwt.decode(TOKEN, options={"verify_signature": False})) == {
            "iss", "aud", "sub", "sid", "lvl", "rol", "iat", "exp", "jti",
        }  # fmt: skip

    def test_no_two_tokens_are_equal(self):
        assert issue() != issue()

    def test_what_another_key_of_the_ring_signed_is_accepted_until_that_key_is_retired(self):
        rotated = RING.rotate(Purpose.ACCESS_TOKEN)
        retired = rotated.retire(Purpose.ACCESS_TOKEN, kid=KEY.kid)

        assert verify(TOKEN, ring=rotated).sub == PERSON
        with pytest.raises(NotSignedIn):
            verify(TOKEN, ring=retired)


class TestTime:
    @pytest.mark.parametrize("seconds", [0, 1, 599])
    def test_holds_for_ten_minutes(self, seconds):
        assert verify(TOKEN, now=NOW + timedelta(seconds=seconds))

    @pytest.mark.parametrize("seconds", [600, 601, 86_400])
    def test_is_expired_afterwards(self, seconds):
        with pytest.raises(TokenExpired):
            verify(TOKEN, now=NOW + timedelta(seconds=seconds))

    def test_clocks_may_differ_by_seconds_but_not_by_more(self):
        assert verify(TOKEN, now=NOW - timedelta(seconds=5))
        with pytest.raises(NotSignedIn):
            verify(TOKEN, now=NOW - timedelta(seconds=6))

    @pytest.mark.parametrize("life", [601, 10**6, 0, -1])
    def test_a_life_that_we_do_not_give_is_refused(self, life):
        began = int(NOW.timestamp())

        with pytest.raises(NotSignedIn):
            verify(forge(iat=began, exp=began + life))


class TestForgery:
    @given(position=st.integers(0, len(TOKEN) - 1), character=st.sampled_from(SPELLABLE + ".=+/ \n%é"))
    def test_no_changed_character_is_accepted(self, position, character):
        changed = TOKEN[:position] + character + TOKEN[position + 1 :]
        if changed == TOKEN:
            return

        with pytest.raises(NotSignedIn):
            verify(changed)

    @given(position=st.integers(0, len(TOKEN)), extra=st.text(SPELLABLE + ".= \n", min_size=1, max_size=4))
    def test_no_added_character_is_accepted(self, position, extra):
        with pytest.raises(NotSignedIn):
            verify(TOKEN[:position] + extra + TOKEN[position:])

    @given(length=st.integers(0, len(TOKEN) - 1))
    def test_no_cut_token_is_accepted(self, length):
        with pytest.raises(NotSignedIn):
            verify(TOKEN[:length])

    @given(st.text(max_size=3000))
    def test_no_other_text_is_accepted(self, text):
        with pytest.raises(NotSignedIn):
            verify(text)

    def test_every_spelling_of_the_last_character_but_one_is_refused(self):
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        accepted = 0
        for character in alphabet:
            try:
                accepted += verify(TOKEN[:-1] + character) is not None
            except NotSignedIn:
                continue

        assert accepted == 1

    @pytest.mark.parametrize("algorithm", ["none", "None", "HS256", "RS256", "ES256", "Ed25519", "eddsa"])
    def test_another_algorithm_is_refused(self, algorithm):
        _, body, signature = TOKEN.split(".")
        header = part({"alg": algorithm, "typ": "at+jwt", "kid": KEY.kid})

        for end in (signature, "", "A" * 86):
            with pytest.raises(NotSignedIn):
                verify(f"{header}.{body}.{end}")

    def test_the_public_key_is_no_secret_for_hmac(self):
        body = jwt.decode(TOKEN, options={"verify_signature": False})
        with pytest.raises(jwt.InvalidKeyError):
            jwt.encode(body, PUBLIC_PEM, algorithm="HS256")
        confused = jwt.encode(body, PUBLIC_PEM[30:], algorithm="HS256", headers={"kid": KEY.kid, "typ": "at+jwt"})

        with pytest.raises(NotSignedIn):
            verify(confused)

    def test_a_foreign_key_is_refused_even_under_our_kid(self):
        body = jwt.decode(TOKEN, options={"verify_signature": False})
        foreign = jwt.encode(
            body, Ed25519PrivateKey.generate(), algorithm="EdDSA", headers={"kid": KEY.kid, "typ": "at+jwt"}
        )

        with pytest.raises(NotSignedIn):
            verify(foreign)
        with pytest.raises(NotSignedIn):
            verify(issue(ring=KeyRing.generate(demo=True)))

    @pytest.mark.parametrize(
        "kid", ["", "00000000", "../../etc/passwd", "' or 1=1 --", KEY.kid.upper() + "Z", KEY.kid + "\0", "x" * 200]
    )
    def test_no_other_kid_is_followed(self, kid):
        with pytest.raises(NotSignedIn):
            verify(forge(headers={"kid": kid}))

    @pytest.mark.parametrize(
        "headers",
        [
            {"jwk": {"kty": "OKP"}},
            {"jku": "https://evil.example/keys"},
            {"x5u": "https://evil.example"},
            {"typ": "JWT"},
            {"typ": "application/at+jwt"},
        ],
    )
    def test_a_header_with_more_or_other_members_is_refused(self, headers):
        with pytest.raises(NotSignedIn):
            verify(forge(headers=headers))


class TestClaims:
    @pytest.mark.parametrize("name", ["iss", "aud", "sub", "sid", "lvl", "rol", "iat", "exp", "jti"])
    def test_every_claim_is_needed(self, name):
        with pytest.raises(NotSignedIn):
            verify(forge(without=name))

    @pytest.mark.parametrize(
        "claims",
        [
            {"aud": "another-api"},
            {"aud": ["kuaiban-api", "another-api"]},
            {"iss": "https://evil.example"},
            {"sub": "1"},
            {"sub": str(UUID(int=0)) + " or 1=1"},
            {"lvl": "3"},
            {"lvl": 4},
            {"lvl": 0},
            {"rol": ["emperor"]},
            {"rol": "reviewer"},
            {"exp": "2100-01-01"},
            {"exp": 1e300},
            {"iat": None},
            {"admin": True},
            {"nbf": 0},
        ],
    )
    def test_no_other_value_is_believed(self, claims):
        with pytest.raises(NotSignedIn):
            verify(forge(**claims))

    def test_the_forger_of_these_tests_can_make_a_good_one(self):
        assert verify(forge()).sub == PERSON
