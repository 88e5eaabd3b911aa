"""Ways in which servers were brought to ask machines that were none of the asker's business, each with its refusal.

`{port}` is the port on which the canary listens, and the only one that requests may go to.
"""

from dataclasses import dataclass

NAMED = "api.gansu.example"
"""What the manifest names beside the host of a payload's own; it is public."""

ANY = "0.0.0.0"  # noqa: S104 - an address that is asked for, not listened on
PUBLIC = "93.184.215.14"
URL, HOST, ADDRESS = "host.fetch-url-refused", "host.fetch-host-not-named", "host.fetch-address-refused"


@dataclass(frozen=True)
class Payload:
    """An address; the hosts that the manifest names; what its name resolves to (None: ask this machine); the refusal."""

    url: str
    refused: str
    hosts: tuple[str, ...] = (NAMED,)
    addresses: tuple[str, ...] | None = (PUBLIC,)


def literal(host: str) -> Payload:
    """The manifest itself names an address of the inside; this machine's resolver reads it."""
    return Payload(f"https://{host}:{{port}}/", ADDRESS, hosts=(host,), addresses=None)


def resolved(*addresses: str) -> Payload:
    """The manifest names an honest host whose name leads inside."""
    return Payload(f"https://{NAMED}:{{port}}/", ADDRESS, addresses=addresses)


def written(url: str, refused: str = URL) -> Payload:
    """The address is written so that two readers read two hosts, or is none that may be asked."""
    return Payload(url, refused)


PAYLOADS = (
    *map(
        literal,
        (
            "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "127.000.000.001", "0177.0.0.1", "0177.1", "0x7f.0.0.1",
            "0x7f.1", "0x7f.0x0.0x0.0x1", ANY, "0.0", "10.0.0.1", "012.1", "172.16.0.1", "192.168.0.1", "100.64.0.1",
            "169.254.169.254", "0251.0376.0251.0376", "0xa9.0xfe.0xa9.0xfe", "168.63.129.16", "192.0.0.170", "198.18.0.1",
            "224.0.0.1", "255.255.255.255",
        ),
    ),
    *(
        resolved(*addresses)
        for addresses in (
            ("127.0.0.1",), ("::1",), ("::",), ("::127.0.0.1",), ("::ffff:127.0.0.1",), ("::ffff:10.0.0.1",),
            ("2002:7f00:1::",), ("2002:a9fe:a9fe::",), ("64:ff9b::7f00:1",), ("64:ff9b::a00:1",), ("64:ff9b:1::7f00:1",),
            ("2001:0:5db8:d70e::80ff:fffe",), ("2001:db8::1",), ("3fff::1",), ("fc00::1",), ("fd00:ec2::254",),
            ("fe80::1",), ("fec0::1",), ("ff02::1",), ("100.100.100.200",), (ANY,), (PUBLIC, "127.0.0.1"),
            ("127.0.0.1", PUBLIC), ("2606:4700::1111", "::1"), (PUBLIC, "192.168.1.1", PUBLIC), (),
        )
    ),
    *map(
        written,
        (
            "https://2130706433:{port}/", "https://0x7f000001:{port}/", "https://017700000001:{port}/",
            "https://localhost:{port}/", "https://[::1]:{port}/", "https://[::ffff:127.0.0.1]:{port}/",
            "https://[0:0:0:0:0:0:0:1]:{port}/", "https://[::ffff:7f00:1]:{port}/", "https://[fe80::1%25eth0]:{port}/",
            "https://api.gansu.example@127.0.0.1:{port}/", "https://127.0.0.1:{port}@api.gansu.example/",
            "https://user:pw@api.gansu.example:{port}/", "https://@127.0.0.1:{port}/", "https://a@b@127.0.0.1:{port}/",
            "https://api.gansu.example:{port}\\@127.0.0.1/", "https://127.0.0.1:{port}\\.api.gansu.example/",
            "https:\\\\127.0.0.1:{port}/", "https:/\\127.0.0.1:{port}/", "https:/127.0.0.1:{port}/",
            "https:///127.0.0.1:{port}/", "https:127.0.0.1:{port}", "//127.0.0.1:{port}/", "127.0.0.1:{port}/",
            "https://127.0.0.1:{port}\t.api.gansu.example/", "https://api.gansu.example\t@127.0.0.1:{port}/",
            "ht\ttps://127.0.0.1:{port}/", "https://127.0.0.1:{port}\n.api.gansu.example/", "https://127.0.0.1 :{port}/",
            " https://127.0.0.1:{port}/", "https://api.gansu.example:{port}/\r\nHost: 127.0.0.1",
            "https://api.gansu.example:{port}/a b", "https://127.0.0.1%00.api.gansu.example:{port}/",
            "https://１２７.０.０.１:{port}/", "https://127。0。0。1:{port}/", "https://①②⑦.0.0.1:{port}/",
            "https://ⓛocalhost.example:{port}/", "https://ａpi.gansu.example:{port}/", "https://%31%32%37.0.0.1:{port}/",
            "https://127.0.0.1.:{port}/", "https://api.gansu.example.:{port}/", "https://127.0.0.1..:{port}/",
            "HTTPS://api.gansu.example:{port}/", "https://API.gansu.example:{port}/",
            "https://127.0.0.1:{port}#.api.gansu.example/", "https://127.0.0.1:{port}?.api.gansu.example/",
            "https://api.gansu.example:{port}#@127.0.0.1/", "https://127.0.0.1:{port};.api.gansu.example/",
            "https://api.gansu.example:22/", "https://api.gansu.example:0/", "https://api.gansu.example:/",
            "https://api.gansu.example:{port}0/", "https://api.gansu.example:0{port}/", "https://api.gansu.example:-1/",
            "https://api.gansu.example:{port}:80/", "http://127.0.0.1:{port}/", "http://api.gansu.example:{port}/",
            "file:///etc/passwd", "file://127.0.0.1:{port}/", "ftp://127.0.0.1:{port}/", "gopher://127.0.0.1:{port}/_GET",
            "dict://127.0.0.1:{port}/", "ldap://127.0.0.1:{port}/", "data:text/plain,hello", "javascript:fetch(1)",
            "unix:///run/kuaiban/sandbox.sock", "https+unix://api.gansu.example/", "", "https://", "https://.:{port}/",
        ),
    ),
    *(
        written(url, HOST)
        for url in (
            "https://127.0.0.1:{port}/", "https://api.gansu.example.evil.example:{port}/",
            "https://evilapi.gansu.example:{port}/", "https://127.0.0.1.nip.example:{port}/", "https://gansu.example:{port}/",
            "https://xn--pi-7fb.gansu.example:{port}/", "https://127.0.0.1:{port}/@api.gansu.example",
        )
    ),
)  # fmt: skip
