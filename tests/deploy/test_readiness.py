"""The health checks, and the gate that refuses visitors while a replica is not ready or is full."""

import pytest

from deploy.readiness import Gate, Readiness, health_routes, replica_of
from deploy.settings import Choices
from pages._kit.room import watch
from tests.support.asgi import ask, headers_of, says_hello

READY = {"loading": False, "ready": True, "draining": False, "failed": False}


def _readiness(state: str) -> Readiness:
    return Readiness(loaded=state in {"ready", "draining"}, failed=state == "failed", draining=state == "draining")


@pytest.mark.parametrize(("state", "ready"), READY.items())
def test_a_replica_is_always_alive_and_is_ready_only_when_it_takes_visitors(state: str, ready: bool) -> None:
    readiness = _readiness(state)
    alive, takes_visitors = (ask(route.app, route.path) for route in health_routes(readiness))
    assert alive[0]["status"] == 200
    assert takes_visitors[0]["status"] == (200 if ready else 503)
    assert state.encode() in takes_visitors[1]["body"]


@pytest.mark.parametrize(("state", "ready"), READY.items())
def test_pages_and_websockets_need_a_ready_replica_and_scripts_do_not(state: str, ready: bool) -> None:
    gate = Gate(says_hello, _readiness(state), Choices(replica="1"))
    page = ask(gate, "/likelihood")
    assert page[0]["status"] == (200 if ready else 503)
    assert ("retry-after" in headers_of(page)) is not ready
    handshake = ask(gate, "/_stcore/stream", "websocket")
    if ready:
        assert handshake[0]["type"] == "websocket.accept"
    else:
        assert handshake[0] == {
            "type": "websocket.http.response.start",
            "status": 503,
            "headers": [(b"content-length", b"0")],
        }
    for path in ("/static/js/index.js", f"/{watch.FOLDER}/1/KXMPT"):
        assert ask(gate, path)[0]["status"] == 200


def test_sessions_are_counted_and_refused_at_the_maximum() -> None:
    readiness = Readiness(loaded=True, sessions=1)
    gate = Gate(says_hello, readiness, Choices(max_sessions=2))
    assert ask(gate, "/_stcore/stream", "websocket")[0]["type"] == "websocket.accept"
    assert readiness.sessions == 1
    readiness.sessions = 2
    assert ask(gate, "/_stcore/stream", "websocket")[0]["status"] == 503
    assert readiness.sessions == 2


def test_the_cookie_is_set_once_and_again_by_another_replica() -> None:
    gate = Gate(says_hello, Readiness(loaded=True), Choices(replica="2"))
    expected = "replica=2; Path=/; HttpOnly; SameSite=Lax"
    assert headers_of(ask(gate))["set-cookie"] == expected
    assert headers_of(ask(gate, cookie="a=b; replica=1"))["set-cookie"] == expected
    assert headers_of(ask(gate, "/_stcore/stream", "websocket"))["set-cookie"] == expected
    assert "set-cookie" not in headers_of(ask(gate, cookie="a=b; replica=2"))
    assert "set-cookie" not in headers_of(ask(gate, "/static/js/index.js"))
    assert "set-cookie" not in headers_of(ask(Gate(says_hello, Readiness(loaded=True), Choices())))


def test_in_a_frame_of_another_site_the_cookie_is_sent_too() -> None:
    gate = Gate(says_hello, Readiness(loaded=True), Choices(replica="1", frame_ancestors="https://school.example"))
    assert "SameSite=None; Secure" in headers_of(ask(gate))["set-cookie"]


@pytest.mark.parametrize("cookies", ["", "replica", "replica=", "=;;==", "replica=1\x00", 'replica="', "a[]=1"])
def test_malformed_cookies_name_no_replica(cookies: str) -> None:
    assert replica_of(cookies) in {"", "1\x00"}
