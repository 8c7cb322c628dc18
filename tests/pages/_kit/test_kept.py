"""What is kept of Streamlit's work is what Streamlit itself would have worked out, and Streamlit still asks for it."""

import inspect
import json

import pytest
from streamlit import config
from streamlit.elements import vega_charts
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session

from pages._kit import kept
from pages._kit.charts.base import PAGE
from pages.likelihood.charts import curve
from pages.training_is_mle.charts import climb
from tests.support.app import open_lesson


def _original(module: object, name: str):
    return inspect.unwrap(getattr(module, name))


def test_the_pinned_streamlit_still_asks_for_both() -> None:
    assert kept.THEME in app_session.AppSession._create_new_session_message.__code__.co_names
    assert kept.NAMES in vega_charts.VegaChartsMixin._vega_lite_chart.__code__.co_names


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_theme_is_the_same_message(monkeypatch: pytest.MonkeyPatch, rounds: int) -> None:
    settings = {
        "theme": {"baseFontSize": 16, "base": "dark", "blueColor": None},
        "theme.light": {"blueColor": "#0072B2", "headingFontSizes": ["1.9rem", "1.35rem"]},
        "theme.dark": {"blueColor": "#56B4E9"},
    }
    monkeypatch.setattr(config, "get_options_for_section", lambda section: settings.get(section, {"base": None}))
    fill = _original(app_session, kept.THEME)
    keeping = kept.kept_theme(fill)
    for _ in range(rounds):
        asked, answered = NewSession(), NewSession()
        for message, function in ((asked, fill), (answered, keeping)):
            theme = message.custom_theme
            parts = {"theme": theme, "theme.light": theme.light, "theme.dark": theme.dark}
            parts |= {"theme.sidebar": theme.sidebar, "theme.light.sidebar": theme.light.sidebar}
            for section, part in parts.items():
                function(part, section)
        assert asked.custom_theme.dark.blue_color == "#56B4E9"
        assert answered == asked


@pytest.mark.parametrize("spec", [climb.spec(PAGE), curve.spec(PAGE, False)])
def test_the_names_in_a_spec_are_the_same(spec: dict[str, object]) -> None:
    kept.keep()
    text = json.dumps(spec)
    assert getattr(vega_charts, kept.NAMES)(text) == _original(vega_charts, kept.NAMES)(text)


def test_a_second_run_of_a_page_finds_its_spec() -> None:
    kept.keep()
    app = open_lesson("2_likelihood.py")
    before = getattr(vega_charts, kept.NAMES).cache_info()
    app.run()
    after = getattr(vega_charts, kept.NAMES).cache_info()
    assert after.misses == before.misses
    assert after.hits > before.hits
    assert not app.exception
