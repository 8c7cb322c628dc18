"""The closing page: the learner's own coin and run, in the figures that the lessons show."""

from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.likelihood.counts import Counts
from pages._kit import course
from pages.training_lab.end import ANSWERS
from tests.support.app import figure, open_lesson

LAB = "9_training-lab.py"


def test_it_shows_the_estimates_of_the_learners_coin() -> None:
    app = open_lesson(LAB, scene="end", heads="700", tails="300", a="2", b="5")
    after = posterior(Beta(2, 5), Counts(700, 300))
    assert not app.exception
    assert float(figure(app, "MLE θ̂")) == 0.7
    assert abs(float(figure(app, "Posterior mean")) - after.mean) < 5e-4
    assert abs(float(figure(app, "MAP θ̂")) - after.mode.at[0]) < 5e-4


def test_without_flips_and_without_a_run_it_says_so() -> None:
    app = open_lesson(LAB, scene="end", heads="0", tails="0", a="0.5", b="0.5")
    assert not app.exception
    assert figure(app, "MLE θ̂") == "none"
    assert "none yet" in " ".join(element.value for element in app.markdown)


def test_each_lessons_question_has_its_answer() -> None:
    said = " ".join(element.value for element in open_lesson(LAB, scene="end").markdown)
    assert len(ANSWERS) == course.TOTAL
    assert all(
        f"{item.question} **{answer}**" in said for item, answer in zip(course.LESSONS[1:], ANSWERS, strict=True)
    )


def test_the_last_run_of_the_lab_is_shown() -> None:
    app = open_lesson(LAB)
    app.button(key="run_ten").click().run()
    nll = figure(app, "NLL")
    app.button(key="next").click().run()  # ten steps are not yet the next stop: it trains on
    app.query_params["scene"] = "end"
    app.run()
    assert not app.exception
    assert float(figure(app, "NLL")) < float(nll)
