"""Which addresses of the network are closed, however they are written."""

import pytest

from flows.collect.web.addresses import refusal


@pytest.mark.parametrize(
    ("address", "word"),
    [
        pytest.param("127.0.0.1", "loopback", id="loopback"),
        pytest.param("127.8.9.10", "loopback", id="all of loopback"),
        pytest.param("0.0.0.0", "this machine", id="any address"),
        pytest.param("10.0.0.1", "private", id="private A"),
        pytest.param("172.31.255.254", "private", id="private B"),
        pytest.param("192.168.1.1", "private", id="private C"),
        pytest.param("169.254.169.254", "metadata", id="metadata of most clouds"),
        pytest.param("100.100.100.200", "CGNAT", id="metadata behind CGNAT"),
        pytest.param("192.0.0.192", "protocols", id="metadata among protocol addresses"),
        pytest.param("168.63.129.16", "metadata", id="metadata at a public address"),
        pytest.param("198.18.0.1", "benchmarks", id="benchmarks"),
        pytest.param("203.0.113.9", "documentation", id="documentation"),
        pytest.param("224.0.0.1", "multicast", id="multicast"),
        pytest.param("255.255.255.255", "reserved", id="broadcast"),
        pytest.param("::", "this machine", id="any address, v6"),
        pytest.param("::1", "loopback", id="loopback, v6"),
        pytest.param("fd00:ec2::254", "private", id="metadata, v6"),
        pytest.param("fe80::1", "link-local", id="link-local, v6"),
        pytest.param("fec0::1", "not public", id="site-local, v6"),
        pytest.param("ff02::1", "multicast", id="multicast, v6"),
        pytest.param("2001:db8::1", "documentation", id="documentation, v6"),
        pytest.param("2001:0:7f00:1::", "protocols", id="Teredo"),
        pytest.param("::ffff:127.0.0.1", "carries 127.0.0.1", id="mapped loopback"),
        pytest.param("::ffff:a9fe:a9fe", "carries 169.254.169.254", id="mapped metadata"),
        pytest.param("::192.168.0.1", "carries 192.168.0.1", id="compatible private"),
        pytest.param("64:ff9b::10.0.0.1", "carries 10.0.0.1", id="private behind NAT64"),
        pytest.param("2002:7f00:1::", "carries 127.0.0.1", id="loopback through 6to4"),
        pytest.param("5f00::1", "not public", id="routing segments"),
    ],
)
def test_what_is_not_the_public_network_is_closed(address: str, word: str) -> None:
    assert word in (refusal(address) or "")


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "100.63.255.255", "172.32.0.1", "223.255.255.255", "2400:3200::1", "::ffff:8.8.8.8", "2002:808:808::"],
)
def test_the_public_network_is_open(address: str) -> None:
    assert refusal(address) is None


def test_a_name_is_no_address() -> None:
    with pytest.raises(ValueError, match="localhost"):
        refusal("localhost")
