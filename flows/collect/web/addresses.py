"""May this address of the network be fetched from? In: an IP address; out: why not, or nothing.

Only the public network is open: everything else leads to the machine itself, to its neighbours, or to the service that
hands out a cloud machine's credentials. IPv6 has several ways to write an IPv4 address; they are judged by the address
that they carry. The standard library's `is_global` depends on the Python release and takes some of these for public, so
the networks are listed here (IANA's special-purpose registries for IPv4 and IPv6).
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

SPECIAL_V4 = {
    IPv4Network("0.0.0.0/8"): "stands for this machine",
    IPv4Network("10.0.0.0/8"): "is private",
    IPv4Network("100.64.0.0/10"): "is a provider's own (CGNAT)",  # 100.100.100.200 hands out credentials
    IPv4Network("127.0.0.0/8"): "is this machine (loopback)",
    IPv4Network("168.63.129.16/32"): "is a cloud's own service (metadata)",
    IPv4Network("169.254.0.0/16"): "is link-local (metadata)",  # 169.254.169.254 hands out credentials
    IPv4Network("172.16.0.0/12"): "is private",
    IPv4Network("192.0.0.0/24"): "is reserved for protocols",  # 192.0.0.192 hands out credentials
    IPv4Network("192.0.2.0/24"): "is for documentation",
    IPv4Network("192.88.99.0/24"): "is a 6to4 relay",
    IPv4Network("192.168.0.0/16"): "is private",
    IPv4Network("198.18.0.0/15"): "is for benchmarks",
    IPv4Network("198.51.100.0/24"): "is for documentation",
    IPv4Network("203.0.113.0/24"): "is for documentation",
    IPv4Network("224.0.0.0/4"): "is multicast",
    IPv4Network("240.0.0.0/4"): "is reserved",
}
GLOBAL_V6 = IPv6Network("2000::/3")  # every public address lies in it; the loopback, private and local ones do not
SPECIAL_V6 = {
    IPv6Network("::1/128"): "is this machine (loopback)",
    IPv6Network("::/128"): "stands for this machine",
    IPv6Network("fc00::/7"): "is private",
    IPv6Network("fe80::/10"): "is link-local",
    IPv6Network("ff00::/8"): "is multicast",
    IPv6Network("2001::/23"): "is reserved for protocols",  # Teredo among them
    IPv6Network("2001:db8::/32"): "is for documentation",
    IPv6Network("3fff::/20"): "is for documentation",
}

MAPPED = IPv6Network("::ffff:0:0/96")
COMPATIBLE = IPv6Network("::/96")
NAT64 = IPv6Network("64:ff9b::/96")
SIX_TO_FOUR = IPv6Network("2002::/16")


def refusal(address: str) -> str | None:
    """Why this IP address is not fetched from, as the end of a sentence that begins with the address; None where it may
    be. Raises ValueError where it is no IP address."""
    ip = ip_address(address)
    return _v4_refusal(ip) if isinstance(ip, IPv4Address) else _v6_refusal(ip)


def _v4_refusal(ip: IPv4Address) -> str | None:
    return next((why for network, why in SPECIAL_V4.items() if ip in network), None)


def _v6_refusal(ip: IPv6Address) -> str | None:
    special = next((why for network, why in SPECIAL_V6.items() if ip in network), None)
    if special:
        return special
    carried = _carried(ip)
    if carried is not None:
        why = _v4_refusal(carried)
        return f"carries {carried}, which {why}" if why else None
    return None if ip in GLOBAL_V6 else "is not public"


def _carried(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for, if it stands for one."""
    if ip in MAPPED or ip in COMPATIBLE or ip in NAT64:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    if ip in SIX_TO_FOUR:
        return IPv4Address(int(ip) >> 80 & 0xFFFF_FFFF)
    return None
