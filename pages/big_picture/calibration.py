"""The scene "calibration" of lesson 8: whether predictions made with 80 % come true in 80 % of cases."""

from typing import Final

from core.answers.calibration import BINS
from core.answers.run import AnswerRun
from core.numbers import decimal
from pages._kit import stage
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages.big_picture import fields, reading, waiting, words
from pages.big_picture.charts import calibration as chart

ALT: Final = (
    "Six reliability diagrams: the share of held-out points that were predicted right against the probability "
    "that was given, in ten bins, with 95 % intervals and the diagonal of perfect calibration."
)
READ: Final = (
    "Does 80 % mean 80 %? Across: the probability of the likelier class. Up: the share of those that came true. On the "
    "dashed diagonal, 80 % means 80 %. Points below it: too sure. A large point holds many examples; bars are 95 % "
    f"intervals. The figures are calibration errors: the mean distance from the diagonal over {BINS} bins, weighted "
    "by their examples."
)


def scene(here: stage.Stage) -> None:
    """Draw the reliability diagrams, and each method's calibration error."""
    with here.controls:
        setup, progress = fields.fields(), fields.progress()
    with here.hero:
        draw(
            chart.tables(
                {m: one.reliability for m, one in setup.drawn.items()},
                setup.states,
                dimmed=setup.dimmed,
            ),
            chart.spec(here.look),
            key="reliability",
            alt=ALT,
        )
        figures(*(_error(run, setup) for run in setup.runs), key="figures_six")
    read_the_chart(here, lambda: reading.of_calibration(setup))
    if not here.presenting:
        with here.reading:
            how_to_read(READ)
            fields.about(setup.settings)
        with here.example:
            words.example(setup.found)
    with progress:
        waiting.follow(setup.wanted)


def _error(run: AnswerRun, setup: fields.Setup) -> Figure:
    found = setup.found.get(run.method)
    if found is None:
        return Figure(run.method, "…", setup.state(run))
    return Figure(run.method, decimal(found.scores.calibration_error), "error")
