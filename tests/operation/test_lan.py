"""Opening the demo to a network: a certificate for this address, codes nobody guesses, a picture a phone can read."""

import ipaddress
import stat

from cryptography import x509
from PIL import Image

from backend.core.settings import Settings
from backend.operation import lan

ADDRESS = "192.0.2.7"


def test_the_certificate_is_for_this_address_and_its_key_is_private(tmp_path):
    certificate, key = lan.certificate_for(ADDRESS, folder=tmp_path / "secrets")

    made = x509.load_pem_x509_certificate(certificate.read_bytes())
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert ipaddress.ip_address(ADDRESS) in names.get_values_for_type(x509.IPAddress)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_second_start_keeps_the_certificate_that_the_phone_knows(tmp_path):
    first = lan.certificate_for(ADDRESS, folder=tmp_path)[0].read_bytes()

    assert lan.certificate_for(ADDRESS, folder=tmp_path)[0].read_bytes() == first


def test_an_ending_certificate_is_renewed(tmp_path, monkeypatch):
    monkeypatch.setattr(lan, "LIFE", lan.RENEW_BEFORE / 2)
    first = lan.certificate_for(ADDRESS, folder=tmp_path)[0].read_bytes()

    assert lan.certificate_for(ADDRESS, folder=tmp_path)[0].read_bytes() != first


def test_codes_are_all_different_and_hold_nothing_that_is_read_for_something_else():
    codes = {lan.one_time_code() for _ in range(1000)}

    assert len(codes) == 1000
    assert not set("".join(codes)) & set("01ILO")


def test_the_settings_are_widened_with_codes_only_where_there_is_a_demo(tmp_path, monkeypatch):
    monkeypatch.setattr(lan, "network_address", lambda: ADDRESS)

    demo = lan.widened(Settings(demo=True, data=tmp_path))
    plain = lan.widened(Settings(demo=False, data=tmp_path))

    assert demo.public_url == f"https://{ADDRESS}:8000"
    assert len(demo.demo_codes) == lan.CODES
    assert plain.demo_codes == ()


def test_the_picture_in_the_terminal_is_the_one_in_the_file(tmp_path):
    url = f"https://{ADDRESS}:8000"

    lan.save_picture(url, to=tmp_path / "address.png")
    drawn = Image.open(tmp_path / "address.png").convert("L")

    lines = lan.picture(url).splitlines()
    modules = len(lines[0]) - 4  # the terminal's border is two modules, the file's four
    step = drawn.width // (modules + 8)
    for row in range(modules):
        for column in range(modules):
            dark = drawn.getpixel(((column + 4) * step + step // 2, (row + 4) * step + step // 2)) == 0
            half = lines[(row + 2) // 2][column + 2]
            light_in_terminal = half == "█" or half == ("▀" if row % 2 == 0 else "▄")
            assert light_in_terminal != dark, (row, column)
