"""The log of the shared server: lines of JSON that hold no address, query, cookie or text of a visitor."""

import json
import logging
import sys

import pytest

from deploy.logs import AccessLog, JsonLines, public_path
from pages._kit.room import watch
from tests.support.asgi import ask, says_hello

SLUGS = frozenset({"", "likelihood"})
SECRET = "alice@example.org"


def _line(record: logging.LogRecord) -> dict[str, object]:
    text = JsonLines().format(record)
    assert "\n" not in text
    line: dict[str, object] = json.loads(text)
    return line


def _record(message: str, *args: object, error: bool = False) -> logging.LogRecord:
    return logging.LogRecord(
        "streamlit.x", logging.WARNING, __file__, 1, message, args, sys.exc_info() if error else None
    )


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_response_is_one_line_without_address_query_or_cookie(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "course.access"):
        path = "/likelihood" if kind == "http" else "/_stcore/stream"
        ask(AccessLog(says_hello, SLUGS), path, kind, cookie=f"who={SECRET}", query=f"name={SECRET}")
    (record,) = caplog.records
    text = JsonLines().format(record)
    assert SECRET not in text
    assert "203.0.113.9" not in text
    line = json.loads(text)
    assert line["path"] == path
    assert line["status"] == (200 if kind == "http" else 101)
    assert line["sent"] == len("hello")
    assert line["ms"] >= 0


def test_what_is_asked_for_all_the_time_is_logged_only_when_they_fail(caplog: pytest.LogCaptureFixture) -> None:
    async def fails(_scope: object, _receive: object, send: object) -> None:
        await send({"type": "http.response.start", "status": 404, "headers": []})  # type: ignore[operator]

    with caplog.at_level(logging.INFO, "course.access"):
        ask(AccessLog(says_hello, SLUGS), "/static/js/index.js")
        ask(AccessLog(says_hello, SLUGS), "/healthz")
        ask(AccessLog(says_hello, SLUGS), f"/{watch.FOLDER}/17/KXMPT")
        assert not caplog.records
        ask(AccessLog(fails, SLUGS), "/static/js/index.js")
    assert json.loads(JsonLines().format(caplog.records[0]))["status"] == 404


@pytest.mark.parametrize(
    ("path", "public"),
    [
        ("/", "/"),
        ("/likelihood", "/likelihood"),
        ("/likelihood/", "/likelihood"),
        (f"/{SECRET}", "other"),
        ("/static/js/index.abc.js", "/static"),
        ("/_stcore/upload_file/5e55-10n/f11e", "/_stcore/upload_file"),
        ("/media/0123.csv", "/media"),
        (f"/{watch.FOLDER}/17/KXMPT", f"/{watch.FOLDER}"),
        ("/healthz", "/healthz"),
    ],
)
def test_a_path_is_logged_by_its_kind(path: str, public: str) -> None:
    assert public_path(path, SLUGS) == public


def test_the_message_of_a_library_keeps_its_numbers_and_loses_the_texts_filled_in() -> None:
    line = _line(_record("Message of %s bytes from %s: %r", 12, SECRET, {"text": SECRET}))
    assert line["event"] == "Message of 12 bytes from ...: ..."
    assert line["level"] == "warning"
    assert _line(_record("%d of %s", SECRET, SECRET))["event"] == "%d of %s"
    assert _line(_record("100 % of it"))["event"] == "100 % of it"


def test_an_exception_keeps_its_type_and_places_and_loses_its_message() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        line = _line(_record("Uncaught app execution", error=True))
    assert line["error"] == "ValueError"
    assert "test_logs.py" in str(line["places"])
    assert SECRET not in json.dumps(line)
