"""Servers that tests speak to: what each request said is kept, and the answer is whatever the test wants, byte by byte."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Respond = Callable[[bytes], bytes]


def answer(
    body: bytes = b"", *, status: str = "200 OK", kind: str | None = "application/json", **headers: str
) -> bytes:
    """An answer as it goes over the wire."""
    said = {"content-length": str(len(body)), "connection": "close"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    if kind is not None:
        said["content-type"] = kind
    return "\r\n".join([f"HTTP/1.1 {status}", *(f"{n}: {v}" for n, v in said.items()), "", ""]).encode() + body


@dataclass
class Server:
    """Answers `respond(request)`; `asked` holds every request, `connections` counts even those that said nothing."""

    port: int
    respond: Respond = lambda _request: answer(b"{}")
    asked: list[bytes] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    connections: int = 0
    delay: float = 0.0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                (
                    int(line.split(b":")[1])
                    for line in head.lower().split(b"\r\n")
                    if line.startswith(b"content-length")
                ),
                0,
            )
            self.asked.append(head + await reader.readexactly(length))
            await asyncio.sleep(self.delay)
            writer.write(self.respond(self.asked[-1]))
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def listening(*addresses: str, tls: ssl.SSLContext | None = None, port: int = 0) -> AsyncIterator[Server]:
    """A server on these addresses of this machine, all on one port."""
    server = Server(port=port)
    if tls is not None:
        tls.sni_callback = lambda _socket, name, _context: server.names.append(name)
    listeners = []
    for address in addresses:
        listeners.append(await asyncio.start_server(server.serve, address, server.port, ssl=tls))
        server.port = listeners[-1].sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        for listener in listeners:
            listener.close()


@dataclass(frozen=True)
class Authority:
    """A certificate authority of one test, and a certificate that it gave to one name."""

    trust: ssl.SSLContext
    server: ssl.SSLContext


def authority(folder: Path, name: str) -> Authority:
    """An authority that nobody knows, with a server that it vouches for as `name`."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    moment = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - timedelta(days=1))
        .not_valid_after(moment + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / f"{name}.pem"
    path.write_bytes(pem + secret)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    return Authority(trust=ssl.create_default_context(cadata=pem.decode()), server=server)
