"""Addresses that a mini-app must not reach through `http.fetch`, however it writes them.

`{port}` is the port of a canary that listens on the loopback of the test machine. A manifest registers `REGISTERED`
and nothing else. For each attempt: refused by name, and the canary heard nothing.
"""

from dataclasses import dataclass

REGISTERED = "api.example.gov.cn"
PUBLIC = "93.184.215.14"


@dataclass(frozen=True)
class Attempt:
    """One way to reach what is not meant to be reached.

    `resolves` holds what the name service says of the host, one entry for each time it is asked (the last one stays);
    an entry may hold several addresses.
    """

    name: str
    url: str
    resolves: tuple[tuple[str, ...], ...] = ((PUBLIC,),)


def _at(host: str, path: str = "/") -> str:
    return f"https://{host}:{{port}}{path}"


LITERALS = {
    "v4": "127.0.0.1",
    "v4-short": "127.1",
    "v4-three-parts": "127.0.1",
    "v4-decimal": "2130706433",
    "v4-hex": "0x7f000001",
    "v4-hex-by-parts": "0x7f.0x0.0x0.0x1",
    "v4-octal": "017700000001",
    "v4-octal-by-parts": "0177.0.0.01",
    "v4-padded": "127.000.000.001",
    "v4-overflowing": "383.0.0.1",
    "v4-another-loopback": "127.127.127.127",
    "v4-any": "0.0.0.0",  # noqa: S104  # nothing is bound here
    "v4-zero": "0",
    "v6": "[::1]",
    "v6-long": "[0:0:0:0:0:0:0:1]",
    "v6-any": "[::]",
    "v6-mapped": "[::ffff:127.0.0.1]",
    "v6-mapped-hex": "[::ffff:7f00:1]",
    "v6-compatible": "[::127.0.0.1]",
    "v6-nat64": "[64:ff9b::7f00:1]",
    "v6-6to4": "[2002:7f00:1::]",
    "v6-link-local-zone": "[fe80::1%25lo]",
    "v6-unique-local": "[fd00::1]",
    "private-10": "10.0.0.1",
    "private-172": "172.16.0.1",
    "private-192": "192.168.1.1",
    "metadata": "169.254.169.254",
    "metadata-elsewhere": "100.100.100.200",
    "shared": "100.64.0.1",
    "benchmarks": "198.18.0.1",
    "multicast": "224.0.0.1",
    "broadcast": "255.255.255.255",
    "localhost": "localhost",
    "localhost-capitals": "LOCALHOST",
    "localhost-dot": "localhost.",
    "localhost-full-width": "ｌｏｃａｌｈｏｓｔ",
    "digits-in-circles": "①②⑦.⓪.⓪.①",
    "ideographic-stops": "127。0。0。1",
}

CONFUSIONS = {
    "userinfo": f"https://{REGISTERED}@127.0.0.1:{{port}}/",
    "userinfo-with-password": f"https://{REGISTERED}:443@127.0.0.1:{{port}}/",
    "userinfo-to-registered": f"https://user:secret@{REGISTERED}/",
    "escaped-at": f"https://{REGISTERED}%40127.0.0.1:{{port}}/",
    "fragment": f"https://127.0.0.1:{{port}}#@{REGISTERED}/",
    "query": f"https://127.0.0.1:{{port}}?@{REGISTERED}/",
    "backslash": f"https://{REGISTERED}\\@127.0.0.1:{{port}}/",
    "backslash-after": f"https://127.0.0.1:{{port}}\\@{REGISTERED}/",
    "line-end-in-host": f"https://{REGISTERED}\r\n@127.0.0.1:{{port}}/",
    "tab-in-host": "https://127.0.\t0.1:{port}/",
    "nul-in-host": f"https://127.0.0.1\x00.{REGISTERED}/",
    "no-authority": "https:127.0.0.1:{port}/",
    "one-slash": "https:/127.0.0.1:{port}/",
    "three-slashes": "https:///127.0.0.1:{port}/",
    "relative": "//127.0.0.1:{port}/",
    "registered-as-prefix": f"https://{REGISTERED}.evil.example/",
    "registered-as-suffix": f"https://evil-{REGISTERED}/",
    "cyrillic-letter": "https://аpi.example.gov.cn/",
    "soft-hyphen": "https://a\u00adpi.example.gov.cn/",
    "zero-width": "https://api.example\u200b.gov.cn/",
    "punycode-of-look-alike": "https://xn--pi-7kc.example.gov.cn/",
    "header-in-path": f"https://{REGISTERED}/ HTTP/1.1\r\nHost: 127.0.0.1",
}

SCHEMES_AND_PORTS = {
    "plain-http": f"http://{REGISTERED}/",
    "file": "file:///etc/passwd",
    "gopher": "gopher://127.0.0.1:{port}/_PING",
    "ftp": f"ftp://{REGISTERED}/",
    "dict": "dict://127.0.0.1:{port}/info",
    "data": "data:text/plain,x",
    "unix": "unix:///run/docker.sock",
    "web-socket": f"ws://{REGISTERED}/",
    "port-of-canary": f"https://{REGISTERED}:{{port}}/",
    "port-of-redis": f"https://{REGISTERED}:6379/",
    "port-too-high": f"https://{REGISTERED}:65979/",
    "port-negative": f"https://{REGISTERED}:-1/",
    "port-no-number": f"https://{REGISTERED}:443x/",
}

RESOLVED = {
    "to-loopback": (("127.0.0.1",),),
    "to-loopback-v6": (("::1",),),
    "to-mapped": (("::ffff:127.0.0.1",),),
    "to-private": (("10.1.2.3",),),
    "to-metadata": (("169.254.169.254",),),
    "to-both": ((PUBLIC, "127.0.0.1"),),
    "to-both-the-other-way": (("127.0.0.1", PUBLIC),),
    "to-nothing": ((),),
}

REBOUND = {
    # Refused the second time, or connected to the first answer: either way the canary hears nothing.
    "rebinding": ((PUBLIC,), ("127.0.0.1",)),
    "rebinding-v6": ((PUBLIC,), ("::1",)),
}

ATTEMPTS = (
    *(Attempt(f"literal-{name}", _at(host)) for name, host in LITERALS.items()),
    *(Attempt(f"confused-{name}", url) for name, url in CONFUSIONS.items()),
    *(Attempt(f"scheme-or-port-{name}", url) for name, url in SCHEMES_AND_PORTS.items()),
    *(Attempt(f"resolved-{name}", f"https://{REGISTERED}/", resolves=said) for name, said in RESOLVED.items()),
    *(Attempt(f"rebound-{name}", f"https://{REGISTERED}/", resolves=said) for name, said in REBOUND.items()),
)
