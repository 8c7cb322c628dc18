"""What Streamlit works out again in every run although it never changes, kept.

Two of its functions are pure as long as the configuration stays: the theme that opens each run, 1 ms, and the names
in a chart's spec, 1 ms a chart. Each is wrapped once a process in a cache that answers with the same values. Where a
Streamlit has another shape than the pinned one, nothing is wrapped and everything works as before, only slower; a
test holds the pinned one to its shape.
"""

from collections.abc import Callable
from functools import cache, lru_cache, wraps

from streamlit.elements import vega_charts
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

Fill = Callable[[CustomThemeConfig, str], None]

THEME = "_populate_theme_msg"
NAMES = "_stabilize_vega_json_spec"


@cache
def keep() -> None:
    """Wrap both functions, once a process."""
    if hasattr(app_session, THEME):
        setattr(app_session, THEME, kept_theme(getattr(app_session, THEME)))
    if hasattr(vega_charts, NAMES):
        setattr(vega_charts, NAMES, lru_cache(maxsize=256)(getattr(vega_charts, NAMES)))


def kept_theme(fill: Fill) -> Fill:
    """``fill`` with the answer for each section of the theme kept from its first call."""
    answers: dict[str, CustomThemeConfig] = {}

    @wraps(fill)
    def filled(message: CustomThemeConfig, section: str = "theme") -> None:
        if section not in answers:
            answer = CustomThemeConfig()
            fill(answer, section)
            answers[section] = answer
        # Merging an empty message would still mark its section as given.
        if answers[section].ByteSize():
            message.MergeFrom(answers[section])

    return filled
