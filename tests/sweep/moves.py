"""The controls of a scene, and how a learner moves each by the least that is possible."""

from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Locator, Page

CONTROLS = Path(__file__).with_name("controls.js").read_text(encoding="utf-8")


class Control(NamedTuple):
    """A control on the stage: its kind and key, its kind, and what is written on it."""

    id: str
    kind: str
    name: str

    def on(self, page: Page) -> Locator:
        """Find it, after :func:`controls` has marked it."""
        return page.locator(f'[data-control="{self.id}"]').first


def controls(page: Page) -> list[Control]:
    """Find the controls that can be moved now, and mark them anew."""
    return [Control(**found) for found in page.evaluate(CONTROLS)]


def move(page: Page, control: Control) -> None:
    """Move the control once: one key of a slider, one step of a number, the next choice, one press of a button."""
    here = control.on(page)
    if control.kind == "slider":
        thumb = here.get_by_role("slider").first
        thumb.press("ArrowLeft" if thumb.evaluate("(thumb) => thumb.value === thumb.max") else "ArrowRight")
    elif control.kind == "number":
        field = here.get_by_role("spinbutton")
        before = field.input_value()
        field.press("ArrowUp")
        if field.input_value() == before:
            field.press("ArrowDown")
    elif control.kind in ("choice", "radio"):
        options = here.locator("label:has(input), button[data-selected]")
        chosen = here.locator('label:has(input:checked), button[data-selected="true"]')
        at = (
            options.evaluate_all("(all, on) => all.indexOf(on)", chosen.first.element_handle())
            if chosen.count()
            else -1
        )
        options.nth((at + 1) % options.count()).click()
    elif control.kind == "list":
        here.locator("input").first.click()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    else:
        pressed = here.locator("button, label").first
        (pressed if pressed.count() else here).click()
