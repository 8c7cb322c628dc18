"""The questions of lessons 6 to 9: the right option follows the numbers behind it, for any flips too."""

import re
from collections import Counter
from typing import Any

import pytest

from core.likelihood.counts import Counts
from pages._kit.course import LESSONS
from pages._kit.questions import of_lesson
from pages._kit.questions.question import Asked

OF = {item.name: (lesson, item) for lesson in LESSONS[6:] for item in of_lesson(lesson)}
RIGHT = {
    "map-estimation.twice-the-examples": "0.005",
    "map-estimation.where-they-meet": "Between the two, nearer to 0.500",
    "map-estimation.around-the-map": "Less than 50 %",
    "map-estimation.exact-zeros": "One: the data hold the other",
    "map-estimation.end-of-adamw": "At the MLE, as without a decay",
    "map-estimation.another-scale": "The probability, not the peak",
    "regularization.ten-times-the-data": "It falls to about 1/10",
    "regularization.two-nlls": "Train NLL rises, held-out NLL falls",
    "regularization.single-weights": "Their vector shrinks; some grow on the way",
    "regularization.same-as-ridge": "Nearly: some λ comes close, none is the same",
    "regularization.penalty-of-dropout": "About as heavy as before",
    "regularization.narrow-band": "Clearly fewer than 95 %",
    "regularization.eighteen-batters": "Own averages, pulled towards 0.265 by a prior fitted to all of them",
    "big-picture.many-nets": "Some name one class, some the other",
    "big-picture.leaving-the-data": "It comes to about 1",
    "big-picture.where-they-agree": "On held-out points, not far away",
    "big-picture.as-sure-as-right": "Clearly more than 84 %",
    "big-picture.spread-of-dropout": "No less than before",
    "big-picture.nothing-rejected": "Less than a tenth of 800 independent draws",
    "training-lab.same-weight-decay": "A narrower one, σ = 0.5",
    "training-lab.pulls-at-rest": "Equally long and opposite",
    "training-lab.too-much-decay": "It flips its sign and makes it larger",
    "training-lab.first-step": "Both by about 0.01",
    "training-lab.nothing-holds-them": "They grow for as long as you train",
    "training-lab.same-boundary": "Accuracy stays, the NLL rises",
}
"""The right option of each question at its own numbers."""
CHANGED: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("map-estimation.twice-the-examples", {"after": 250}, "0.02"),
    ("map-estimation.where-they-meet", {"counts": Counts(700, 300)}, "Between the two, nearer to 0.700"),
    ("map-estimation.where-they-meet", {"a": 2.0, "b": 2.0}, "Between the two, nearer to 0.700"),
    ("map-estimation.around-the-map", {"heads": 110, "tails": 90}, "From 50 % to 90 %"),
    ("map-estimation.around-the-map", {"heads": 1100, "tails": 900}, "More than 90 %"),
    ("map-estimation.exact-zeros", {"prior": "gaussian"}, "None: both are just small"),
    ("map-estimation.exact-zeros", {"sigma": 1.0}, "None: both are just small"),
    ("map-estimation.exact-zeros", {"sigma": 0.03}, "Both: the prior is that narrow"),
    ("map-estimation.end-of-adamw", {"wd": 1.0}, "Where the largest |w| is 1/wd = 1"),
    ("map-estimation.another-scale", {"a": 2.0, "b": 6.0}, "Both: it is the same belief"),
    ("regularization.ten-times-the-data", {"excluded": True}, "It stays as it is"),
    ("regularization.two-nlls", {"weak": 0.64, "strong": 0.9}, "Both rise: the weights are held back"),
    ("regularization.single-weights", {"degree": 1}, "Each one shrinks all the way"),
    ("regularization.same-as-ridge", {"degree": 1}, "Yes: with the right λ it is the same"),
    ("regularization.penalty-of-dropout", {"kind": "l2"}, "About 1/10 as heavy"),
    ("regularization.narrow-band", {"strength": 0.67}, "About 95 %, as it says"),
    ("regularization.eighteen-batters", {"pooling": "hand", "by_hand": 0.2}, "0.265 for everyone"),
    ("big-picture.many-nets", {"at": (-1.0, -1.0)}, "Nearly all name the same class"),
    ("big-picture.leaving-the-data", {"method": "Laplace"}, "It levels off well below 1"),
    ("big-picture.where-they-agree", {"methods": ("Laplace", "HMC")}, "In both places: the data decide"),
    ("big-picture.as-sure-as-right", {"n_points": 320}, "About 92 %, too"),
    ("big-picture.as-sure-as-right", {"method": "Laplace"}, "Clearly less than 84 %"),
    ("big-picture.spread-of-dropout", {"method": "HMC"}, "Clearly less: more data, less doubt"),
    ("big-picture.nothing-rejected", {"step": 0.1, "n_steps": 10}, "About as much as 800 independent draws"),
    ("training-lab.same-weight-decay", {"after": 125}, "A wider one, σ = 2"),
    ("training-lab.same-weight-decay", {"after": 500}, "A wider one, σ = 1"),
    ("training-lab.pulls-at-rest", {"wd": 0.0}, "Both are 0"),
    ("training-lab.pulls-at-rest", {"optimizer": "adamw"}, "That of the NLL is 0, the other is not"),
    ("training-lab.too-much-decay", {"lr": 30.0}, "It flips its sign and makes it smaller"),
    ("training-lab.too-much-decay", {"lr": 10.0}, "It shrinks it quickly towards 0"),
    ("training-lab.first-step", {"optimizer": "sgd"}, "By 0.00002 and 0.002"),
    ("training-lab.nothing-holds-them", {"noise": 1.0}, "They settle at the MLE"),
    ("training-lab.same-boundary", {"start": 0.3, "factor": 2.0}, "Accuracy stays, the NLL falls"),
)
"""A question, changed numbers behind it, and the option that they make the right one."""
COUNTS = [
    Counts(heads, tails)
    for heads in (0, 1, 2, 3, 5, 9, 17, 18, 30, 1000, 178_079, 999_999, 1_000_000)
    for tails in (0, 1, 2, 4, 9, 18, 700, 172_678, 1_000_000)
]


def _ask(name: str, **changed: Any) -> Asked:
    return OF[name][1].ask(**changed)


def _text(asked: Asked) -> str:
    return asked.options[asked.right].text


def _check(asked: Asked) -> None:
    """Each wrong option has a misconception with a source, the right one has none, and the texts are whole."""
    for place, option in enumerate(asked.options):
        assert (option.misconception is None) == (place == asked.right), option.text
        if option.misconception is not None:
            assert option.misconception.source and option.misconception.text.endswith(".")
    assert len({option.text for option in asked.options}) == len(asked.options)
    assert asked.stem.endswith("?") and asked.why.endswith(".")
    for text in (asked.stem, asked.why, *(option.text for option in asked.options)):
        assert not any(bad in text for bad in ("nan", "None of", "inf", "-0", "e-")), text


def test_there_are_six_questions_a_lesson_or_more() -> None:
    numbers = Counter(lesson.number for lesson, _ in OF.values())
    assert set(numbers) == {6, 7, 8, 9} and min(numbers.values()) >= 6
    assert set(OF) == set(RIGHT) == {name for name, _, _ in CHANGED}
    assert all(name.startswith(f"{lesson.slug}.") for name, (lesson, _) in OF.items())


@pytest.mark.parametrize("name", RIGHT)
def test_the_right_option_at_the_questions_own_numbers(name: str) -> None:
    asked = _ask(name)
    assert _text(asked) == RIGHT[name]
    _check(asked)


@pytest.mark.parametrize(("name", "changed", "right"), CHANGED)
def test_the_right_option_follows_the_numbers_behind_it(name: str, changed: dict[str, Any], right: str) -> None:
    asked = _ask(name, **changed)
    assert _text(asked) == right != RIGHT[name]
    _check(asked)


def test_the_right_option_is_not_always_in_the_same_place() -> None:
    for lesson in LESSONS[6:]:
        places = Counter(item.ask().right for item in of_lesson(lesson))
        assert len(places) >= 2 and max(places.values()) <= 3, lesson.slug


@pytest.mark.parametrize("name", [name for name, (_, item) in OF.items() if item.varies])
def test_a_question_about_the_learners_flips_is_good_for_any(name: str) -> None:
    for counts in COUNTS:
        asked = OF[name][1].asked(counts)
        _check(asked)
        heads, tails = int(asked.shows["heads"]), int(asked.shows["tails"])
        assert Counts(heads, tails) in (counts, Counts(7, 3))
        numbers = [number for option in asked.options for number in re.findall(r"[01]\.\d{3}", option.text)]
        assert len(numbers) in (0, 4) and len(set(numbers)) in (0, 2), "MLE and prior are told apart"


def test_the_learners_own_flips_are_asked_about_where_they_make_sense() -> None:
    for name, (_, item) in OF.items():
        if item.varies:
            assert item.asked(Counts(12, 4)).shows["heads"] == "12", name
