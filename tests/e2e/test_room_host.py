"""The presenter of a room, in a browser: the door and the bar fit a projector, keys press the bar's buttons, and the
host link goes to another machine unseen.
"""

import re
from collections.abc import Callable
from secrets import token_urlsafe

import pytest
from playwright.sync_api import BrowserContext, Page, Route, WebSocket, expect

from pages._kit.room.activities import check
from pages._kit.room.store import answers, database, rooms, tally
from tests.support.browser import ask_and_press
from tests.support.harness import Server
from tests.support.lesson import Lesson

SIZE = {"width": 1280, "height": 720}


def _bar(page: Page) -> str:
    return page.locator(".st-key-room_bar").inner_text()


SLOW_LINE = """(() => {
  const { addEventListener: listen } = WebSocket.prototype;
  WebSocket.prototype.addEventListener = function (kind, hear, ...more) {
    listen.call(this, kind, kind === "message" ? (event) => setTimeout(hear, 200, event) : hear, ...more);
  };
})()"""
"""JavaScript that delays each message of the server by 200 ms."""

NOTE_DOORS = """() => {
  window.doors = [];
  const look = () => {
    const now = document.querySelector(".door") ? "open" : "closed";
    if (now !== doors.at(-1)) doors.push(now);
    requestAnimationFrame(look);
  };
  look();
}"""
"""JavaScript that notes each time the door of the room opens or closes, however short it stays so."""


def _open_room(page: Page, url: str, path: str) -> Lesson:
    page.set_viewport_size(SIZE)
    lesson = Lesson(page, url).open(path)
    lesson.button("Room").click()
    page.locator(".door .giant").wait_for()
    return lesson.wait_until_idle()


def _end(page: Page) -> None:
    """End the room: the pages of these tests share what the browser keeps."""
    if not page.locator(".door").count():
        page.keyboard.press("j")
    page.get_by_role("button", name="End the room").click()
    page.get_by_role("button", name="End and delete").click()
    expect(page.locator(".st-key-room_bar")).to_have_count(0)


def test_a_presenter_leads_a_round_by_keys_and_nothing_leaves_the_window(page: Page, server: Server) -> None:
    lesson = _open_room(page, server.url, "log-likelihood?present=1")
    code = page.locator(".door .giant").inner_text()
    image = page.get_by_role("img", name=re.compile("^QR code that opens "))
    alone = re.compile(r"localhost|127\.0\.0\.1|\[::1\]")
    if image.count():  # a machine without any network has a sentence instead
        assert not alone.search(image.get_attribute("alt") or "")
        box = image.bounding_box()
        assert box
        assert box["height"] > 0.6 * SIZE["height"]
        assert box["y"] + box["height"] <= SIZE["height"]
    assert not alone.search(page.locator(".door").inner_text())
    bar = page.locator(".st-key-room_bar").bounding_box()
    assert bar
    assert bar["y"] + bar["height"] <= SIZE["height"]
    db = database.connect()
    room = rooms.find(db, code)
    people = [answers.join(db, room, token_urlsafe(24)) for _ in range(5)]
    expect(page.locator(".st-key-room_bar")).to_contain_text("People 5")

    # A list that keeps the focus takes no key once it is closed.
    page.get_by_text("Forecast", exact=True).click()
    question = page.locator(".st-key-room_forecast_log-likelihood input")
    question.wait_for()
    page.wait_for_function("() => learningIsInference.isQuiet()")  # the rest of the run would close the list
    question.press("ArrowDown")
    page.get_by_role("option").nth(1).click()
    expect(page.get_by_role("combobox", name="Question", expanded=False)).to_be_focused()
    lesson.wait_until_idle()
    page.keyboard.press("j")
    lesson.expect_metric("Score", re.compile(r"\d"))
    page.keyboard.press("j")

    page.get_by_text("Toss", exact=True).click()
    page.get_by_label("Its P(heads), hidden", exact=True).wait_for()
    lesson.wait_until_idle()
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".room_answered").wait_for()
    now = tally.moment(db, room).round
    assert now
    buttons = [page.locator(f".st-key-room_{name}") for name in ("view", "close", "reveal", "again")]
    places = [each.bounding_box() for each in buttons]
    for phone in people[:4]:
        answers.answer(db, phone, now.id, {"heads": 6}, check)
    lesson.expect_metric("Flips", "40")
    expect(page.locator(".st-key-room_bar")).to_contain_text("Answered 4 / 5")
    assert places == [each.bounding_box() for each in buttons]

    page.keyboard.press("s")
    expect(page.locator(".st-key-room_bar")).to_contain_text("Toss · closed")
    page.keyboard.press("v")
    expect(page.locator(".st-key-room_bar")).to_contain_text("Toss · revealed")
    page.keyboard.press("b")
    expect(page.locator(".st-key-room_view")).to_contain_text("Picture")
    lesson.expect_metric("Score", re.compile(r"\d"))
    page.keyboard.press("o")
    lesson.number("Heads").press("a")  # a letter in a field is the field's
    lesson.number("Heads").blur()
    page.keyboard.press("b")
    lesson.expect_metric("Flips", "40")
    assert "round 2" not in _bar(page)
    page.locator('.st-key-_scene button[data-selected="true"]').click()
    lesson.expect_metric("Score", re.compile(r"\d"))
    page.keyboard.press("a")
    expect(page.locator(".st-key-room_bar")).to_contain_text("Toss · round 2 · open")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # A press in the moment in which the browser tells the room its address.
    said = "'address', { text: clock.last, number: 1000 }"
    press = ask_and_press("window.learningIsInferenceTelling", said, ".st-key-room_view button")
    page.wait_for_function(press, polling=50)
    expect(page.locator(".st-key-room_view")).to_contain_text("Picture")
    _end(page)


@pytest.mark.sweep
def test_a_host_link_is_copied_unseen_and_makes_one_more_host(new_page: Callable[..., Page], server: Server) -> None:
    page, other, late = new_page(), new_page(), new_page()
    _open_room(page, server.url, "log-likelihood")
    code = page.locator(".door .giant").inner_text()
    if not page.get_by_role("button", name="Copy host link").count():
        return  # without any network there is no address to copy
    page.get_by_role("button", name="Copy host link").click()
    expect(page.locator('.st-key-room_link [data-said="Copied"]')).to_have_count(1)
    link = page.evaluate("navigator.clipboard.readText()")
    assert "host=" not in page.content()
    path = re.sub(r"^\w+://[^/]+", server.url, link)
    assert path.startswith(f"{server.url}/log-likelihood?host={code}.")

    for machine, said in ((other, code), (late, "This link has been used")):
        machine.goto(path)
        expect(machine.locator(".st-key-room_bar")).to_contain_text(said)
        expect(machine).not_to_have_url(re.compile("host="))
        assert machine.evaluate("history.length") <= 2  # the empty tab, and the lesson
        machine.close()
    _end(page)


PRESS_AT_ONCE = """new MutationObserver((_, watch) => {
  if (!window.learningIsInference?.started) return;
  watch.disconnect();
  window.heard = Boolean(window.learningIsInferenceRoom?.started);
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
  %s
}).observe(document, { childList: true, subtree: true });"""
THEN_CLICK = 'document.body.dispatchEvent(new MouseEvent("click", { bubbles: true }));'


def test_a_key_that_comes_before_its_script_is_answered_when_it_is_there(
    page: Page, browser: BrowserContext, server: Server
) -> None:
    """As after a reload, when the page is drawn and what listens to the room's keys is still on its way."""
    _open_room(page, server.url, "log-likelihood?present=1")
    clicked, tab = browser.new_page(), browser.new_page()
    for each, then in ((clicked, THEN_CLICK), (tab, "")):
        each.add_init_script(PRESS_AT_ONCE % then)
        Lesson(each, server.url).open("log-likelihood?present=1")
        each.wait_for_function("() => window.learningIsInferenceRoom?.started")
        assert each.evaluate("heard") is False
    tab.locator(".door .giant").wait_for()
    expect(clicked.locator(".door")).to_have_count(0)  # something else was touched since
    _end(page)
    for each in (clicked, tab):
        each.close()


def test_a_key_waits_for_the_answer_to_the_one_before(page: Page, server: Server) -> None:
    """Of two runs under way at once, the first would make Streamlit's cache drop a message that the second needs."""
    sockets: list[WebSocket] = []
    page.add_init_script(SLOW_LINE)
    page.on("websocket", lambda socket: sockets.append(socket))
    lesson = _open_room(page, server.url, "log-likelihood?present=1")
    page.keyboard.press("j")
    lesson.expect_metric("Score", re.compile(r"\d"))
    for _ in range(4):  # runs of the room's clock, by which the cache counts the age of its messages
        sockets[-1].wait_for_event("framesent")
    lesson.wait_until_idle()
    page.evaluate(NOTE_DOORS)
    page.keyboard.press("j")
    page.wait_for_timeout(150)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.wait_for_function("doors.join() === 'closed,open,closed,open'")
    expect(page.get_by_role("dialog")).to_have_count(0)
    _end(page)


def test_a_key_that_comes_before_its_button_presses_it_when_it_is_there(
    page: Page, browser: BrowserContext, server: Server
) -> None:
    """As on a slow line, when the script of all buttons is still on its way."""
    _open_room(page, server.url, "log-likelihood?present=1")
    tab = browser.new_page()
    held: list[Route] = []
    tab.route("**/static/js/Button.*.js", lambda route: held.append(route))
    tab.goto(f"{server.url}/log-likelihood?present=1")
    tab.wait_for_function("() => window.learningIsInferenceRoom?.started")
    tab.locator(".st-key-room").wait_for(state="attached")
    assert not tab.locator(".st-key-room button").count()
    for _ in range(2):  # by one who grows impatient
        tab.keyboard.press("j")
    assert held
    for route in held:
        route.continue_()
    tab.locator(".door .giant").wait_for()
    tab.close()
    _end(page)
