"""The overview's pictures: constant specs, finite rows inside the unit square, and the coin's numbers."""

import json
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from scipy import stats

from core.belief import story
from core.likelihood.coin import log_likelihood, score
from pages._kit.charts.base import PAGE, PROJECTOR, Look, from_bytes
from pages.overview.charts import chain, picture
from pages.overview.charts.scenes import scene
from pages.overview.charts.steps import STEPS

NUMBERS = range(1, len(STEPS) + 1)


def column(rows: pa.Table, kind: str, name: str) -> list[object]:
    return rows.filter(pc.equal(rows["kind"], kind))[name].to_pylist()


def texts(step: int) -> str:
    return "\n".join(str(text) for text in scene(step)["text"].to_pylist() if text)


def keys_of(node: object) -> list[str]:
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [*(node if isinstance(node, dict) else ()), *(key for child in children for key in keys_of(child))]


@pytest.mark.parametrize("look", [PAGE, PROJECTOR])
def test_specs_are_constant_and_hold_no_data(look: Look) -> None:
    for make in (picture.picture, chain.chain):
        spec = make(look)
        before = json.dumps(spec)
        for step in NUMBERS:
            scene(step)
            chain.chain_rows(step)
        assert make(look) is spec
        assert json.dumps(spec) == before
        assert not {"values", "datasets"} & set(keys_of(spec))


@pytest.mark.parametrize("step", NUMBERS)
def test_rows_are_finite_and_inside_the_unit_square(step: int) -> None:
    rows = scene(step)
    for name in ("u", "v", "u2", "v2"):
        values = np.array(rows[name].drop_null().to_pylist())
        assert np.isfinite(values).all()
        assert ((values >= -1e-9) & (values <= 1 + 1e-9)).all(), name
    assert not rows["u"].null_count
    assert "nan" not in texts(step).lower()


@pytest.mark.parametrize("step", NUMBERS)
def test_every_scene_has_axes_titles_and_read_outs(step: int) -> None:
    rows = scene(step)
    for kind in ("axis", "xtick", "ytick", "xtitle", "ytitle", "stop"):
        assert column(rows, kind, "u"), kind
    ids = column(rows, "stop", "id")
    assert len(set(ids)) == len(ids)
    assert set(column(rows, "dot", "id") if "id" in rows.column_names else []) <= set(ids)
    assert set(rows["role"].drop_null().to_pylist()) <= set(picture.ROLES)


def test_steps_outside_the_chain_raise() -> None:
    for step in (0, 9, -1):
        with pytest.raises(ValueError, match="step must lie"):
            scene(step)


def test_the_columns_have_one_type_in_every_scene() -> None:
    # The chain stacks the tables of all scenes, and one chart draws them one after the other.
    types: dict[str, pa.DataType] = {}
    for step in NUMBERS:
        for field in scene(step).schema:
            assert types.setdefault(field.name, field.type) == field.type, field.name


def test_the_chain_holds_its_step_and_every_name() -> None:
    tables = chain.chain_rows(3, version=5)
    assert from_bytes(tables["now"]).to_pylist() == [{"all": 1.0, "now": 3.0, "version": 5.0}]
    rows = from_bytes(tables["links"])
    assert set(rows["all"].to_pylist()) == {1.0}
    assert column(rows, "cell", "text") == [link.name for link in STEPS]
    assert set(rows["step"].to_pylist()) == {float(step) for step in NUMBERS}


def test_probability_sums_to_one() -> None:
    heights = column(scene(1), "bar", "v2")
    assert sum(heights) * 0.3 == pytest.approx(1, abs=1e-12)  # type: ignore[arg-type]
    assert "0.117" in texts(1)


def test_the_best_suspect_is_the_mle() -> None:
    assert story.best_suspect() == 0.7
    chances = story.probability_of_heads(np.array(story.SUSPECTS))
    np.testing.assert_allclose(chances, stats.binom.pmf(7, 10, story.SUSPECTS), rtol=1e-12)


def test_ten_terms_sum_to_the_log_likelihood() -> None:
    terms = story.log_terms(0.7)
    assert terms.size == 10
    assert terms.sum() == pytest.approx(float(log_likelihood(0.7, story.COIN)), abs=1e-12)
    assert "−6.109" in texts(4)


def test_the_climb_follows_the_gradient_to_the_top() -> None:
    path = story.climb()
    heights = log_likelihood(path, story.COIN)
    assert all(low < high for low, high in pairwise(heights))
    assert path[-1] == pytest.approx(0.7, abs=5e-4)
    # One step by hand, with the chain rule: dl/dphi = dl/dtheta * theta (1 - theta).
    gradient = float(score(path[0], story.COIN)) * path[0] * (1 - path[0])
    phi = np.log(path[0] / (1 - path[0])) + story.RATE * gradient
    assert path[1] == pytest.approx(1 / (1 + np.exp(-phi)), rel=1e-12)


def test_prior_times_likelihood_is_the_posterior() -> None:
    theta = np.linspace(0.05, 0.95, 19)
    assert (story.POSTERIOR.a, story.POSTERIOR.b) == (17, 13)
    assert abs(story.MAP - 16 / 28) < 1e-12
    np.testing.assert_allclose(story.POSTERIOR.logpdf(theta), stats.beta.logpdf(theta, 17, 13), atol=1e-10)
    ratio = story.PRIOR.logpdf(theta) + log_likelihood(theta, story.COIN) - story.POSTERIOR.logpdf(theta)
    np.testing.assert_allclose(ratio, ratio[0], atol=1e-10)


def test_the_objective_is_minus_the_log_posterior() -> None:
    theta = np.linspace(0.05, 0.95, 19)
    both = story.objective(theta) + story.POSTERIOR.logpdf(theta)
    np.testing.assert_allclose(both, both[0], atol=1e-10)
    fine = np.arange(1, 10_000) / 10_000
    assert fine[np.argmin(story.objective(fine))] == pytest.approx(story.MAP, abs=1e-4)
    assert float(story.penalty(story.PRIOR.mode.at[0])) == 0
