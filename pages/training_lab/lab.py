"""The scene "lab" of lesson 9: four charts and eight figures of one run, drawn at rest or redrawn while it plays."""

import math
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.arrays import FloatArray
from core.belief.penalty import prior_density, prior_sd
from core.contour import Curve
from core.training.lab.config import Optimizer
from core.training.lab.ledger import Record
from core.training.lab.model import evaluate, probabilities
from core.training.lab.run import Run
from pages._kit import stage
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import figures, update
from pages._kit.reading import read_the_chart
from pages._kit.saving import on_page
from pages.training_lab import reading, runs, timeline
from pages.training_lab.charts import curve as training_curve
from pages.training_lab.charts import decision_field, weight_histogram
from pages.training_lab.charts import parts as training_parts
from pages.training_lab.charts.decision_rows import Field, Points, border
from pages.training_lab.charts.steps import LIVE_ROWS, MOST_ROWS, axis_end
from pages.training_lab.figures import eight_figures
from pages.training_lab.playing import look_back

ACROSS: Final = 48
UP: Final = 36
"""Nodes of the field's grid. The border between them is interpolated."""
MARGIN: Final = 0.12
ROUND: Final = 10
FIGURES_AT, PARTS_AT, WEIGHTS_AT = (2, 7), (4,), (9,)
"""The frames of a round of ten at which the figures and the lower charts are redrawn; curve and field alternate. Each
redraw costs the server a millisecond or two and the browser ten to thirty, and digits that change ten times a second
cannot be read."""

FIELD_ALT: Final = (
    "The plane of the two features: shaded by the most probable class, with the border between classes, and the "
    "training points, larger the larger their own negative log-probability."
)
CURVE_ALT: Final = (
    "Over the steps: the NLL and, stacked on it, the penalty; their upper edge is the objective. Beside it the "
    "held-out NLL. In nats per example."
)
PARTS_ALT: Final = (
    "Over the steps, on a log scale: the sizes of the two pulls on the weights, which are the gradients of the NLL and "
    "of the penalty or, for AdamW, its adaptive step and its decay, and the size of the applied step. Below, the angle "
    "between the two pulls in degrees."
)
WEIGHTS_ALT: Final = "A histogram of all weights, under the density of the prior."
FIELD_READ: Final = (
    "Shade: how sure. Line: where the best two classes tie. A point grows with its own −log p, within limits; tap it: "
    "its term. An outlined point is wrong: another class is more probable there."
)
CURVE_READ: Final = (
    "Orange: what the data still say, the NLL. Blue on top: the price of the weights. Green edge: their sum, the "
    "objective."
)
GRADIENTS: Final = (
    "Orange: how hard the step’s examples pull, the gradient of their NLL. Blue: how hard the prior pulls, the "
    "gradient of the penalty. Green: the applied step."
)
ANGLE: Final = "Below, the angle between orange and blue: at 180° they work straight against each other."
PARTS_READ: Final[dict[Optimizer, str]] = {
    "sgd": f"{GRADIENTS} SGD's is lr times the sum of both. {ANGLE}",
    "adam": f"{GRADIENTS} Adam divides both by one root, of the average square of their sum: only the sum is a step. "
    f"{ANGLE}",
    "adamw": "Orange: the adaptive step, from the NLL alone. Blue: the decoupled decay beside it. Green: their sum, "
    f"the applied step. {ANGLE}",
}
WEIGHTS_READ: Final = (
    "Bars: all weights and biases. Dashed: the density of the prior, if it has a width: where it is low, a penalized "
    "weight is dear."
)


COMING: Final = "Press Play: the NLL goes on from here, the penalty on top. Their upper edge is the objective."
PINNED: Final = "Pinned: this run stays, in gray. What you play or change next is another run, drawn over it."


@dataclass(frozen=True)
class Moment:
    """A run at one step.

    Attributes
    ----------
    record : Record
        The step's figures.
    weights, terms : ndarray
        The weights, and each training point's negative log-probability in nats.
    back : int or None
        The step that is looked back at; None for the latest.
    """

    record: Record
    weights: FloatArray
    terms: FloatArray
    back: int | None


class Places(NamedTuple):
    """Places of the picture's charts and figures; None for those that a projector or a run at rest does not show."""

    field: DeltaGenerator
    curve: DeltaGenerator
    bar: DeltaGenerator | None
    figures: list[DeltaGenerator]
    parts: DeltaGenerator | None
    weights: DeltaGenerator | None


class View:
    """Draws a run's charts and figures, and keeps their places for the redraws."""

    def __init__(self, here: stage.Stage, run: Run, pinned: runs.Held | None) -> None:
        self.here, self.run, self.pinned = here, run, pinned
        self.look = here.look
        self.frames = 0
        train = run.split.train
        points = np.vstack([train.x, run.split.held_out.x])
        low, high = points.min(axis=0), points.max(axis=0)
        room = MARGIN * (high - low) + 1e-9
        x, y = (np.linspace(a, b, nodes) for a, b, nodes in zip(low - room, high + room, (ACROSS, UP), strict=True))
        grid = np.column_stack([axis.ravel() for axis in np.meshgrid(x, y)])
        self.asked = np.vstack([grid, train.x])
        mean, scale = run.split.mean, run.split.scale
        self.x, self.y = mean[0] + scale[0] * x, mean[1] + scale[1] * y
        self.pinned_border = self._pinned_border()

    def picture(self, playing: bool) -> None:
        """Lay out and draw charts and figures, at the step that the learner looks at."""
        with st.container(key="fill_lab"):
            left, right = st.columns([5, 6], gap="small")
        back, bar = None, None
        with st.container(key="lab_timeline", gap=None):
            if playing:
                bar = st.progress(*self._progress())
                timeline.remember()
            elif self.run.stopped:  # beside the slider, so that the charts keep their height
                slider, reason = st.columns([1, 2], gap="medium")
                reason.warning(self.run.stopped, icon=":material/warning:")
                with slider:
                    back = look_back(self.run)
            else:
                back = look_back(self.run)
        now = self._moment(back)
        self.shown = eight_figures(self.run, now.record)
        # Before the charts, which fill what is left: a chart whose height changes while its data come may keep the old.
        row = figures(*self.shown, key="figures_lab")
        if playing or back is not None:  # the notebook's run is at rest at its latest step
            on_page.now().figures.clear()
        with left:
            field = self._field(now, live=playing)
        with right:
            curve = self._curve(now, live=playing)
        self._offer_reading(now, playing)
        parts = weights = None
        if not self.here.presenting:
            with self.here.reading:
                parts, weights = self._below(now, live=playing)
        self.places = Places(field, curve, bar, row, parts, weights)
        self.frames = 0

    def _offer_reading(self, now: Moment, playing: bool) -> None:
        """Offer the charts in words and rows; a run that plays is read when it rests."""
        step, run = now.record.step, self.run
        texts = {item.label: item.value for item in self.shown}
        if playing:
            read_the_chart(self.here, lambda: reading.PLAYING)
        else:
            read_the_chart(
                self.here,
                lambda: reading.of_curve(run, step, now.terms, texts),
                lambda: reading.of_parts(run, step),
                lambda: reading.of_weights(run, now.weights, now.record.wd),
            )

    def _below(self, now: Moment, *, live: bool) -> tuple[DeltaGenerator, DeltaGenerator]:
        """Draw what stands under the stage: how to read it, the parts of the steps, and the weights."""
        how_to_read(f"Left. {FIELD_READ} Right. {CURVE_READ}")
        left, right = st.columns([3, 2], gap="small")
        with left:
            parts = self._parts(now, live=live)
            how_to_read(PARTS_READ[self.run.config.optimizer])
        with right:
            weights = self._weights(now, live=live)
            how_to_read(WEIGHTS_READ)
        return parts, weights

    def frame(self) -> None:
        """Redraw the charts and figures whose turn it is, in the places of the picture."""
        self.frames += 1
        at, now = self.places, self._moment(None)
        if self.frames % 2:
            with at.field:
                self._field(now, live=True)
        else:
            with at.curve:
                self._curve(now, live=True)
        turn = self.frames % ROUND
        if turn in FIGURES_AT:
            before, self.shown = self.shown, eight_figures(self.run, now.record)
            update(at.figures, before, self.shown)
            if at.bar is not None:
                at.bar.progress(*self._progress())
        if turn in PARTS_AT and at.parts is not None:
            with at.parts:
                self._parts(now, live=True)
        if turn in WEIGHTS_AT and at.weights is not None:
            with at.weights:
                self._weights(now, live=True)

    def wait(self, place: int) -> None:
        """Show the run's place in the queue, in the places of the last picture."""
        if self.places.bar is not None:
            share, text = self._progress()
            self.places.bar.progress(
                share, f"{text}: the machine is shared, and your run is number {place} in the queue"
            )

    def _progress(self) -> tuple[float, str]:
        steps = self.run.config.steps
        return min(1.0, self.run.step / steps), f"Step {self.run.step:,} of {steps:,}"

    def _moment(self, back: int | None) -> Moment:
        trainer = self.run.trainer
        if back is None:
            return Moment(trainer.record, trainer.weights(), trainer.terms(), None)
        shot = self.run.snapshot(back)
        found = evaluate(self.run.config, self.run.split, shot.weights)
        record = self.run.history.record(self.run.history.nearest(shot.step))
        return Moment(record, shot.weights, found.terms, shot.step)

    def _axis_end(self) -> int:
        """Where the axis of steps ends: it grows with the run, and holds all of the pinned one that it can reach."""
        steps = self.run.config.steps
        return axis_end(max(self.run.step, min(self.pinned.run.step, steps) if self.pinned else 0), steps)

    def _note(self) -> str:
        """What the learner is told in the picture of the curves."""
        if runs.next_is_another():
            return PINNED
        return "" if self.run.step else COMING

    def _curve(self, now: Moment, *, live: bool) -> DeltaGenerator:
        run, pinned = self.run, self.pinned.run.history if self.pinned else None
        tables = training_curve.tables(
            run.history, self._axis_end(), now=now.back, pinned=pinned, note=self._note(), most=_most_rows(live)
        )
        return draw(tables, training_curve.spec(self.look), key="lab_curve", alt=CURVE_ALT, live=live)

    def _field(self, now: Moment, *, live: bool) -> DeltaGenerator:
        split = self.run.split
        train, classes = split.train, split.train.classes
        p = probabilities(self.run.config, len(classes), now.weights, self.asked)
        on_grid, on_points = p[: UP * ACROSS].reshape(UP, ACROSS, -1), p[UP * ACROSS :]
        tables = decision_field.tables(
            Field(self.x, self.y, on_grid),
            Points(split.raw(train.x), train.y, on_points.argmax(axis=1), now.terms),
            classes,
            pinned=self.pinned_border,
        )
        spec = decision_field.spec(self.look, *train.features, len(classes))
        return draw(tables, spec, key="lab_field", alt=FIELD_ALT, live=live)

    def _parts(self, now: Moment, *, live: bool) -> DeltaGenerator:
        run = self.run
        decoupled = run.config.optimizer == "adamw"
        words = training_parts.DECOUPLED if decoupled else training_parts.WORDS
        tables = training_parts.tables(run.history, self._axis_end(), words=words, now=now.back, most=_most_rows(live))
        return draw(tables, training_parts.spec(self.look), key="lab_parts", alt=PARTS_ALT, fill=False, live=live)

    def _weights(self, now: Moment, *, live: bool) -> DeltaGenerator:
        prior, wd, n = self.run.config.prior, now.record.wd, self.run.split.train.n
        sigma = prior_sd(prior, wd, n)
        half = weight_histogram.reach(now.weights, sigma)
        w = np.linspace(-half, half, 161)
        density = weight_histogram.Density(w, prior_density(w, prior, wd, n)) if math.isfinite(sigma) else None
        tables = weight_histogram.tables(now.weights, half, density)
        return draw(tables, weight_histogram.spec(self.look), key="lab_weights", alt=WEIGHTS_ALT, fill=False, live=live)

    def _pinned_border(self) -> Curve | None:
        """The pinned run's border between the classes, if it was trained on the same data."""
        held = runs.current_held()
        if self.pinned is None or held is None or held.data != self.pinned.data:
            return None
        other = self.pinned.run
        p = probabilities(other.config, other.split.train.n_classes, other.trainer.weights(), self.asked[: UP * ACROSS])
        return border(Field(self.x, self.y, p.reshape(UP, ACROSS, -1)))


def _most_rows(live: bool) -> int:
    return LIVE_ROWS if live else MOST_ROWS
