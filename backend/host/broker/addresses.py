"""Which network addresses are public. Pure.

The list is the special-purpose registries of IANA (RFC 6890 and its updates), written out so that it does not change
with the Python that runs us. An address that carries one of version 4 inside is judged by that.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final

Address = IPv4Address | IPv6Address

CLOSED_4: Final = tuple(
    IPv4Network(one)
    for one in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers; some clouds keep their metadata there
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # looks public, and is the host of a large cloud to its own machines
        "169.254.0.0/16",  # link-local; metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
GLOBAL_6: Final = IPv6Network("2000::/3")  # all else is loopback, link-local, unique local, multicast or unassigned
CLOSED_6: Final = tuple(
    IPv6Network(one)
    for one in (
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarks
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: retired, and carries any address of version 4
        "3fff::/20",  # documentation
    )
)
NAT64: Final = IPv6Network("64:ff9b::/96")  # the resolver of a network without IPv4 answers with these


def is_public(address: Address) -> bool:
    """Whether the whole world may reach this address, and nothing of ours hides behind it."""
    if isinstance(address, IPv4Address):
        return not any(address in closed for closed in CLOSED_4)
    carried = _carried(address)
    if carried is not None:
        return is_public(carried)
    return address in GLOBAL_6 and not any(address in closed for closed in CLOSED_6)


def _carried(address: IPv6Address) -> IPv4Address | None:
    """The version 4 address inside a mapped or NAT64 one, which is where its packets go."""
    return IPv4Address(int(address) & 0xFFFF_FFFF) if address in NAT64 else address.ipv4_mapped
