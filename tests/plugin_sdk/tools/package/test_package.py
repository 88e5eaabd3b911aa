import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.crypto.suites import ED25519
from plugin_sdk.tools.package import archive, ed25519, keys, signing
from plugin_sdk.tools.package.errors import KeyRefused, PackageRefused

MINI_APP = Path(__file__).parents[4] / "miniapps" / "heating_subsidy"
FILES = {path.name: path.read_bytes() for path in MINI_APP.iterdir() if path.suffix in {".py", ".json", ".yaml"}}
DEVELOPER, REVIEWER = b"\x01" * 32, b"\x02" * 32
KEYS = {"developer": ed25519.public_of(DEVELOPER), "reviewer": ed25519.public_of(REVIEWER)}


@pytest.fixture(scope="module")
def package():
    once = signing.signed(archive.written(FILES), DEVELOPER)
    return signing.signed(once, REVIEWER, role="reviewer")


def refused(content, wanted=KEYS):
    """The code with which the content is refused, or None: any other exception is a crash and fails the test."""
    try:
        signing.verified(content, keys=wanted)
    except PackageRefused as refusal:
        return refusal.code
    return None


class TestEd25519:
    # RFC 8032, section 7.1, test 3.
    SECRET = bytes.fromhex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")
    PUBLIC = bytes.fromhex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
    SIGNATURE = bytes.fromhex(
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    )

    def test_it_signs_as_the_standard_says(self):
        assert ed25519.public_of(self.SECRET) == self.PUBLIC
        assert ed25519.sign(self.SECRET, message=b"\xaf\x82") == self.SIGNATURE

    @given(st.binary(max_size=200))
    def test_the_platforms_own_implementation_agrees(self, message):
        signature = ed25519.sign(self.SECRET, message=message)

        assert signature == ED25519.sign(self.SECRET, message=message)
        assert ED25519.verify(self.PUBLIC, message=message, signature=signature)
        assert ed25519.verify(self.PUBLIC, message=message, signature=ED25519.sign(self.SECRET, message=message))
        assert not ed25519.verify(self.PUBLIC, message=message + b"x", signature=signature)

    @pytest.mark.parametrize("length", [0, 63, 65])
    def test_a_signature_of_another_length_does_not_hold(self, length):
        assert not ed25519.verify(self.PUBLIC, message=b"", signature=b"\x00" * length)

    def test_a_key_of_another_length_is_refused(self):
        with pytest.raises(KeyRefused, match="32 bytes"):
            ed25519.public_of(b"short")


class TestKeys:
    def test_a_new_key_is_for_its_owner_only_and_openssl_can_read_it(self, tmp_path):
        file = keys.default_file(tmp_path)

        public = keys.make(file)

        assert file.stat().st_mode & 0o777 == 0o600
        assert ED25519.private_from_pem(file.read_text()) == keys.load(file)
        assert keys.public_from_pem(public) == ed25519.public_of(keys.load(file))

    def test_an_existing_key_is_never_overwritten(self, tmp_path):
        keys.make(tmp_path / "k.pem")

        with pytest.raises(KeyRefused, match="there already"):
            keys.make(tmp_path / "k.pem")

    def test_a_key_that_others_can_read_is_not_used(self, tmp_path):
        keys.make(tmp_path / "k.pem")
        (tmp_path / "k.pem").chmod(0o644)

        with pytest.raises(KeyRefused, match="chmod 600"):
            keys.load(tmp_path / "k.pem")

    @pytest.mark.parametrize(
        "text",
        ["", "x", "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----", "二"],
        ids=["empty", "word", "damaged", "cjk"],
    )
    def test_what_is_no_key_is_refused(self, tmp_path, text):
        (tmp_path / "k.pem").write_text(text)
        (tmp_path / "k.pem").chmod(0o600)

        with pytest.raises(KeyRefused):
            keys.load(tmp_path / "k.pem")

    def test_a_missing_key_says_how_to_make_one(self, tmp_path):
        with pytest.raises(KeyRefused, match="gkb keys new"):
            keys.load(tmp_path / "none.pem")


class TestArchive:
    def test_the_same_files_give_the_same_bytes_in_any_order(self):
        assert archive.written(FILES) == archive.written(dict(reversed(FILES.items())))

    def test_what_was_written_is_read(self):
        assert archive.read(archive.written(FILES)) == (FILES, b"[]")

    def test_any_zip_program_opens_it(self):
        with zipfile.ZipFile(io.BytesIO(archive.written(FILES))) as opened:
            assert opened.testzip() is None

    @pytest.mark.parametrize(
        "name",
        ["../app.py", "/etc/passwd", "a/b.py", "tests/../../x.py", "x.so", "META/x", "tests//a.py", "应用.py", ""],
    )
    def test_a_file_that_packages_do_not_carry_is_refused(self, name):
        with pytest.raises(PackageRefused) as refusal:
            archive.written({**FILES, name: b""})

        assert refusal.value.code == "package.strange-file"

    def test_a_package_without_manifest_is_refused(self):
        with pytest.raises(PackageRefused, match=r"no manifest\.json"):
            archive.written({"app.py": b""})

    def test_too_many_files_are_refused(self):
        with pytest.raises(PackageRefused, match="at most"):
            archive.written({**FILES, **{f"m{n}.py": b"" for n in range(401)}})

    @pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
    def test_a_compressed_zip_is_refused_before_it_is_unpacked(self, method):
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", method) as bomb:
            bomb.writestr("manifest.json", b"\x00" * 10_000_000)

        assert refused(kept.getvalue()) == "package.not-canonical"

    @pytest.mark.parametrize("change", ["comment", "prefix", "suffix", "twice", "date"])
    def test_a_second_spelling_of_the_same_files_is_refused(self, package, change):
        assert refused(respelt(package, change)) in {"package.not-canonical", "package.unreadable"}


def respelt(package, change):
    """The same files, said another way."""
    if change == "prefix":
        return b"#!/bin/sh\n" + package
    if change == "suffix":
        return package + b"\x00"
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(kept, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            info.date_time = (2026, 1, 1, 0, 0, 0) if change == "date" else info.date_time
            new.writestr(info, content)
        if change == "comment":
            new.comment = b"hello"
        if change == "twice":
            with pytest.warns(UserWarning, match="Duplicate name"):
                new.writestr("manifest.json", FILES["manifest.json"])
    return kept.getvalue()


class TestSigning:
    def test_both_signatures_hold(self, package):
        assert signing.verified(package, keys=KEYS).manifest.app_id == "heating_subsidy"

    def test_signing_again_gives_the_same_bytes(self, package):
        assert signing.signed(package, DEVELOPER) == package

    def test_a_missing_signature_is_named(self):
        assert refused(signing.signed(archive.written(FILES), DEVELOPER)) == "package.unsigned"

    def test_a_signature_that_nobody_can_check_is_refused(self, package):
        assert refused(package, {"developer": KEYS["developer"]}) == "package.unsigned"

    def test_who_wrote_it_must_not_review_it(self):
        both = signing.signed(signing.signed(archive.written(FILES), DEVELOPER), DEVELOPER, role="reviewer")
        same = ed25519.public_of(DEVELOPER)

        assert refused(both, {"developer": same, "reviewer": same}) == "package.same-person"

    def test_a_signature_moved_to_another_role_app_or_version_does_not_hold(self, package):
        text = FILES["manifest.json"].decode()
        mine = archive.read(package)[1]
        other = {**FILES, "manifest.json": text.replace('"code": 1', '"code": 2').encode()}
        swapped = (
            mine.replace(b'"developer"', b'"x"').replace(b'"reviewer"', b'"developer"').replace(b'"x"', b'"reviewer"')
        )

        assert refused(archive.written(other, signatures=mine)) == "package.signature"
        assert refused(archive.written(FILES, signatures=swapped)) is not None

    def test_another_persons_key_is_refused(self, package):
        stranger = {**KEYS, "developer": ed25519.public_of(b"\x03" * 32)}

        assert refused(package, stranger) == "package.unsigned"


def test_a_thousand_flips_cuts_and_swaps_are_a_thousand_refusals(package):
    chance = random.Random(2026)
    codes = [refused(altered(package, chance)) for _ in range(1_000)]

    assert None not in codes


def altered(package, chance):
    """One bit flipped, the end cut off, two stretches swapped, or a stretch doubled; never the same bytes."""
    kind, place = chance.randrange(4), chance.randrange(len(package) - 64)
    if kind == 0:
        return package[:place] + bytes([package[place] ^ 1 << chance.randrange(8)]) + package[place + 1 :]
    if kind == 1:
        return package[:place]
    length = chance.randrange(1, 32)
    first, second = package[place : place + length], package[place + length : place + 2 * length]
    changed = package[:place] + (second + first if kind == 2 else first + first) + package[place + 2 * length :]
    return changed if changed != package else package[:place]


def test_every_single_byte_of_the_signatures_counts(package):
    start = package.index(b'[{"key"')
    end = package.index(b"}]", start) + 2

    for place in range(start, end):
        flipped = package[:place] + bytes([package[place] ^ 1]) + package[place + 1 :]
        assert refused(flipped) is not None
