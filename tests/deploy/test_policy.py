"""The Content-Security-Policy in a real browser, and the bytes of first visits."""

import logging
import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, Request, expect

from pages._kit.course import LESSONS
from pages._kit.room import service
from pages._kit.room.store import rooms, rounds
from tests.support.lesson import Lesson
from tests.support.room import Room

LOG = logging.getLogger(__name__)
LARGEST = 8
COLLECT = """
  window.violations = [];
  document.addEventListener('securitypolicyviolation',
    (event) => window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""
LIKELIHOOD = re.compile("^Left: the probabilities of numbers of heads")


def test_no_lesson_violates_the_policy_or_asks_another_host(room: Room, new_page: Callable[..., Page]) -> None:
    page = new_page()  # watched: an error in its console or a request elsewhere fails the test
    page.add_init_script(COLLECT)
    lesson = Lesson(page, room.url).open("likelihood?heads=13&tails=4&theta=0.2")
    before = lesson.theta_read_out(LIKELIHOOD)
    lesson.drag(LIKELIHOOD, 0.6, 0.8)  # Vega's own expressions, evaluated while the pointer moves
    expect(lesson.chart(LIKELIHOOD).get_by_text(before.split("   ")[0], exact=True)).to_have_count(0)
    page.wait_for_url(re.compile("theta=0.[3-9]"))
    expect(lesson.side_bar()).to_have_count(len(LESSONS))
    for place, item in enumerate(LESSONS):
        lesson.open_from_side_bar(place, item.question)
    lesson.button("1 step").click()
    lesson.expect_metric("Step", "1")
    assert page.evaluate("window.violations") == []


def test_an_injected_script_is_refused_and_reported(room: Room, browser: BrowserContext) -> None:
    page = browser.new_page()  # not watched: the browser reports the refused script as an error
    page.add_init_script(COLLECT)
    Lesson(page, room.url).open("likelihood")
    page.evaluate("document.body.appendChild(document.createElement('script')).text = 'window.forged = 1'")
    assert page.evaluate("window.forged") is None
    assert [text.split(":")[0] for text in page.evaluate("window.violations")] == ["script-src-elem"]
    page.close()


def _first_visit(browser: BrowserContext, url: str) -> tuple[int, int]:
    """Bytes of a visit with an empty browser cache, and its requests."""
    page = browser.new_page()
    done: list[Request] = []
    page.on("requestfinished", lambda request: done.append(request))
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    lesson = Lesson(page, url).open("likelihood")
    page.get_by_test_id("stVegaLiteChart").first.locator("svg.marks, canvas").wait_for()
    lesson.wait_until_idle()
    sizes = [request.sizes() for request in done if request.url.startswith("http")]
    page.close()
    return sum(size["responseHeadersSize"] + size["responseBodySize"] for size in sizes), len(sizes)


def test_a_first_visit_costs_at_most_2_megabytes_with_and_without_the_proxy(
    room: Room, browser: BrowserContext
) -> None:
    direct, direct_requests = _first_visit(browser, room.replicas[0].url)
    proxied, proxied_requests = _first_visit(browser, room.url)
    said = "first visit: %d bytes in %d requests; behind nginx %d in %d"
    LOG.info(said, direct, direct_requests, proxied, proxied_requests)
    assert direct_requests > 20
    assert abs(direct_requests - proxied_requests) <= 5
    assert max(direct, proxied) < 2_100_000


def test_a_phones_first_visit_to_a_room_costs_at_most_1_2_megabytes(room: Room, browser: BrowserContext) -> None:
    host = rooms.open_room(service.rooms())
    rounds.start(service.rooms(), host, "toss", {"coin": "pocket"})
    page = browser.new_page()
    done: list[Request] = []
    frames: list[int] = []
    page.on("requestfinished", lambda request: done.append(request))
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(len(frame))))
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(f"{room.replicas[0].url}/room?code={host.room.code}")
    page.get_by_role("button", name="Send 5 heads").click()
    expect(page.locator(".st-key-phone").get_by_text("Counted:")).to_be_in_viewport()
    expect(page.get_by_role("slider")).to_be_visible()
    expect(page.locator("#coming")).to_be_hidden()
    sizes = [request.sizes() for request in done if request.url.startswith("http")]
    files = sum(size["responseHeadersSize"] + size["responseBodySize"] for size in sizes)
    LOG.info("a phone's first visit: %d bytes in %d files, %d by the websocket", files, len(sizes), sum(frames))
    large = sorted(done, key=lambda request: -request.sizes()["responseBodySize"])[:LARGEST]
    LOG.info("its largest files: %s", ", ".join(f"{each.url} {each.sizes()['responseBodySize']}" for each in large))
    assert len(sizes) > 20
    assert files + sum(frames) < 1_200_000
    # The font of icons is for lessons alone, and comes where one is opened from here.
    assert not [request for request in done if "MaterialSymbols" in request.url]
    with page.expect_request(re.compile("MaterialSymbols")):
        page.evaluate("document.querySelector('.st-key-phone').classList.remove('st-key-phone')")
    page.close()
    rooms.end(service.rooms(), host)
    assert '"path": "/room"' in room.replicas[0].log.read_text(encoding="utf-8")
