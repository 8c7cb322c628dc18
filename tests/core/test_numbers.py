"""Numbers as text."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.numbers import (
    aligned,
    as_shown,
    compact,
    decimal,
    from_log,
    nats,
    one_over,
    or_zero,
    places_to_add,
    scientific,
    significant,
    with_error,
)
from tests.support.app import number

ADDEND = st.just(0.0) | st.floats(1e-99, 1e6)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.002223566, "0.002224"), (47.619, "47.62"), (0, "0"), (1.0, "1.000"), (1.36e-5, "1.360 × 10⁻⁵"),
        (-0.5, "−0.5000"), (12345.6, "12,350"), (999_999.9, "1.000 × 10⁶"), (0.99996, "1.000"),
        (9.99996e-5, "0.0001000"), (-5e-324, "−4.941 × 10⁻³²⁴"), (1e23, "1.000 × 10²³"),
    ],
)  # fmt: skip
def test_significant(value: float, text: str) -> None:
    assert plain_spaces(significant(value)) == text


def plain_spaces(text: str) -> str:
    return text.replace("\u202f", " ")


@given(st.floats(-1e300, 1e300))
def test_a_number_is_read_as_it_was_written(value: float) -> None:
    for text in (significant(value), scientific(value), decimal(value, 2), compact(value)):
        assert "-" not in text and "e" not in text
        assert number(text) == pytest.approx(value, rel=6e-4, abs=0 if "10" in text and "×" in text else 0.006)


def test_a_setting_has_no_zeros_at_its_end() -> None:
    settings = {math.sqrt(0.5): "0.7071", 20.0: "20", -0.6: "−0.6", 1000.0: "1,000", 2.5e-6: "2.5 × 10⁻⁶", 0.0: "0"}
    assert [plain_spaces(compact(value, 4)) for value in settings] == list(settings.values())


def test_rounding_is_zero_where_it_is_no_result() -> None:
    assert (or_zero(1e-15), or_zero(-3e-9, beside=1e6), or_zero(1e-9)) == (0.0, 0.0, 1e-9)


def test_infinities_keep_their_sign_and_zero_has_none() -> None:
    assert (significant(math.inf), decimal(-math.inf), decimal(-0.0001)) == ("∞", "−∞", "0.000")


@pytest.mark.parametrize("exponent", [-105570, -309, -5, -4, 0, 5, 6, 400])
def test_from_log_agrees_with_the_power_of_ten(exponent: int) -> None:
    text = from_log((exponent + math.log10(2.5)) * math.log(10), 3)
    if "×" in text:
        raised = str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        assert plain_spaces(text) == f"2.50 × 10{raised}"
    else:
        assert number(text) == pytest.approx(2.5 * 10.0**exponent)


def test_from_log_at_the_ends_and_at_a_carry() -> None:
    assert (from_log(-math.inf), from_log(math.inf)) == ("0", "∞")
    assert plain_spaces(from_log(math.log(9.9999e-300), 3)) == "1.00 × 10⁻²⁹⁹"


def test_nats_and_one_over() -> None:
    assert nats(-6.1086430) == "−6.109 nats"
    assert (one_over(-math.log(1320)), one_over(-math.log(13_200))) == ("1/1320", "1/13,200")
    assert one_over(-math.log(1320.4)) == ""
    assert one_over(-1e6) == ""


@pytest.mark.parametrize(
    ("nll", "penalty", "shown"),
    [
        (0.2647, 0.0264, ("0.2647", "0.0264", "0.2911")),
        (0.6931, 0.000123456, ("0.693100", "0.000123", "0.693223")),
        (0.69314718, 3.21e-8, ("0.6931", "3.21 × 10⁻⁸", "0.6931")),
        (3.21e-6, 4.5e-7, ("3.21 × 10⁻⁶", "4.50 × 10⁻⁷", "3.66 × 10⁻⁶")),
        (6e-5, 5e-5, ("6.00 × 10⁻⁵", "5.00 × 10⁻⁵", "0.000110")),
        (0.5, 0.0, ("0.5000", "0.0000", "0.5000")),
        (0.0, 0.0, ("0.0000", "0.0000", "0.0000")),
        (1520.1234, 0.0312, ("1,520.123", "0.031", "1,520.154")),
        (987654.3, 0.01, ("987,654.3", "1.00 × 10⁻²", "987,654.3")),
        (12345678.0, 1.0, ("12,345,678", "1", "12,345,679")),
    ],
)
def test_addends_share_their_decimal_places(nll: float, penalty: float, shown: tuple[str, str, str]) -> None:
    places = places_to_add(nll, penalty)
    texts = aligned(nll, places), aligned(penalty, places)
    texts = *texts, aligned(sum(map(number, texts)), places)
    assert tuple(map(plain_spaces, texts)) == shown


@given(ADDEND, ADDEND)
def test_addends_fit_the_width_and_are_never_rounded_to_zero(nll: float, penalty: float) -> None:
    places = places_to_add(nll, penalty)
    for value in (nll, penalty, nll + penalty):
        text = aligned(value, places)
        assert len(text.replace(",", "")) <= 8 or "×" in text
        assert (number(text) == 0) == (value == 0)
        assert number(text) == as_shown(value, places)
        assert abs(number(text) - value) <= max(0.5 * 10.0**-places, 0.005 * value) * (1 + 1e-9)


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        (1.51338, 0.1234, "1.51 ± 0.12"), (0.008412, 0.00298, "0.0084 ± 0.0030"), (123.4, 14.2, "123 ± 14"),
        (0.3537, 0.00996, "0.3537 ± 0.0100"), (1e-7, 2e-8, "0.0000 ± 0.0000"), (0.25, 0.0, "0.2500 ± 0.0000"),
        (-0.0045, 0.0036, "−0.0045 ± 0.0036"),
    ],
)  # fmt: skip
def test_the_error_decides_how_many_digits_are_shown(value: float, error: float, text: str) -> None:
    assert with_error(value, error) == text
    assert with_error(abs(value), error, signed=True).startswith("+") == (number(text) != 0)
