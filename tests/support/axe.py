"""Accessibility checks: axe-core's serious and critical violations, in a short form for failed tests."""

from collections.abc import Sequence
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

BLOCKING = {"serious", "critical"}


@dataclass(frozen=True)
class Violation:
    """A rule that the page violates, and the elements concerned."""

    rule: str
    impact: str
    help: str
    selectors: tuple[str, ...]

    def __str__(self) -> str:
        places = "\n".join(f"    {selector}" for selector in self.selectors)
        return f"{self.rule} ({self.impact}): {self.help}\n{places}"


def _selector(target: Sequence[str | Sequence[str]]) -> str:
    # A target inside a shadow root is given as a list of selectors.
    return " ".join(part if isinstance(part, str) else " >> ".join(part) for part in target)


def violations(page: Page, context: str | None = None) -> list[Violation]:
    """Serious and critical violations on the page, or inside the element of the CSS selector ``context``."""
    found = Axe().run(page, context=context).response["violations"]
    return [
        Violation(
            rule=entry["id"],
            impact=entry["impact"],
            help=entry["help"],
            selectors=tuple(_selector(node["target"]) for node in entry["nodes"]),
        )
        for entry in found
        if entry["impact"] in BLOCKING
    ]


def assert_accessible(page: Page, context: str | None = None) -> None:
    """Fail with the list of violations if there are any."""
    found = violations(page, context)
    assert not found, "axe found:\n" + "\n".join(map(str, found))
