"""The only server is killed under an open page, and started again: the page says so, and is as it was."""

import signal

import pytest
from playwright.sync_api import BrowserContext, Request, expect

from tests.support.open_page import OpenPage
from tests.support.room import Replica

# Streamlit's client opens its dialog at the sixth attempt, each of two requests.
ATTEMPTS = 7


@pytest.mark.sweep
@pytest.mark.timeout(300)
def test_the_page_says_that_the_server_is_away_and_afterwards_is_as_it_was(
    replica: Replica, browser: BrowserContext
) -> None:
    opened = OpenPage(browser, replica.url)
    page = opened.page
    notice = page.get_by_role("alert").filter(has_text="tries again by itself")
    failed: list[Request] = []
    page.on("requestfailed", lambda request: failed.append(request))

    assert replica.send(signal.SIGKILL) == -signal.SIGKILL
    expect(notice).to_have_text(
        "The course does not answer at the moment. This page tries again by itself, and keeps what you have set."
    )
    while len(failed) < 2 * ATTEMPTS:
        page.wait_for_event("requestfailed")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("streamlit", exact=False)).to_have_count(0)

    replica.start()
    replica.wait_until_ready()
    expect(notice).to_have_count(0)
    # A page that has only its connection back still shows what it showed. It asks for a run, which the new server does.
    page.wait_for_function("() => window.learningIsInference.returns === 1")
    opened.lesson.wait_until_idle()
    opened.expect_as_before()
    page.close()
