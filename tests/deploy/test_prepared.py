"""The prepared answers: the client's files packed once, each lesson's first page, and the host's settings."""

import gzip
import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from streamlit.web.server.starlette.starlette_routes import create_host_config_routes

from deploy.first_page import INDEX, first_page, first_page_of_room
from deploy.prepared import HOST_CONFIG, Prepared, accepts_gzip, prepare
from deploy.security import content_security_policy, inline_script_hashes
from pages._kit.course import LESSONS, Lesson
from tests.support.asgi import ask, headers_of, says_hello
from tests.support.room import Answer, Room, get, replica_named

SCRIPT = "/static/js/index.made-up.js"
TEXT = b"const one = 1;\n" * 200
PAGE = INDEX.read_text(encoding="utf-8")
STYLES = re.findall(r'<link rel="stylesheet"[^>]* href="([^"]*)"', PAGE)


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out a small client like Streamlit's."""
    folder = tmp_path_factory.mktemp("client")
    for kind in ("js", "media"):
        (folder / "static" / kind).mkdir(parents=True)
    (folder / SCRIPT.lstrip("/")).write_bytes(TEXT)
    (folder / "static" / "media" / "letters.woff2").write_bytes(TEXT)
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    for style in STYLES:
        (folder / style).parent.mkdir(parents=True, exist_ok=True)
        (folder / style).write_bytes((INDEX.parent / style).read_bytes())
    return folder


Asking = Callable[..., Answer]


@pytest.fixture(scope="module")
def reply(static: Path) -> Asking:
    """Return a function that asks the middleware; files that are not prepared come from Starlette's file server."""
    inner = Starlette(routes=[Mount("/", StaticFiles(directory=static))])
    app = Prepared(inner, prepare(LESSONS, static / "index.html"))

    def asked(path: str, method: str = "GET", **headers: str) -> Answer:
        sent = ask(app, path, method=method, headers={name.replace("_", "-"): text for name, text in headers.items()})
        body = b"".join(message.get("body", b"") for message in sent)
        return Answer(sent[0]["status"], headers_of(sent), body)

    return asked


def test_a_script_comes_packed_and_is_the_same_script(reply: Asking) -> None:
    answer = reply(SCRIPT, accept_encoding="gzip, deflate, br")
    assert gzip.decompress(answer.body) == TEXT
    assert len(answer.body) == int(answer.headers["content-length"]) < len(TEXT) / 10
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "max-age=31536000" in answer.headers["cache-control"]


@pytest.mark.parametrize("accepted", ["", "br", "identity", "gzip;q=0", "gzip; q=0.000, br", "*;q=0"])
def test_a_client_that_takes_no_gzip_gets_the_file_itself(reply: Asking, accepted: str) -> None:
    answer = reply(SCRIPT, accept_encoding=accepted)
    assert answer.body == TEXT
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding", "a cache between may give it to a client that takes gzip"


@pytest.mark.parametrize("accepted", ["gzip", "GZIP", "br, gzip;q=0.1", "*", "gzip;q=1.0, *;q=0", "gzip ; q=0.001"])
def test_gzip_is_accepted_by_name_or_by_star_with_any_weight_but_none(accepted: str) -> None:
    assert accepts_gzip(accepted)


def test_what_a_client_holds_is_not_sent_again_and_each_encoding_has_its_own_tag(reply: Asking) -> None:
    packed = reply(SCRIPT, accept_encoding="gzip").headers["etag"]
    plain = reply(SCRIPT, accept_encoding="identity").headers["etag"]
    assert packed != plain
    for tags in (packed, f'"other", W/{packed}', "*"):
        answer = reply(SCRIPT, accept_encoding="gzip", if_none_match=tags)
        assert (answer.status, answer.body) == (304, b"")
        assert (answer.headers["etag"], answer.headers["vary"]) == (packed, "Accept-Encoding")
        assert "content-encoding" not in answer.headers
    for tags in (plain, '"other"', ""):
        answer = reply(SCRIPT, accept_encoding="gzip", if_none_match=tags)
        assert gzip.decompress(answer.body) == TEXT


def test_head_has_the_headers_of_get_and_no_body(reply: Asking) -> None:
    got = reply(SCRIPT, accept_encoding="gzip")
    asked = reply(SCRIPT, "HEAD", accept_encoding="gzip")
    assert asked.body == b""
    assert asked.headers == got.headers


def test_a_part_of_a_script_is_a_part_of_the_file_itself(reply: Asking) -> None:
    answer = reply(SCRIPT, accept_encoding="gzip", range="bytes=6-8")
    assert (answer.status, answer.body) == (206, b"one")
    assert "content-encoding" not in answer.headers


def test_fonts_other_methods_and_websockets_are_passed_on(reply: Asking) -> None:
    font = reply("/static/media/letters.woff2", accept_encoding="gzip")
    assert font.body == TEXT
    assert not {"content-encoding", "vary"} & set(font.headers)
    assert reply(SCRIPT, "POST").status == 405
    app = Prepared(says_hello, {})
    assert [message["type"] for message in ask(app, "/_stcore/stream", "websocket")] == [
        "websocket.accept",
        "websocket.send",
    ]


def test_replicas_send_the_same_bytes(static: Path) -> None:
    assert prepare(LESSONS, static / "index.html") == prepare(LESSONS, static / "index.html")


@pytest.mark.parametrize("here", LESSONS, ids=lambda lesson: lesson.slug or "overview")
def test_each_lesson_says_at_once_what_is_coming(reply: Asking, here: Lesson) -> None:
    for accepted in ("gzip", "identity"):
        answer = reply(f"/{here.slug}", accept_encoding=accepted)
        html = (gzip.decompress(answer.body) if accepted == "gzip" else answer.body).decode()
        shown = unescape(re.sub(r"<(script|style|head)\b.*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL))
        assert here.question in shown
        assert "The lesson is on its way" in shown
        assert answer.headers["cache-control"] == "no-cache"
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "agent" not in shown, "Streamlit's text for programs without a browser"


def test_the_first_page_is_streamlits_with_the_same_scripts_and_styles() -> None:
    page = first_page(PAGE, LESSONS[2])
    assert inline_script_hashes(page) == inline_script_hashes(PAGE)
    assert content_security_policy(page) == content_security_policy(PAGE)
    for tag in (r"<script[^>]* src=[^>]*>", r"<link[^>]*>"):
        assert sorted(re.findall(tag, page)) == sorted(re.findall(tag, PAGE))
    assert page.index('id="coming"') < page.index('rel="stylesheet"'), "nothing is painted below a style sheet"
    assert '<div id="root"></div>' in page
    assert "$" not in page


def test_the_rooms_first_page_says_so_and_leaves_the_font_of_icons_for_later(reply: Asking) -> None:
    html = gzip.decompress(reply("/room", accept_encoding="gzip").body).decode()
    assert html == first_page_of_room(PAGE)
    assert "<title>The room</title>" in html
    shown = unescape(re.sub(r"<(script|style|head)\b.*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL))
    assert "The room" in shown
    assert "The page is on its way" in shown
    [later] = re.findall(r'<style id="icons" media="not all">(.*?)</style>', html)
    assert html.count("MaterialSymbols") == later.count("MaterialSymbols") == 1
    assert 'rel="stylesheet"' not in html
    addresses = re.findall(r"url\([\"']?(?!data:)([^\"')]*)", html)
    assert len(addresses) > 20
    assert all((INDEX.parent / address).is_file() for address in addresses)
    assert inline_script_hashes(html) == inline_script_hashes(PAGE)


def test_the_hosts_settings_are_streamlits_own_without_its_dialogs() -> None:
    sent = ask(Starlette(routes=create_host_config_routes(None)), "/_stcore/host-config")
    plain_host_config = json.loads(sent[1]["body"])
    assert plain_host_config.keys() == HOST_CONFIG.keys(), "Streamlit's client has another setting"
    changed = {name for name, value in HOST_CONFIG.items() if value != plain_host_config[name]}
    assert changed == {"allowedOrigins", "blockErrorDialogs"}


def test_a_real_server_packs_its_files_and_pages_and_keeps_its_other_headers(room: Room) -> None:
    url = room.replicas[0].url
    page = get(url, "/likelihood", packing="gzip")
    assert gzip.decompress(page.body).decode() == first_page(PAGE, LESSONS[2])
    assert page.headers["content-security-policy"] == content_security_policy(PAGE)
    assert replica_named(page.headers) == room.replicas[0].name
    assert page.body == get(room.replicas[1].url, "/likelihood", packing="gzip").body
    file = max((INDEX.parent / "static" / "js").glob("*.js"), key=lambda script: script.stat().st_size)
    path = "/" + file.relative_to(INDEX.parent).as_posix()
    packed, plain = get(url, path, packing="gzip, deflate"), get(url, path)
    assert gzip.decompress(packed.body) == plain.body == file.read_bytes()
    assert int(packed.headers["content-length"]) == len(packed.body) < len(plain.body) / 2
    assert packed.headers["x-content-type-options"] == "nosniff"
    assert packed.headers["cache-control"] == plain.headers["cache-control"]
    assert json.loads(get(url, "/_stcore/host-config").body) == HOST_CONFIG
