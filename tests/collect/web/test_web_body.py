"""What comes off the network is counted while it comes: bytes, what they unpack to, and the time it takes."""

import gzip
import time
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from random import Random

import pytest
from loopback import MAX_BYTES, Reply, Site, fetch, fetch_each, impatient, page, reason

from flows.collect.reasons import Problem, Reason
from flows.collect.web.answers import Page

REPORT = "示例市2024年地区生产总值实现321.5亿元，同比增长5.6%。\n".encode() * 50


def packed(coding: str, body: bytes) -> Reply:
    return Reply(headers={"Content-Encoding": coding}, body=body)


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        pytest.param("gzip", gzip.compress(REPORT), id="gzip"),
        pytest.param("x-GZIP", gzip.compress(REPORT), id="its old name"),
        pytest.param("gzip", gzip.compress(REPORT[:1000]) + gzip.compress(REPORT[1000:]), id="in two members"),
        pytest.param("gzip", gzip.compress(REPORT) + bytes(100), id="with padding"),
        pytest.param("deflate", zlib.compress(REPORT), id="zlib"),
        pytest.param("deflate", bare_deflate(REPORT), id="bare deflate"),
        pytest.param("identity", REPORT, id="not packed"),
    ],
)
def test_a_packed_page_is_unpacked(site: Site, coding: str, body: bytes) -> None:
    site.plays("/a", packed(coding, body))

    assert page(fetch(site.url("/a"))).data == REPORT


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        pytest.param(packed("gzip", gzip.compress(REPORT)[:-20]), Reason.BROKEN_OFF, id="gzip that is cut off"),
        pytest.param(packed("gzip", b"<html>" * 100), Reason.PACKED, id="gzip that is none"),
        pytest.param(packed("gzip", gzip.compress(REPORT) + b"rest"), Reason.PACKED, id="gzip with something behind"),
        pytest.param(packed("br", b"\x8b\x02\x80"), Reason.PACKED, id="brotli, which was not asked for"),
        pytest.param(packed("zstd", b"\x28\xb5\x2f\xfd"), Reason.PACKED, id="zstd, which was not asked for"),
        pytest.param(packed("gzip, gzip", gzip.compress(gzip.compress(REPORT))), Reason.PACKED, id="packed twice"),
        pytest.param(Reply(body=bytes(MAX_BYTES + 1)), Reason.TOO_LARGE, id="too large, and it says so"),
        pytest.param(packed("gzip", gzip.compress(bytes(1_900_000))), Reason.BOMB, id="a small gzip bomb"),
        pytest.param(packed("gzip", gzip.compress(bytes(50_000_000))), Reason.TOO_LARGE, id="a large gzip bomb"),
    ],
)
def test_what_cannot_be_taken_is_refused_while_it_comes(site: Site, reply: Reply, expected: Reason) -> None:
    site.plays("/a", reply)
    started = time.monotonic()

    assert reason(fetch(site.url("/a"), attempts=2)) is expected
    assert time.monotonic() - started < 3


def test_a_bomb_below_the_ratio_ends_at_the_size_limit(site: Site) -> None:
    noise = bytes(n * n % 251 for n in range(50_000))
    site.plays("/a", packed("gzip", gzip.compress(noise * 100)))

    answer = fetch(site.url("/a"))

    assert isinstance(answer, Problem)
    assert (answer.reason, "2,000,000" in answer.detail) == (Reason.TOO_LARGE, True)


def test_an_empty_packed_page_is_an_empty_page(site: Site) -> None:
    site.plays("/a", packed("gzip", b""))

    assert page(fetch(site.url("/a"))).data == b""


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    while True:
        handler.wfile.write(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")


def dripping(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(1000):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def hanging_up_early(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"x" * 10)
    handler.close_connection = True


def speaking_another_language(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n")
    handler.close_connection = True


def claiming_less(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "10")
    handler.end_headers()
    handler.wfile.write(b"y" * 1000)


def endless_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"X-Pad: " + b"p" * 1000 + b"\r\n")


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        pytest.param(endless, Reason.TOO_LARGE, id="a stream without end"),
        pytest.param(dripping, Reason.TIMED_OUT, id="a stream that drips"),
        pytest.param(hanging_up_early, Reason.BROKEN_OFF, id="less than it claims"),
        pytest.param(speaking_another_language, Reason.BROKEN_OFF, id="not HTTP"),
        pytest.param(endless_headers, Reason.BROKEN_OFF, id="headers without end"),
    ],
)
def test_a_stream_that_misbehaves_ends(site: Site, part: object, expected: Reason) -> None:
    site.plays("/a", part)  # type: ignore[arg-type]
    started = time.monotonic()

    assert reason(fetch(site.url("/a"), attempts=2)) is expected
    assert time.monotonic() - started < 4


def test_more_than_it_claims_does_not_run_into_the_next_page(site: Site) -> None:
    site.plays("/a", claiming_less)
    site.plays("/b", Reply(body=REPORT))

    assert page(fetch(site.url("/a"))).data == b"y" * 10
    assert page(fetch(site.url("/b"))).data == REPORT


WHOLE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"
    b"Set-Cookie: a=b; Path=/\r\nContent-Disposition: attachment; filename*=UTF-8''a.pdf\r\n\r\n"
    + b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (gzip.compress(REPORT)[:200], b""))
)


def damaged(chance: Random) -> bytes:
    """An answer with some of its bytes changed, cut out, doubled or cut off; now and then noise alone."""
    if chance.random() < 0.1:
        return chance.randbytes(chance.randrange(1, 2000))
    data = bytearray(WHOLE)
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randrange(1, 20)]
            case 2:
                data[at:at] = data[at : at + 30]
            case _:
                data = data[: max(at, 20)]
    return bytes(data)


def test_whatever_a_server_says_ends_in_a_page_or_a_reason(site: Site) -> None:
    chance = Random(20260101)

    def saying(data: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
        def say(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(data)
            handler.close_connection = True

        return say

    addresses = [site.plays(f"/{n}", saying(damaged(chance))) for n in range(200)]

    answers = fetch_each(addresses, impatient(attempts=1))

    assert len(answers) == 200
    assert all(isinstance(answer, Page | Problem) for answer in answers)
    told = {answer.reason for answer in answers if isinstance(answer, Problem)}
    assert told >= {Reason.PACKED, Reason.BROKEN_OFF}
