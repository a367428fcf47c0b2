"""Certificates are checked against the name, HTTP/2 is spoken where the server speaks it."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import h2.config
import h2.connection
import h2.events
import pytest
import trustme
from loopback import Reply, Site, fetch, page, reason, serving

from flows.collect.reasons import Reason

LOCAL = ("localhost",)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


@contextmanager
def secure_site(authority: trustme.CA, name: str) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)

    def wrap(server: ThreadingHTTPServer) -> None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)

    with serving(wrap=wrap) as site:
        site.plays("/a", Reply(body=b"report"))
        yield site


def address(site: Site, host: str = "localhost") -> str:
    return f"https://{host}:{site.port}/a"


def test_a_page_comes_over_a_connection_whose_authority_the_settings_trust(
    authority: trustme.CA, ca_file: Path
) -> None:
    with secure_site(authority, "localhost") as site:
        assert page(fetch(address(site), allowed_private_hosts=LOCAL, ca_file=ca_file)).data == b"report"


def test_an_authority_that_nobody_knows_is_refused(authority: trustme.CA) -> None:
    with secure_site(authority, "localhost") as site:
        assert reason(fetch(address(site), allowed_private_hosts=LOCAL)) is Reason.CERTIFICATE
        assert site.log == []


def test_a_certificate_for_another_name_is_refused(authority: trustme.CA, ca_file: Path) -> None:
    with secure_site(authority, "other.example") as site:
        assert reason(fetch(address(site), allowed_private_hosts=LOCAL, ca_file=ca_file)) is Reason.CERTIFICATE


def test_the_name_is_checked_though_the_address_is_connected_to(authority: trustme.CA, ca_file: Path) -> None:
    async def resolver(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    with secure_site(authority, "plans.example") as site:
        allowed = ("plans.example", "else.example")
        trusted = {"allowed_private_hosts": allowed, "ca_file": ca_file, "resolver": resolver}

        assert page(fetch(address(site, "plans.example"), **trusted)).data == b"report"
        assert site.log[-1].headers["host"] == f"plans.example:{site.port}"
        assert reason(fetch(address(site, "else.example"), **trusted)) is Reason.CERTIFICATE


def test_a_file_without_certificates_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    path.write_text("nothing")
    with pytest.raises(ValueError, match=r"ca\.pem holds no certificates"):
        fetch("https://a.example/", ca_file=path)


def test_a_server_that_speaks_no_tls_is_told(site: Site) -> None:
    assert reason(fetch(address(site), allowed_private_hosts=LOCAL)) is Reason.TLS


@contextmanager
def speaking_http2(authority: trustme.CA, versions: list[str]) -> Iterator[int]:
    """A server that answers every stream with its own number, over HTTP/2 alone."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["h2"])
    authority.issue_cert("localhost").configure_cert(context)

    def serve(listening: socket.socket) -> None:
        plain, _ = listening.accept()
        with context.wrap_socket(plain, server_side=True) as stream:
            versions.append(stream.selected_alpn_protocol() or "")
            connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
            connection.initiate_connection()
            stream.sendall(connection.data_to_send())
            while data := stream.recv(65_536):
                for event in connection.receive_data(data):
                    if isinstance(event, h2.events.RequestReceived):
                        connection.send_headers(event.stream_id, [(":status", "200"), ("etag", '"h2"')])
                        connection.send_data(event.stream_id, b"report", end_stream=True)
                stream.sendall(connection.data_to_send())

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=serve, args=(listening,), daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(2)


def test_http_2_is_spoken_where_the_server_speaks_it(authority: trustme.CA, ca_file: Path) -> None:
    versions: list[str] = []
    with speaking_http2(authority, versions) as port:
        answer = page(fetch(f"https://localhost:{port}/a", allowed_private_hosts=LOCAL, ca_file=ca_file))

    assert (answer.data, answer.facts.etag) == (b"report", '"h2"')
    assert versions == ["h2"]
