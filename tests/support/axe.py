"""Accessibility checks: axe-core's violations, in a short form for failed tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

BLOCKING = {"serious", "critical"}
OPTIONS: Final = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
"""The rules that axe runs by itself, and the size of targets."""
STREAMLITS: Final = {
    # Streamlit gives the role "presentation" to a part that may have the focus. The button in it is named.
    "presentation-role-conflict": "stFileUploaderDropzone",
}
"""For a rule, the part of Streamlit's own markup that violates it, and that no style and no markup of ours can mend."""


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


def violations(page: Page, context: str | None = None, *, of_any_impact: bool = False) -> list[Violation]:
    """Violations on the page, or inside the element of the CSS selector ``context``.

    Without ``of_any_impact``, the serious and critical ones.
    """
    found = Axe().run(page, context=context, options=OPTIONS).response["violations"]
    return [
        Violation(
            rule=entry["id"],
            impact=entry["impact"],
            help=entry["help"],
            selectors=tuple(_selector(node["target"]) for node in nodes),
        )
        for entry in found
        if (of_any_impact or entry["impact"] in BLOCKING)
        and (nodes := [n for n in entry["nodes"] if _is_ours(entry, n)])
    ]


def _is_ours(entry: dict[str, Any], node: dict[str, Any]) -> bool:
    streamlits = STREAMLITS.get(entry["id"])
    return streamlits is None or f'data-testid="{streamlits}"' not in node["html"]


def assert_accessible(page: Page, context: str | None = None, *, of_any_impact: bool = False) -> None:
    """Fail with the list of violations if there are any."""
    found = violations(page, context, of_any_impact=of_any_impact)
    assert not found, "axe found:\n" + "\n".join(map(str, found))
