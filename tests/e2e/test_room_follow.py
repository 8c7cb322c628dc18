"""Following the presenter, in two browsers' pages: what the presenter does there happens here, until a touch."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.harness import Server
from tests.support.lesson import Lesson

THETA = "θ, probability of heads"


@pytest.mark.sweep
def test_a_page_follows_until_it_is_touched_and_then_again(new_page: Callable[..., Page], server: Server) -> None:
    presenter = Lesson(new_page(width=1280, height=720), server.url)
    # Another name of the server: pages of one name share what the browser keeps, and would both lead the room.
    follower = Lesson(new_page(), server.url.replace("127.0.0.1", "localhost"))
    presenter.open("log-likelihood")
    presenter.page.get_by_role("button", name="Room", exact=True).first.click()
    code = presenter.page.locator(".st-key-room_bar").get_by_text(re.compile("[A-Z]{5}")).first.inner_text()[:5]
    presenter.page.get_by_role("button", name="Room", exact=True).first.click()

    follower.open(f"room?code={code}")
    follower.page.get_by_role("button", name="Follow the presenter").click()
    follower.page.wait_for_url("**/log-likelihood*")
    expect(follower.page.get_by_text("Following the presenter")).to_be_visible()
    entries = follower.page.evaluate("history.length")

    # A slider in a fragment, and back to its default, which no address names.
    presenter.slider(THETA).press("ArrowRight")
    expect(follower.slider(THETA)).to_have_value("0.501")
    presenter.slider(THETA).press("ArrowLeft")
    expect(follower.slider(THETA)).to_have_value("0.5")
    # Another scene, and another lesson.
    presenter.page.get_by_role("radio", name="Losses").click()
    expect(follower.page.get_by_role("radio", name="Losses")).to_be_checked()
    presenter.side_bar().nth(2).click()
    expect(follower.page.get_by_role("heading", level=1)).to_contain_text("The data stay fixed")
    assert follower.page.evaluate("history.length") == entries

    # To scroll is no touch; to move a control is one.
    follower.page.mouse.move(700, 400)
    follower.page.mouse.wheel(0, 300)
    follower.page.keyboard.press("ArrowDown")
    follower.wait_until_idle()
    expect(follower.page.get_by_text("Following the presenter")).to_be_visible()
    follower.slider(THETA).press("ArrowRight")
    expect(follower.page.get_by_text("Exploring alone")).to_be_visible()
    presenter.slider(THETA).press("ArrowLeft")
    presenter.page.wait_for_url("**theta=0.499*")
    follower.page.wait_for_function("() => learningIsInferenceFollowing.data.address.includes('theta=0.499')")
    follower.wait_until_idle()
    expect(follower.slider(THETA)).to_have_value("0.501")

    follower.page.get_by_role("button", name="Follow again").click()
    expect(follower.slider(THETA)).to_have_value("0.499")

    # After a reload the tab goes on as it was: following, and then alone.
    follower.page.reload()
    expect(follower.page.get_by_text("Following the presenter")).to_be_visible()
    presenter.slider(THETA).press("ArrowRight")
    expect(follower.slider(THETA)).to_have_value("0.5")
    follower.page.get_by_role("button", name="Explore alone").click()
    expect(follower.page.get_by_text("Exploring alone")).to_be_visible()
    follower.page.reload()
    expect(follower.page.get_by_text("Exploring alone")).to_be_visible()
    # Who leaves, and comes back by the participant's page, follows at once.
    follower.page.get_by_role("button", name="Leave the room").click()
    expect(follower.page.get_by_text("Exploring alone")).to_have_count(0)
    follower.open(f"room?code={code}")
    follower.page.get_by_role("button", name="Follow the presenter").click()
    expect(follower.slider(THETA)).to_have_value("0.5")
    follower.page.go_back()
    expect(follower.page.get_by_role("heading", name="You are in")).to_be_visible()
    follower.expect_no_error()
    presenter.expect_no_error()
