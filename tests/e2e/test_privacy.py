"""Nothing that a learner pastes or uploads stands in an address, in a copied link or in the browser's history."""

import re

import pytest
from playwright.sync_api import Page, expect

from core.language.sentence_ends import SENTENCE_TERMINAL
from pages._kit import course
from tests.support.lesson import Lesson


def watch_addresses(page: Page) -> list[str]:
    """Collect every address that the page gives itself or requests, also those that it soon replaces."""
    found: list[str] = []

    def note(address: str) -> None:
        found.append(address)

    page.expose_function("noteAddress", note)
    page.add_init_script(
        """for (const name of ["pushState", "replaceState"]) {
          const plain = history[name].bind(history);
          history[name] = (state, title, url) => {
            plain(state, title, url);
            window.noteAddress(name + " " + location.href + " " + JSON.stringify(state));
          };
        }"""
    )
    page.on("framenavigated", lambda frame: found.append(frame.url))
    page.on("request", lambda request: found.append(request.url))
    page.on("websocket", lambda socket: found.append(socket.url))
    return found


def copied_link(lesson: Lesson) -> str:
    """Press "Copy link", and return the link from the clipboard; it is the address, so both are the same."""
    lesson.page.evaluate("navigator.clipboard.writeText('')")
    lesson.button("Copy link").click()
    lesson.page.wait_for_function("navigator.clipboard.readText().then((text) => text !== '')")
    text = str(lesson.page.evaluate("navigator.clipboard.readText()"))
    assert text == lesson.page.url
    return text


def go_on_and_back(lesson: Lesson, place: int) -> list[str]:
    """Leave lesson ``place`` for the next one by the strip's links, come back, and take the browser's Back twice.

    Then open the lesson again from the side bar. Returns the links copied on the way.
    """
    question = lesson.page.get_by_role("heading", level=1)
    here, beside = course.LESSONS[place], course.LESSONS[place + 1]
    links = []
    for target in (beside, here):
        lesson.page.locator(".st-key-strip_row").get_by_role("link", name=target.name, exact=True).click()
        expect(question).to_have_text(target.question)
        lesson.wait_until_idle()
        links.append(copied_link(lesson))
    for _ in range(2):
        lesson.page.go_back()
        lesson.wait_until_idle()
    lesson.open_from_side_bar(place, here.question)
    return [*links, copied_link(lesson)]


def assert_nowhere(words: tuple[str, ...], addresses: list[str]) -> None:
    assert len(addresses) > 5
    for address in addresses:
        assert not any(word in address.lower() for word in words), address


@pytest.mark.sweep
def test_no_word_of_a_pasted_text_is_in_an_address(lesson: Lesson) -> None:
    addresses = watch_addresses(lesson.page)
    lesson.open("training-is-mle?context=the+coin+landed+on&lm_steps=0")
    lesson.page.get_by_role("radio", name="Your own").click()
    field = lesson.page.get_by_label("Paste a text")
    field.fill("The quagga drank. The quagga slept. The okapi slept.")
    field.press("Control+Enter")
    lesson.page.get_by_text("Read as 3 sentences").wait_for()
    expect(lesson.page).not_to_have_url(re.compile("context="))
    context = lesson.page.get_by_role("combobox", name="Context")
    context.fill("the quagga")
    lesson.page.get_by_role("option", name="the quagga", exact=True).wait_for()
    lesson.page.keyboard.press("Enter")
    lesson.metric("P(drank | context)")
    lesson.slider("Steps trained").press("ArrowRight")
    lesson.page.wait_for_url(re.compile("lm_steps=1"))
    links = [copied_link(lesson)]
    assert "lm_steps=1" in links[0] and "context" not in links[0]
    lesson.page.get_by_role("radio", name="Slow motion").click()
    lesson.page.get_by_text("every word that follows “the quagga”: 2 in all").wait_for()
    lesson.button("Next").click()
    lesson.page.wait_for_url(re.compile("slow_frame=2"))
    links += [copied_link(lesson)]
    assert "context" not in links[1]
    links += go_on_and_back(lesson, 4)
    # The text came along, and its words still stand in the field alone.
    lesson.page.get_by_role("radio", name="Next word").click()
    lesson.metric("P(drank | context)")
    lesson.page.get_by_role("radio", name="the course’s").click()
    lesson.metric("P(paris | context)")
    assert_nowhere(("quagga", "okapi", "drank", "slept"), [*addresses, *links, copied_link(lesson), lesson.page.url])
    lesson.expect_no_error()


@pytest.mark.sweep
def test_no_pasted_number_or_flip_is_in_an_address(lesson: Lesson) -> None:
    addresses = watch_addresses(lesson.page)
    lesson.open("likelihood?theta=0.3")
    lesson.page.get_by_text("Your own data").click()
    field = lesson.page.get_by_label("Paste, then Ctrl+Enter")
    links = []
    for kind, pasted, address in (
        # Two counts are all that is left of the flips: they become the heads and tails of every lesson.
        ("coin flips", "H H T H T T H T" + 12 * " H", "heads=16"),
        ("measurements", "7731.25 7734.5 7739.125", "data=yours"),
    ):
        choice = lesson.page.get_by_role("combobox", name="They are")
        if choice.input_value() != kind:
            choice.click()
            lesson.page.get_by_role("option", name=kind).click()
            expect(choice).to_have_value(kind)
            lesson.wait_until_idle()
        field.fill(pasted)
        field.press("Control+Enter")
        lesson.wait_until_idle()
        lesson.button("Use these data").click()
        lesson.page.wait_for_url(re.compile(address))
        lesson.wait_until_idle()
        links += [copied_link(lesson)]
    links += go_on_and_back(lesson, 2)
    assert_nowhere(("7731", "7734", "7739", "h+h", "h%20h", "hh"), [*addresses, *links, lesson.page.url])
    lesson.expect_no_error()


def test_no_column_or_label_of_a_file_is_in_an_address(lesson: Lesson) -> None:
    addresses = watch_addresses(lesson.page)
    lesson.open("training-lab?steps=100")
    lesson.page.get_by_text("Data and network").click()
    rows = [f"{i % 7},{(i * i) % 11},{'quagga' if i % 7 < 3 else 'okapi'}" for i in range(40)]
    content = "hooflength,maneheight,beast\n" + "\n".join(rows) + "\n"
    lesson.page.locator("input[type=file]").set_input_files(
        [{"name": "bestiary.csv", "mimeType": "text/csv", "buffer": content.encode()}]
    )
    expect(lesson.button("Train on it")).to_be_enabled()
    lesson.wait_until_idle()  # it moves while the fields above it are drawn
    lesson.button("Train on it").click()
    lesson.page.wait_for_url(re.compile("data=yours"))
    lesson.button("10 steps").click()
    lesson.expect_metric("Step", "10")
    links = [copied_link(lesson)]
    assert_nowhere(("quagga", "okapi", "hooflength", "maneheight", "beast"), [*addresses, *links, lesson.page.url])
    lesson.expect_no_error()


def test_the_marks_that_end_a_sentence_are_those_of_the_browser(page: Page) -> None:
    found, assigned = page.evaluate(
        r"""(ours) => {
          const all = [];
          for (let code = 0; code <= 0x10FFFF; code++) {
            if (code >= 0xD800 && code <= 0xDFFF) continue;
            if (/\p{Sentence_Terminal}/u.test(String.fromCodePoint(code))) all.push(String.fromCodePoint(code));
          }
          return [all, ours.filter((char) => !/\p{Unassigned}/u.test(char))];
        }""",
        sorted(SENTENCE_TERMINAL),
    )
    # A browser with an older Unicode does not know the newest marks.
    assert set(found) == set(assigned)
