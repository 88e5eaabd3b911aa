"""`make run LAN=1`: HTTPS on the network address with a certificate of this machine, so that a real phone gets in.

A phone gives camera, keys and service worker to secure pages only. The certificate is self-made: the phone asks once.
Because anybody on the network can reach the page, demo sign-in needs one of the codes shown in the terminal.
"""

import ipaddress
import os
import secrets
import socket
from datetime import timedelta
from pathlib import Path

import msgspec
import qrcode
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from PIL import Image

from backend.core.settings import Settings
from backend.core.structs import now

LIFE = timedelta(days=90)
RENEW_BEFORE = timedelta(days=7)
CODES = 8  # as many phones as stand around a table
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read for something else
CODE_LENGTH = 8
PICTURE_PIXELS = 600


class NoNetwork(Exception):
    """There is no network to open the demo to."""


def widened(settings: Settings) -> Settings:
    """The settings for the network: address, certificate, one-time codes.

    Raises:
        NoNetwork: this machine has no network address.
    """
    address = network_address()
    certificate, key = certificate_for(address, folder=settings.data / "secrets")
    return msgspec.structs.replace(
        settings,
        host="0.0.0.0",  # noqa: S104 - reaching it from the network is what LAN=1 is for
        public_url=f"https://{address}:{settings.port}",
        tls_certificate=certificate,
        tls_key=key,
        demo_codes=tuple(one_time_code() for _ in range(CODES)) if settings.demo else (),
    )


def network_address() -> str:
    """This machine's own address on its network; asks the routing table, sends nothing.

    Raises:
        NoNetwork: there is no route to anywhere.
    """
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.connect(("192.0.2.1", 9))  # a documentation address (RFC 5737); no packet leaves for it
            return str(asking.getsockname()[0])
    except OSError as error:
        raise NoNetwork("this machine is on no network; LAN=1 needs one, plain `make run` does not") from error


def one_time_code() -> str:
    """A code that lets one phone sign in once."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def picture(url: str) -> str:
    """The address as a QR code made of half blocks, for a terminal."""
    code = qrcode.QRCode(border=2)
    code.add_data(url)
    code.make(fit=True)
    rows = [*code.get_matrix(), [False] * (len(code.get_matrix()))]
    marks = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
    return "\n".join(
        "".join(marks[not upper, not lower] for upper, lower in zip(rows[line], rows[line + 1], strict=True))
        for line in range(0, len(rows) - 1, 2)
    )


def save_picture(url: str, *, to: Path) -> None:
    """The same code as a PNG of some 600 pixels, for terminals whose font distorts half blocks."""
    drawn: Image.Image = qrcode.make(url, border=4, box_size=1).get_image()
    size = drawn.width * (PICTURE_PIXELS // drawn.width)
    drawn.resize((size, size), Image.Resampling.NEAREST).save(to, optimize=True)


def certificate_for(address: str, *, folder: Path) -> tuple[Path, Path]:
    """A certificate for this address and its key (0600); kept until it is nearly over or the address changes."""
    certificate, key = folder / f"lan-{address}.crt", folder / f"lan-{address}.key"
    if not _usable(certificate):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(address, certificate=certificate, key=key)
    return certificate, key


def _usable(certificate: Path) -> bool:
    if not certificate.exists():
        return False
    return x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc > now() + RENEW_BEFORE


def _make(address: str, *, certificate: Path, key: Path) -> None:
    own = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Gansu Kuaiban on this network")])
    names = x509.SubjectAlternativeName(
        [x509.IPAddress(ipaddress.ip_address(address)), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    )
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(hours=1))
        .not_valid_after(now() + LIFE)
        .add_extension(names, critical=False)
        .sign(own, hashes.SHA256())
    )
    pem = own.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(pem)
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
