import os
import random

import pytest

from backend.host.sandbox import image as images
from backend.host.sandbox.errors import ImageNotGenuine
from backend.host.sandbox.server import SandboxServer
from plugin_sdk.runtime import mac
from tests.host.sandbox.conftest import KEY

CONTENT = bytes(range(256)) * 64


@pytest.fixture
def small(tmp_path):
    """A stand-in for an image, small enough to flip every byte of."""
    made = tmp_path / "runtime.cwasm"
    made.write_bytes(CONTENT)
    mac.mac_file(made).write_text(mac.mac_of(CONTENT, name=made.name, key=KEY))
    return made


class TestSealed:
    def test_a_genuine_image_is_handed_out_and_can_no_longer_be_changed(self, small):
        fd = images.sealed(small, key=KEY)

        assert os.pread(fd, len(CONTENT) + 1, 0) == CONTENT
        with pytest.raises(PermissionError):
            os.pwrite(fd, b"x", 0)
        with pytest.raises(PermissionError):
            os.ftruncate(fd, 0)
        os.close(fd)

    def test_a_thousand_flipped_bytes_are_a_thousand_refusals(self, small):
        chance = random.Random(2026)
        for _ in range(1_000):
            content = bytearray(CONTENT)
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            small.write_bytes(content)

            with pytest.raises(ImageNotGenuine):
                images.sealed(small, key=KEY)

    def test_a_thousand_truncations_are_a_thousand_refusals(self, small):
        for length in (0, 1, len(CONTENT) - 1, *random.Random(2026).sample(range(2, len(CONTENT) - 1), 997)):
            small.write_bytes(CONTENT[:length])

            with pytest.raises(ImageNotGenuine):
                images.sealed(small, key=KEY)

    def test_a_thousand_swaps_between_two_images_are_a_thousand_refusals(self, small):
        chance = random.Random(2026)
        other = chance.randbytes(len(CONTENT))
        for _ in range(1_000):
            start, end = sorted(chance.sample(range(len(CONTENT) + 1), 2))
            small.write_bytes(CONTENT[:start] + other[start:end] + CONTENT[end:])

            with pytest.raises(ImageNotGenuine):
                images.sealed(small, key=KEY)

    def test_another_genuine_image_is_refused_with_and_without_its_mac(self, small):
        other = CONTENT[::-1]
        small.write_bytes(other)
        with pytest.raises(ImageNotGenuine):
            images.sealed(small, key=KEY)

        mac.mac_file(small).write_text(mac.mac_of(other, name="another.cwasm", key=KEY))
        with pytest.raises(ImageNotGenuine):
            images.sealed(small, key=KEY)

    def test_a_thousand_altered_macs_are_a_thousand_refusals(self, small):
        genuine = mac.mac_of(CONTENT, name=small.name, key=KEY)
        chance = random.Random(2026)
        for _ in range(1_000):
            letters = list(genuine)
            at = chance.randrange(len(letters))
            letters[at] = chance.choice([letter for letter in "0123456789abcdef" if letter != letters[at]])
            mac.mac_file(small).write_text("".join(letters))

            with pytest.raises(ImageNotGenuine):
                images.sealed(small, key=KEY)

    @pytest.mark.parametrize("said", ["", "0" * 64, "zz", "漏"])
    def test_a_wrong_mac_is_refused(self, small, said):
        mac.mac_file(small).write_text(said)

        with pytest.raises(ImageNotGenuine):
            images.sealed(small, key=KEY)

    def test_a_missing_mac_or_image_is_refused(self, small):
        mac.mac_file(small).unlink()
        with pytest.raises(ImageNotGenuine):
            images.sealed(small, key=KEY)

        small.unlink()
        with pytest.raises(ImageNotGenuine):
            images.sealed(small, key=KEY)

    def test_another_key_is_refused(self, small):
        with pytest.raises(ImageNotGenuine):
            images.sealed(small, key=b"another key of an honest length".ljust(40))

    def test_another_engine_version_is_refused(self, small, monkeypatch):
        monkeypatch.setattr(mac, "version", lambda _: "49.0.0")

        with pytest.raises(ImageNotGenuine):
            images.sealed(small, key=KEY)

    def test_a_short_key_is_an_error_of_ours(self, small):
        with pytest.raises(ValueError, match="at least 32 bytes"):
            images.sealed(small, key=b"short")


async def test_a_server_with_an_altered_image_does_not_start(image, tmp_path):
    altered = tmp_path / image.name
    content = bytearray(image.read_bytes())
    content[len(content) // 2] ^= 1
    altered.write_bytes(content)
    mac.mac_file(altered).write_text(mac.mac_file(image).read_text())

    with pytest.raises(ImageNotGenuine):
        async with SandboxServer(tmp_path / "s.sock", image_path=altered, key=KEY, workers=1):
            pytest.fail("it started")
