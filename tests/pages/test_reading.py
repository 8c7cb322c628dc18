"""Numbers and names on all pages follow one rule: :mod:`core.numbers` and :mod:`pages._kit.names`."""

import re

import pytest

from pages._kit import course, names
from tests.support.app import open_lesson
from tests.support.reading import read

ODD = (
    ("detective", {"scene": "case", "clues": ["footprints"], "base_rates": "true"}),
    ("detective", {"scene": "thousand", "clues": ["footprints"], "base_rates": "true"}),
    ("detective", {"scene": "line-up", "suspects": "continuum", "heads": "178079", "tails": "172678"}),
    ("likelihood", {"heads": "178079", "tails": "172678", "theta": "0.1", "paint": "false"}),
    ("likelihood", {"heads": "0", "tails": "1000000", "theta": "0.001", "paint": "false"}),
    ("likelihood", {"data": "horse-kicks"}),
    ("likelihood", {"data": "newcomb", "view": "fitted"}),
    ("likelihood", {"data": "newcomb", "view": "surface"}),
    ("log-likelihood", {"heads": "178079", "tails": "172678", "theta": "0.001"}),
    ("log-likelihood", {"heads": "1000000", "tails": "0", "theta": "1"}),
    ("log-likelihood", {"heads": "700", "tails": "300", "theta": "0.7"}),
    ("log-likelihood", {"scene": "underflow", "n": "5000", "p": "0.6"}),
    ("log-likelihood", {"scene": "losses", "loss": "gaussian-nll"}),
    ("log-likelihood", {"scene": "losses", "loss": "binary cross-entropy", "theta": "0"}),
    ("training-is-mle", {"method": "newton", "ascent_step": "12", "heads": "9", "tails": "0"}),
    ("training-is-mle", {"lr": "20", "ascent_step": "40", "heads": "178079", "tails": "172678"}),
    ("training-is-mle", {"scene": "slow-motion", "slow_frame": "5", "gradient_step": "20"}),
    ("training-is-mle", {"scene": "kl", "theta": "0", "heads": "178079", "tails": "172678"}),
    ("training-is-mle", {"scene": "kl", "kl_steps": "25", "heads": "1000000", "tails": "1"}),
    ("training-is-mle", {"scene": "kl", "nearest": "next-word", "kl_steps": "2000"}),
    ("training-is-mle", {"scene": "kl", "nearest": "newcomb", "kl_steps": "8"}),
    ("bayesian-inference", {"heads": "178079", "tails": "172678", "a": "1000", "b": "0.5"}),
    ("bayesian-inference", {"scene": "fair", "heads": "1000000", "tails": "0", "a": "0.5", "b": "1000"}),
    ("bayesian-inference", {"scene": "fair", "heads": "50325", "tails": "49675", "a": "1", "b": "1"}),
    ("bayesian-inference", {"heads": "1000000", "tails": "1000000", "interval_kind": "highest-density"}),
    ("bayesian-inference", {"heads": "0", "tails": "100000", "a": "0.5", "b": "0.5"}),
    ("bayesian-inference", {"scene": "flips", "heads": "178079", "tails": "172678"}),
    ("bayesian-inference", {"scene": "families", "family": "Light"}),
    ("bayesian-inference", {"scene": "coverage", "n_flips": "1000", "theta": "0.5", "theta_from": "drawn"}),
    ("map-estimation", {"heads": "178079", "tails": "172678", "a": "0.5", "b": "1000"}),
    ("map-estimation", {"scene": "weights", "prior": "laplace", "sigma": "0.01"}),
    ("map-estimation", {"scene": "weights", "sigma": "0.001"}),
    ("map-estimation", {"scene": "converter", "n_examples": "1000000", "sigma": "1000"}),
    ("map-estimation", {"scene": "converter", "n_examples": "1", "sigma": "0.001"}),
    ("map-estimation", {"scene": "race", "race_decay": "1.0", "race_batch": "16"}),
    ("map-estimation", {"scene": "logit", "heads": "0", "tails": "1000000", "interval": ["0.9", "1"]}),
    *(("regularization", {"scene": scene, "kind": kind, "strength": strength}) for scene, kind, strength in (
        ("fit", "l1", "0.9"), ("kind", "l1", "0"), ("kind", "l1", "1"), ("kind", "dropout", "0.3"),
        ("kind", "augmentation", "0.6"), ("kind", "early-stopping", "0"), ("choice", "l2", "0"),
    )),
    ("big-picture", {"scene": "hmc", "leapfrog": "1.0", "draws": "1000"}),
    ("training-lab", {"steps": "20000", "optimizer": "adamw", "prior": "laplace", "activation": "relu"}),
)  # fmt: skip
EVERY = ((lesson.slug, {"scene": scene.slug}) for lesson in course.LESSONS for scene in lesson.scenes)
WRONG = {
    "a hyphen for a minus": r"(?<![\w.)/-])-[\d∞.]",
    "an exponent with e": r"\d[eE][-+]?\d",
    # The parameters of a distribution are parted by a comma.
    "five digits that are not grouped": r"(?<![\w.,(])(?<!\d, )\d{5,}",
}
SLUGS = {slug for slug, name in names.NAMES.items() if slug != name} - {"none", "known", "fitted"}
"""Without those that are words of a sentence too."""
CODE = [slug for slug in SLUGS if re.fullmatch("l[12]|mse|mae|adamw|sgd|gaussian-nll|horse-kicks|early-stopping", slug)]
NOT_IN_A_SENTENCE = re.compile(rf"(?<![\w-])({'|'.join(CODE)})(?![\w-])")


def broken(text: str) -> list[str]:
    """What in a text breaks the rule: a pattern's name, or a raw slug."""
    cells = [cell for cell in re.findall(r"(?<=\| )[^|]+(?= \|)", text) if cell in SLUGS]
    return [what for what, pattern in WRONG.items() if re.search(pattern, text)] + [
        *cells, *([text] if text in SLUGS else ()), *NOT_IN_A_SENTENCE.findall(text)
    ]  # fmt: skip


@pytest.mark.sweep
@pytest.mark.parametrize(("slug", "query"), [*EVERY, *ODD], ids=str)
def test_numbers_and_names_follow_one_rule(slug: str, query: dict[str, str | list[str]]) -> None:
    app = open_lesson(course.lesson(slug).file.removeprefix("pages/"), **query)
    assert not app.exception
    found = [(*broken(words.text), *words) for words in read(app) if broken(words.text)]
    assert not found
