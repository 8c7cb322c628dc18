"""The palette has the same shades as the theme, and each has enough contrast with its background."""

import tomllib
from pathlib import Path

import pytest

from pages._kit.charts.palette import CLASS_SHADES, LABELS, SHADES

THEME = tomllib.loads((Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
BACKGROUND = {"light": "#FFFFFF", "dark": "#181715"}


def luminance(shade: str) -> float:
    channels = [int(shade[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_theme_and_palette_have_the_same_shades(mode: str) -> None:
    for name, shade in (SHADES[mode] | CLASS_SHADES[mode]).items():
        assert THEME[mode][f"{name}Color"] == shade


def contrast(shade: str, background: str) -> float:
    lighter, darker = sorted((luminance(shade), luminance(background)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_each_shade_has_enough_contrast_with_its_background(mode: str) -> None:
    for shade in SHADES[mode].values():
        assert contrast(shade, BACKGROUND[mode]) >= 3.8


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_in_a_chart_can_be_read_in_each_color(mode: str) -> None:
    named = [THEME[mode][f"{name}Color"] for name in ("orange", "blue", "green", "gray", "violet", "yellow")]
    for shade in named:
        assert contrast(LABELS.get(shade, shade), BACKGROUND[mode]) >= 4.5, shade
