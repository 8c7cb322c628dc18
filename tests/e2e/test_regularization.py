"""Lesson 7 in a browser: the strength by slider, button and key, the kinds, and the choice by evidence."""

import re

import pytest
from playwright.sync_api import expect

from pages._kit.names import name_of
from tests.support.app import number
from tests.support.axe import assert_accessible
from tests.support.lesson import Lesson

FIT = re.compile("^Left: noisy examples of a known curve")
CHOICE = re.compile("^Cross-validated loss")
OTHERS = re.compile("^Left: eighteen batters")
SIZE = re.compile("^Distance between MLE and MAP")


def test_the_strength_moves_the_fit_and_the_address(lesson: Lesson) -> None:
    lesson.open("regularization?kind=l1&strength=0.6")
    lesson.chart(FIT).get_by_text("held-out", exact=True).wait_for()
    train, held_out, zeros = (lesson.metric(label) for label in ("Train NLL", "Held-out NLL", "Exact zeros"))
    lesson.slider("Strength").press("End")
    lesson.expect_metric_changed("Exact zeros", zeros)
    lesson.page.wait_for_url(re.compile(r"strength=1(\.0)?(&|$)"))
    lesson.button("None").click()
    lesson.page.get_by_text("λ = 0, no prior").wait_for()
    lesson.expect_metric_changed("Train NLL", train)
    unpenalized = lesson.metric("Held-out NLL")
    lesson.button("Best held-out").click()
    lesson.expect_metric_changed("Held-out NLL", unpenalized)
    assert number(lesson.metric("Held-out NLL")) <= number(held_out)
    assert_accessible(lesson.page)
    lesson.expect_no_error()


@pytest.mark.sweep
def test_each_kind_has_its_reading_and_its_picture(lesson: Lesson) -> None:
    lesson.open("regularization")
    lesson.expect_metric("Exact zeros", "0 of 12")
    lesson.page.keyboard.press("ArrowRight")
    lesson.page.wait_for_url(re.compile(r"strength=0\.5"))
    lesson.page.get_by_role("radio", name="The kind").click()
    lesson.page.wait_for_url(re.compile("scene=kind"))
    lesson.wait_until_idle()
    for kind, badge, text in (
        ("dropout", "heuristic", re.compile("sub-networks at once")),
        ("augmentation", "heuristic", re.compile("Made-up examples")),
        ("early-stopping", "approximate", re.compile("direction by direction")),
    ):
        lesson.page.get_by_role("radio", name=name_of(kind)).click()
        lesson.page.get_by_text(text).first.wait_for()
        lesson.page.get_by_text(re.compile(f"^{badge} .+ believes")).wait_for()
        lesson.page.wait_for_url(re.compile(f"kind={kind}"))
        lesson.wait_until_idle()
        assert_accessible(lesson.page)
    lesson.page.get_by_role("radio", name="Fit").click()
    lesson.page.get_by_text(re.compile("^approximate .+ believes")).wait_for()
    expect(lesson.page.get_by_text("prior (dashed)", exact=False)).to_have_count(0)
    lesson.expect_no_error()


@pytest.mark.sweep
def test_a_key_goes_through_the_kinds(lesson: Lesson) -> None:
    lesson.open("regularization?scene=kind&kind=dropout&masks=400")
    lesson.expect_metric("Monte Carlo", re.compile(" ± "))
    lesson.slider("Masks drawn").press("ArrowRight")
    lesson.page.wait_for_url(re.compile(r"masks=1600(&|$)"))
    lesson.page.keyboard.press("Escape")
    for kind, figure in (("augmentation", "Noise adds"), ("early-stopping", "Steps t")):
        lesson.wait_until_idle()
        lesson.page.keyboard.press("PageDown")
        lesson.page.wait_for_url(re.compile(f"kind={kind}"))
        lesson.settled_metric(figure)
    lesson.wait_until_idle()
    lesson.page.keyboard.press("PageDown")
    lesson.page.wait_for_url(re.compile("scene=paths"))
    lesson.expect_metric("L1 knots", re.compile(r"^\d+$"))
    lesson.expect_no_error()


@pytest.mark.sweep
def test_the_evidence_chooses_a_strength(lesson: Lesson) -> None:
    lesson.open("regularization?scene=size")
    lesson.chart(SIZE).get_by_text(re.compile(r"^σ_w = \S+: slope")).first.wait_for()
    lesson.open("regularization?scene=choice&kind=early-stopping&strength=0.45")
    evidence = lesson.settled_metric("Evidence")
    assert evidence.startswith("λ = ")
    lesson.chart(CHOICE).get_by_text(f"evidence: {evidence}").first.wait_for()
    lesson.button("Take the evidence’s strength").click()
    lesson.chart(FIT).wait_for()
    lesson.page.get_by_text(f"{evidence},", exact=False).first.wait_for()
    for gone in ("scene=", "kind=", r"strength=0\.45"):  # the default kind has left the address
        expect(lesson.page).not_to_have_url(re.compile(gone))
    lesson.expect_no_error()


@pytest.mark.sweep
def test_a_prior_is_learned_from_the_others(lesson: Lesson) -> None:
    lesson.open("regularization?scene=others")
    chart = lesson.chart(OTHERS)
    for text in ("Clemente", "E. Rodriguez", "evidence: 95 %", "season’s best: 81 %"):
        chart.get_by_text(text, exact=True).first.wait_for()
    alone, fitted = lesson.metric("Error, each alone"), lesson.metric("Error, shrunken")
    lesson.page.get_by_role("radio", name="Hierarchical").click()
    lesson.expect_metric_changed("Error, shrunken", fitted)
    lesson.page.wait_for_url(re.compile("pooling=hierarchical"))
    lesson.slider("Prior’s share, by hand").press("Home")
    lesson.expect_metric("Error, shrunken", alone)
    lesson.page.wait_for_url(re.compile(r"pooling=hand&.*share=0(&|$)|share=0&.*pooling=hand(&|$)"))
    expect(lesson.page.get_by_role("radio", name="By hand")).to_be_checked()
    lesson.page.reload()
    lesson.expect_metric("Error, shrunken", alone)
    expect(lesson.page.get_by_role("radio", name="Hierarchical")).not_to_be_checked()
    assert_accessible(lesson.page)
    lesson.expect_no_error()
