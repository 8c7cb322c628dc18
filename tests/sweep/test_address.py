"""The address is the state of the stage: random moves in each scene, then a reload, the next lesson, and Back."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from pages._kit import course
from tests.support.harness import Server
from tests.support.lesson import IDLE, Lesson
from tests.support.walk import SCENES

HEROES = [(lesson.slug, lesson.scenes[0].slug) for lesson in course.LESSONS]
MOVES = 5
SEED = 1
LOOK = Path(__file__).with_name("moves.js").read_text(encoding="utf-8")
LARGEST = 100_000
"""The largest number that a test types into a field."""

State = dict[str, Any]


@dataclass
class Visitor:
    """A learner who moves controls at random."""

    lesson: Lesson
    chance: random.Random
    moves: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.lesson.page

    def settle(self) -> State:
        """Wait until the page has been idle, and has shown the same, for half a second; return what it shows."""
        shown: State = self.page.evaluate(
            f"""async () => {{
              const idle = {IDLE}, look = () => JSON.stringify(({LOOK.strip().rstrip(";")}).shown);
              let last = "", still = 0;
              for (let turn = 0; still < 10 && turn < 1200; turn++) {{
                await new Promise((resolve) => setTimeout(resolve, 50));
                const now = idle() && look();
                still = now && now === last ? still + 1 : 0;
                last = now;
              }}
              return last && JSON.parse(last);
            }}"""
        )
        assert shown, f"The page is not idle after a minute, after {self.moves}"
        shown["address"] = read(shown["address"])
        return shown

    def expect_state(self, wanted: State, when: str) -> None:
        """Expect the page to show ``wanted``."""
        shown = self.settle()
        different = {
            part: (wanted[part], shown[part])
            for part in ("address", "figures", "fields")
            if wanted[part] != shown[part]
        }
        assert not different, f"{when}, after {self.moves}: (before, now) is {different}"

    def move(self) -> None:
        """Move one control at random, or press Next where the scene has steps."""
        movable = self.page.evaluate(LOOK)["movable"]
        if self.page.locator(".st-key-play button").count() and "training-lab" not in self.page.url:
            movable.append({"key": "next", "kind": "stButton"})
        if not movable:
            return
        chosen = self.chance.choice(movable)
        done = self._act(chosen)
        self.moves.append(f"{chosen['key']}: {done}")
        self.settle()

    def _act(self, chosen: State) -> str:
        """Move this control; return what was done."""
        box = self.page.locator(f".st-key-{chosen['key']}")
        # A list closes while the page scrolls.
        box.first.scroll_into_view_if_needed()
        self.page.wait_for_timeout(300)
        match chosen["kind"]:
            case "stSlider":
                key = self.chance.choice(["ArrowRight", "ArrowLeft", "Home", "End"])
                times = self.chance.randint(1, 4) if key.startswith("Arrow") else 1
                thumb = self.chance.choice(box.locator("input").all())
                for _ in range(times):
                    thumb.press(key)
                return f"{times} x {key}"
            case "stNumberInput":
                low, step = chosen["low"], chosen["step"]
                reach = min(chosen["high"] - low, self.chance.choice([20, LARGEST]))
                number = f"{low + step * self.chance.randint(0, int(reach / step)):.10g}"
                box.locator("input").fill(number)
                box.locator("input").press("Enter")
                return number
            case "stSelectbox":
                box.locator("input").click()
                self.page.get_by_role("option").first.wait_for()
                options = [
                    option for option in self.page.get_by_role("option").all() if option.inner_text() != "Your own"
                ]
                option = self.chance.choice(options)
                name = option.inner_text()
                option.click()
                return name
            case "stButtonGroup":
                button = self.chance.choice(box.locator("button[data-variant]").all())
                button.click()
                return button.inner_text()
            case _:
                box.locator("label, button").locator("visible=true").first.click()
                return "pressed"


def visit(new_page: Callable[..., Page], server: Server, slug: str, scene: str, seed: int) -> Visitor:
    """Open a scene, and move its controls at random."""
    lesson = Lesson(new_page(), server.url).open(f"{slug}?scene={scene}")
    visitor = Visitor(lesson, random.Random(f"{slug} {scene} {seed}"))
    visitor.settle()
    folded = lesson.page.locator(".st-key-controls summary").filter(has_text="Data and network")
    if folded.count():
        folded.click()
        visitor.settle()
    for _ in range(MOVES):
        visitor.move()
    return visitor


def read(address: str) -> State:
    """The path and the values of an address; Streamlit writes a number as 388 or as 388.0."""
    parts = urlsplit(address)
    return {"path": parts.path} | {key: [_number(one) for one in all_] for key, all_ in parse_qs(parts.query).items()}


def _number(text: str) -> float | str:
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def shared(address: State) -> State:
    """The values of the address that all lessons share."""
    return {key: values for key, values in address.items() if key in course.SHARED}


@pytest.mark.parametrize(("slug", "scene"), SCENES)
def test_the_address_is_the_state(
    new_page: Callable[..., Page], server: Server, slug: str, scene: str, seed: int = SEED
) -> None:
    visitor = visit(new_page, server, slug, scene, seed)
    page, left = visitor.page, visitor.settle()
    page.reload()
    visitor.expect_state(left, f"After a reload (seed {seed})")

    question = page.get_by_role("heading", level=1).inner_text()
    link = page.locator(".st-key-lesson_after a, .st-key-lesson_before a").last
    link.click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(question)
    arrived = visitor.settle()
    taken, had = shared(arrived["address"]), shared(left["address"])
    assert taken == had, f"In the next lesson (seed {seed}), after {visitor.moves}: {taken}, not {had}"
    page.reload()
    visitor.expect_state(arrived, f"After a reload of the next lesson (seed {seed})")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(question)
    visitor.expect_state(left, f"After Back (seed {seed})")
    visitor.lesson.expect_no_error()


@pytest.mark.parametrize(("slug", "scene"), HEROES)
def test_a_copied_link_opens_what_the_sender_saw(
    new_page: Callable[..., Page], server: Server, slug: str, scene: str
) -> None:
    sender = visit(new_page, server, slug, scene, SEED + 1)
    left = sender.settle()
    sender.lesson.button("Copy link").click()
    expect(sender.page.get_by_role("status").filter(has_text="Copied")).to_be_attached()
    copied = sender.page.evaluate("navigator.clipboard.readText()")
    other = Visitor(Lesson(new_page(), server.url), random.Random(), sender.moves)
    other.page.goto(copied)
    other.expect_state(left, "From a copied link")


@pytest.mark.timeout(120)
@pytest.mark.parametrize("start", ["log-likelihood?scene=underflow&n=1", "bayesian-inference?scene=flips&flips_step=0"])
def test_half_a_minute_of_play_leaves_no_history(lesson: Lesson, start: str) -> None:
    page = lesson.open(start).page
    before = page.evaluate("history.length"), page.url
    page.keyboard.press("p")
    page.wait_for_timeout(30_000)
    assert page.url != before[1], "it plays"
    assert page.evaluate("history.length") == before[0]
