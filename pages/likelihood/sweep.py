"""The sweep: the strip moves a parameter across its window in equal steps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pages._kit import stepper
from pages._kit.stage import Stage

STEPS: Final = 10
SECONDS: Final = 0.8
_NAME: Final = "sweep"


@dataclass(frozen=True)
class Sweep:
    """The steps 0 to ``STEPS`` of a parameter from one end of its window to the other.

    Attributes
    ----------
    now : callable
        Returns the parameter's value.
    move : callable
        Sets the parameter; called before its slider is drawn.
    window : callable
        Returns the ends of the window.
    """

    now: Callable[[], float]
    move: Callable[[float], None]
    window: Callable[[], tuple[float, float]]

    def at(self) -> int:
        """Return the step nearest to the parameter."""
        low, high = self.window()
        return min(STEPS, max(0, round((self.now() - low) / (high - low) * STEPS)))

    def go(self, step: int) -> None:
        """Move the parameter to this step."""
        low, high = self.window()
        self.move(low + (high - low) * step / STEPS)

    def buttons(self, here: Stage) -> None:
        """Draw the strip, in the fragment of the parameter's slider."""
        with here.strip:
            stepper.stepper(_NAME, at=self.at, first=0, last=STEPS, go=self.go, what="Step", in_fragment=True)

    def clock(self) -> None:
        """Draw the clock that plays the steps. A clock must not be in a fragment: the page's run calls this."""
        stepper.clock(_NAME, at=self.at, last=STEPS, go=self.go, seconds=SECONDS)
