"""Lesson 9 in a browser: training that plays, pauses and ends, its past, pinned runs, a CSV file, and downloads."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pages._kit.stepper import MOST_STOPS
from tests.support.app import number
from tests.support.axe import assert_accessible
from tests.support.harness import Server
from tests.support.lesson import Lesson

OWN = Path(__file__).parents[1] / "data" / "own"
FIELD = re.compile("^The plane of the two features")
CURVE = re.compile("^Over the steps: the NLL")
# Count charts that are built anew, which would blink.
ALL_DRAWN = """() => {
  const charts = [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')];
  return charts.length && charts.every((chart) => chart.querySelector("svg.marks"));
}"""
COUNT_BUILT = """() => {
  window.built = 0;
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes)
      if (node.nodeType === 1 && (node.matches("svg.marks") || node.querySelector("svg.marks"))) window.built += 1;
  }).observe(document.body, { childList: true, subtree: true });
}"""


def step(lesson: Lesson) -> int:
    return int(lesson.metric("Step").replace(",", ""))


def wait_until_past(lesson: Lesson, step: int) -> None:
    lesson.page.wait_for_function(
        "(step) => Number(document.querySelector('[data-testid=stMetricValue]').innerText.replace(',', '')) > step",
        arg=step,
    )


def assert_adds_up(lesson: Lesson) -> None:
    nll, penalty, objective = (lesson.metric(label) for label in ("NLL", "Penalty", "Objective"))
    places = len(objective.split(".")[1])
    assert f"{number(nll) + number(penalty):,.{places}f}" == objective


def test_play_trains_and_pause_stops(lesson: Lesson) -> None:
    lesson.open("training-lab?steps=20000&n_points=100")
    lesson.page.wait_for_function(ALL_DRAWN)
    lesson.settled_metric("NLL")
    start = number(lesson.metric("NLL"))
    lesson.page.evaluate(COUNT_BUILT)
    lesson.button("Play").click()
    lesson.button("Pause").wait_for()
    wait_until_past(lesson, 200)
    expect(lesson.page.get_by_test_id("stStatusWidget")).to_be_hidden()
    # Not after the pause: on a busy machine the clock's last tick begins before all of the paused page is sent, and
    # Streamlit then drops from its queue what the tick will draw again, so that a chart may be built anew once.
    assert lesson.page.evaluate("window.built") == 0, "a chart was built anew while the run played"
    lesson.button("Pause").click()
    # A paused run has a slider over its past; the slider stands at the step at which the run stopped.
    end = lesson.slider("Look back at step")
    end.wait_for()
    stopped = int((end.get_attribute("aria-valuetext") or "").replace(",", ""))
    lesson.expect_metric("Step", f"{stopped:,}")
    lesson.wait_until_idle()
    assert_adds_up(lesson)
    assert number(lesson.metric("NLL")) < start
    assert number(lesson.metric("Ledger residual")) < 1e-6
    lesson.button("1 step").click()
    lesson.chart(CURVE).wait_for()
    lesson.expect_metric("Step", re.compile(f"^{stopped + 1:,}$"))
    lesson.expect_no_error()


@pytest.mark.sweep
def test_the_keys_train_to_the_end_in_leaps_and_look_back(lesson: Lesson) -> None:
    lesson.open("training-lab?steps=100&n_points=50&hidden=none")
    for _ in range(MOST_STOPS - 1):
        before = step(lesson)
        lesson.page.keyboard.press("PageDown")
        wait_until_past(lesson, before)
    assert step(lesson) == 100
    nll = lesson.metric("NLL")
    lesson.page.keyboard.press("PageUp")
    lesson.expect_metric_changed("NLL", nll)
    assert 0 < step(lesson) < 100
    lesson.expect_no_error()


@pytest.mark.sweep
def test_play_at_the_end_starts_a_new_run(lesson: Lesson) -> None:
    lesson.open("training-lab?steps=2000&n_points=100&hidden=none&pace=as+fast+as+it+can")
    lesson.button("Play").click()
    lesson.expect_metric("Step", "2,000")
    expect(lesson.button("Pause")).to_have_count(0)
    lesson.button("Play").click()
    lesson.button("Pause").wait_for()
    lesson.expect_metric("Step", "2,000")
    lesson.expect_no_error()


@pytest.mark.sweep
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
def test_the_reason_of_a_stop_leaves_chart_and_figures_in_place(
    new_page: Callable[..., Page], server: Server, width: int, height: int
) -> None:
    page = new_page(width=width, height=height)
    lesson = Lesson(page, server.url).open("training-lab?optimizer=sgd&lr=50&wd=0.05&hidden=none&steps=100")
    lesson.button("10 steps").click()
    lesson.expect_metric("Step", "10")
    lesson.wait_until_idle()
    places = [lesson.chart(CURVE), page.get_by_test_id("stMetric").first]
    before = [place.bounding_box() for place in places]
    lesson.button("10 steps").click()
    page.get_by_test_id("stAlert").wait_for()
    lesson.wait_until_idle()
    assert [place.bounding_box() for place in places] == before


@pytest.mark.sweep
def test_a_run_survives_a_new_weight_decay_and_another_lesson(lesson: Lesson) -> None:
    lesson.open("training-lab?steps=20000&n_points=100&hidden=none")
    sigma = lesson.metric("Prior σ")
    lesson.page.keyboard.press("p")
    lesson.button("Pause").wait_for()
    lesson.slider("Weight decay").focus()
    lesson.page.keyboard.press("ArrowRight")
    lesson.page.wait_for_url(re.compile(r"wd=0\.002"))
    lesson.expect_metric_changed("Prior σ", sigma)
    lesson.button("Pause").wait_for()
    lesson.button("Copy link").click()
    lesson.button("Pause").wait_for()
    assert "wd=0.002" in lesson.page.evaluate("navigator.clipboard.readText()")
    wait_until_past(lesson, 0)
    lesson.page.get_by_role("link", name="3 Log-likelihood").click()
    expect(lesson.page.get_by_role("heading", level=1)).to_have_text(re.compile("add logs"))
    lesson.page.get_by_role("link", name="9 Training lab").click()
    lesson.button("Play").wait_for()
    lesson.wait_until_idle()
    assert step(lesson) > 0, "the run is still there"


@pytest.mark.sweep
def test_the_past_is_looked_at_and_a_pinned_run_is_drawn_with_the_next(lesson: Lesson) -> None:
    lesson.open("training-lab?n_points=50&steps=100")
    for expected in ("10", "20", "30"):
        lesson.button("10 steps").click()
        lesson.expect_metric("Step", expected)
    now = lesson.metric("NLL")
    lesson.slider("Look back at step").focus()
    lesson.page.keyboard.press("ArrowLeft")
    lesson.expect_metric("Step", "20")
    assert number(lesson.metric("NLL")) > number(now)
    lesson.button("Pin this run").click()
    lesson.button("Unpin Adam + L2, wd 0.001").wait_for()
    lesson.expect_metric("Step", "20")
    lesson.button("10 steps").click()
    lesson.expect_metric("Step", "10")
    lesson.chart(CURVE).get_by_text("pinned").first.wait_for()


@pytest.mark.sweep
def test_the_picture_follows_the_slider_while_it_is_dragged(lesson: Lesson) -> None:
    lesson.open("training-lab?n_points=50&steps=200&hidden=none&pace=as+fast+as+it+can")
    lesson.button("Play").click()
    lesson.expect_metric("Step", "200")
    lesson.wait_until_idle()
    box = lesson.slider("Look back at step").bounding_box()
    assert box
    height = box["y"] + box["height"] / 2
    lesson.page.mouse.move(box["x"] + box["width"] - 8, height)
    lesson.page.mouse.down()
    seen = ["200"]
    for part in (0.75, 0.5, 0.25):
        lesson.page.mouse.move(box["x"] + part * box["width"], height, steps=5)
        lesson.expect_metric_changed("Step", seen[-1])
        seen.append(lesson.settled_metric("Step"))
    assert 200 > int(seen[1]) > int(seen[2]) > int(seen[3]) > 0, "all before the release"
    lesson.page.mouse.up()
    lesson.page.keyboard.press("ArrowLeft")
    lesson.expect_metric("Step", str(int(seen[3]) - 1))
    lesson.expect_no_error()


@pytest.mark.sweep
def test_a_run_that_a_reload_has_ended_is_run_again(lesson: Lesson) -> None:
    gone = lesson.page.get_by_text("Your run is gone")
    lesson.open("training-lab?n_points=50&steps=200&hidden=none&seed=7&pace=as+fast+as+it+can")
    expect(gone).to_be_hidden()
    lesson.button("Play").click()
    lesson.expect_metric("Step", "200")
    nll = lesson.settled_metric("NLL")
    lesson.page.reload()
    lesson.wait_until_idle()
    gone.wait_for()
    lesson.expect_metric("Step", "0")
    lesson.button("Run it again").click()
    lesson.expect_metric("Step", "200")
    assert lesson.settled_metric("NLL") == nll
    expect(gone).to_be_hidden()
    lesson.button("Reset").click()
    lesson.expect_metric("Step", "0")
    lesson.page.reload()
    lesson.wait_until_idle()
    expect(gone).to_be_hidden()
    lesson.expect_no_error()


@pytest.mark.sweep
def test_a_bad_csv_shows_an_error_and_a_good_one_trains(lesson: Lesson) -> None:
    lesson.open("training-lab?steps=100")
    lesson.page.get_by_text("Data and network").click()
    field = lesson.page.locator("input[type=file]")

    def upload(text: str) -> None:
        field.set_input_files([{"name": "points.csv", "mimeType": "text/csv", "buffer": text.encode()}])

    upload("x,y,label\n1,2,a\n3,four,b\n")
    expect(lesson.page.get_by_test_id("stAlertContentError")).to_contain_text("Line 3")
    rows = [f"{i % 7},{(i * i) % 11},{'left' if i % 7 < 3 else 'right'}" for i in range(40)]
    upload("width,height,side\n" + "\n".join(rows) + "\n")
    expect(lesson.button("Train on it")).to_be_enabled()
    lesson.wait_until_idle()  # it moves while the fields above it are drawn
    lesson.button("Train on it").click()
    lesson.chart(FIELD).get_by_text("width").first.wait_for()
    lesson.button("10 steps").click()
    lesson.expect_metric("Step", "10")
    lesson.expect_no_error()


@pytest.mark.sweep
def test_the_fields_show_the_columns_that_are_trained_on(lesson: Lesson) -> None:
    """Also after a file that holds these columns, too, but not all of them."""
    lesson.open("training-lab?steps=100&hidden=none")
    lesson.page.get_by_text("Data and network").click()
    for name, across, up in (("cp1252.csv", "x", "y"), ("one_missing.csv", "y", "age")):
        lesson.page.locator("input[type=file]").set_input_files(str(OWN / name))
        for label, column in (("Across", across), ("Up", up)):
            expect(lesson.page.get_by_role("combobox", name=label)).to_have_value(column)
        lesson.wait_until_idle()  # the button moves while the fields above it are drawn
        lesson.button("Train on it").click()
        lesson.chart(FIELD).get_by_text(up, exact=True).first.wait_for()
    expect(lesson.page.get_by_text("1 of 12 rows left out: no value in age.")).to_be_visible()
    lesson.expect_no_error()


@pytest.mark.sweep
def test_a_downloaded_program_prints_the_figures_of_the_page(
    new_page: Callable[..., Page], server: Server, tmp_path: Path
) -> None:
    lesson = Lesson(new_page("dark", 390, 844), server.url).open("training-lab?n_points=50&hidden=4&wd=0.02")
    lesson.button("10 steps").click()
    lesson.expect_metric("Step", "10")
    assert_accessible(lesson.page)
    with lesson.page.expect_download() as program:
        lesson.button("Plain torch").click()
    path = tmp_path / "run.py"
    program.value.save_as(path)
    with lesson.page.expect_download() as record:
        lesson.button("JSON").click()
    last = json.loads(Path(record.value.path()).read_text(encoding="utf-8"))["records"][-1]
    printed = subprocess.run([sys.executable, "-I", str(path)], capture_output=True, text=True, check=True).stdout
    found = dict(line.rsplit(" ", 1) for line in printed.splitlines())
    assert int(found["Step"]) == last["step"] == 10
    assert (float(found["NLL"]), float(found["Objective"])) == (last["nll"], last["objective"])
    assert lesson.metric("NLL") == f"{last['nll']:.4f}"
