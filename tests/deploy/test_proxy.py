"""nginx in front of two replicas: routing, compression, caching, closed paths, broken and slow clients, and logs."""

import gzip
import json
import re
import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from deploy.first_page import INDEX, first_page
from deploy.security import content_security_policy
from pages._kit.course import LESSONS
from tests.support.room import PATIENCE, Room, get, replica_named
from tests.support.visitor import Visitor

LINK = "heads=13&tails=4&theta=0.3"


def _script(room: Room) -> str:
    found = re.search(rb'src="\./(static/js/index\.[\w-]+\.js)"', get(room.url).body)
    assert found
    return "/" + found.group(1).decode()


def test_visitors_are_spread_and_each_comes_back_to_the_same_replica(room: Room) -> None:
    first = [get(room.url, "/likelihood") for _ in range(6)]
    names = [replica_named(page.headers) for page in first]
    assert set(names) == {"1", "2"}
    for name in names:
        again = [get(room.url, "/likelihood", f"replica={name}") for _ in range(4)]
        assert all("set-cookie" not in page.headers for page in again), "another replica answered"


def test_a_websocket_goes_through_the_proxy_to_the_visitors_replica(room: Room) -> None:
    for name in ("1", "2"):
        visitor = Visitor(room.url, "likelihood", LINK, cookie=f"replica={name}").load_page().connect()
        assert visitor.replica == name
        assert visitor.figures["MLE θ̂"] == "0.765"
        before = visitor.figures["L(θ)"]
        visitor.move("theta", 0.5)
        assert visitor.figures["L(θ)"] != before
        assert "theta=0.5" in visitor.link
        visitor.leave()


def test_the_served_page_is_the_one_whose_scripts_were_hashed(room: Room) -> None:
    page = get(room.url, "/likelihood")
    assert page.headers["content-security-policy"] == content_security_policy(page.body.decode())
    lesson = next(lesson for lesson in LESSONS if lesson.slug == "likelihood")
    assert page.body.decode() == first_page(INDEX.read_text(encoding="utf-8"), lesson)
    script = get(room.url, _script(room))
    assert script.headers["x-content-type-options"] == "nosniff"


def test_scripts_are_compressed_once_and_may_be_cached_for_a_year(room: Room) -> None:
    path = _script(room)
    plain = get(room.url, path)
    packed = get(room.url, path, packing="gzip, deflate, br")
    assert packed.headers["content-encoding"] in {"gzip", "br"}
    if packed.headers["content-encoding"] == "gzip":
        assert gzip.decompress(packed.body) == plain.body
    assert 3 * len(packed.body) < len(plain.body)
    assert "max-age=31536000" in packed.headers["cache-control"]
    assert "set-cookie" not in packed.headers
    answered = [replica.log.read_text(encoding="utf-8").count('"/static"') for replica in room.replicas]
    assert get(room.url, path, packing="gzip, deflate, br").body == packed.body
    assert answered == [replica.log.read_text(encoding="utf-8").count('"/static"') for replica in room.replicas]


def test_a_missing_script_is_not_cached(room: Room) -> None:
    path = "/static/js/index.gone.js"
    assert get(room.url, path).headers["content-type"].startswith("text/html")
    kept = [file.read_bytes() for file in (room.folder / "nginx-static").rglob("*") if file.is_file()]
    assert kept
    assert not any(b"index.gone.js" in file for file in kept)


@pytest.mark.parametrize(
    "path",
    ["/_stcore/metrics", "//_stcore/metrics", "/_stcore/%6detrics", "/x/../_stcore/metrics", "/_stcore/agent/mcp"],
)
def test_internal_paths_are_closed(room: Room, path: str) -> None:
    answer = get(room.url, path)
    assert answer.status == 404
    assert b"streamlit" not in answer.body.lower()


def test_a_slow_client_is_disconnected_and_delays_no_other(room: Room) -> None:
    with socket.create_connection(("127.0.0.1", room.port), timeout=20) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        start = time.monotonic()
        assert get(room.url, "/likelihood").status == 200
        assert time.monotonic() - start < PATIENCE, "the slow client was served first"
        assert b" 200 " not in slow.recv(4096)
        assert time.monotonic() - start < 20


def _handshake(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.sendall(
        f"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Protocol: streamlit\r\nCookie: replica=1\r\n\r\n".encode()
    )
    assert connection.recv(4096).startswith(b"HTTP/1.1 101")
    return connection


def test_a_connection_that_breaks_within_a_message_logs_no_error(room: Room) -> None:
    other = Visitor(room.url, "likelihood", LINK, cookie="replica=1").load_page().connect()
    for _ in range(3):
        dropping = _handshake(room.port)
        # A masked binary frame of 60,000 bytes, of which a hundred come; then a reset instead of a close.
        dropping.sendall(struct.pack("!BBH", 0x82, 0x80 | 126, 60_000) + bytes(4) + bytes(100))
        dropping.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        dropping.close()
    other.move("theta", 0.6)
    assert other.figures["L(θ)"]
    other.leave()
    assert '"level": "error"' not in room.replica("1").log.read_text(encoding="utf-8")


def test_a_page_of_another_site_gets_no_websocket(room: Room) -> None:
    with socket.create_connection(("127.0.0.1", room.port), timeout=20) as foreign:
        foreign.sendall(
            b"GET /_stcore/stream HTTP/1.1\r\nHost: course.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            b"Sec-WebSocket-Protocol: streamlit\r\nOrigin: http://other.example\r\n\r\n"
        )
        assert foreign.recv(4096).startswith(b"HTTP/1.1 403")


def test_the_logs_name_no_visitor(room: Room) -> None:
    private = "alice-4711"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda slug: get(room.url, f"/{slug}?name={private}"), ["likelihood", private, "static/x"] * 2))
    text = room.access_log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert any(line["path"] == "/likelihood" and line["status"] == 200 for line in lines)
    for log in [text, *(replica.log.read_text(encoding="utf-8") for replica in room.replicas)]:
        assert private not in log
        assert "127.0.0.1" not in log
        assert all(isinstance(json.loads(line), dict) for line in log.splitlines())
