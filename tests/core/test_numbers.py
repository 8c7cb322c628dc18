"""Numbers as text."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.numbers import aligned, decimal, from_log, nats, one_over, places_to_add, significant, with_error

ADDEND = st.just(0.0) | st.floats(1e-99, 1e6)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.002223566, "0.002224"), (47.619, "47.62"), (0, "0"), (1.0, "1.000"), (1.36e-5, "1.360e-05"), (-0.5, "-0.5000")],
)
def test_significant(value: float, text: str) -> None:
    assert significant(value) == text


def test_infinities_keep_their_sign_and_zero_has_none() -> None:
    assert (significant(math.inf), decimal(-math.inf), decimal(-0.0001)) == ("∞", "-∞", "0.000")


@pytest.mark.parametrize("exponent", [-105570, -309, -5, -4, 0, 5, 6, 400])
def test_from_log_agrees_with_the_power_of_ten(exponent: int) -> None:
    text = from_log((exponent + math.log10(2.5)) * math.log(10), 3)
    if "e" in text:
        mantissa, power = text.split("e")
        assert (mantissa, int(power)) == ("2.50", exponent)
    else:
        assert float(text) == pytest.approx(2.5 * 10.0**exponent)


def test_from_log_at_the_ends_and_at_a_carry() -> None:
    assert (from_log(-math.inf), from_log(math.inf)) == ("0", "∞")
    assert from_log(math.log(9.9999e-300), 3) == "1.00e-299"


def test_nats_and_one_over() -> None:
    assert nats(-6.1086430) == "-6.109 nats"
    assert one_over(-math.log(1320)) == "1/1320"
    assert one_over(-math.log(1320.4)) == ""
    assert one_over(-1e6) == ""


@pytest.mark.parametrize(
    ("nll", "penalty", "shown"),
    [
        (0.2647, 0.0264, ("0.2647", "0.0264", "0.2911")),
        (0.6931, 0.000123456, ("0.693100", "0.000123", "0.693223")),
        (0.69314718, 3.21e-8, ("0.6931", "3.21e-08", "0.6931")),
        (3.21e-6, 4.5e-7, ("3.21e-06", "4.50e-07", "3.66e-06")),
        (6e-5, 5e-5, ("6.00e-05", "5.00e-05", "0.000110")),
        (0.5, 0.0, ("0.5000", "0.0000", "0.5000")),
        (0.0, 0.0, ("0.0000", "0.0000", "0.0000")),
        (1520.1234, 0.0312, ("1520.123", "0.031", "1520.154")),
        (987654.3, 0.01, ("987654.3", "1.00e-02", "987654.3")),
        (12345678.0, 1.0, ("12345678", "1", "12345679")),
    ],
)
def test_addends_share_their_decimal_places(nll: float, penalty: float, shown: tuple[str, str, str]) -> None:
    places = places_to_add(nll, penalty)
    texts = aligned(nll, places), aligned(penalty, places)
    assert (*texts, aligned(sum(map(float, texts)), places)) == shown


@given(ADDEND, ADDEND)
def test_addends_fit_the_width_and_are_never_rounded_to_zero(nll: float, penalty: float) -> None:
    places = places_to_add(nll, penalty)
    for value in (nll, penalty, nll + penalty):
        text = aligned(value, places)
        assert len(text) <= 8
        assert (float(text) == 0) == (value == 0)
        assert abs(float(text) - value) <= max(0.5 * 10.0**-places, 0.005 * value) * (1 + 1e-9)


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        (1.51338, 0.1234, "1.51 ± 0.12"), (0.008412, 0.00298, "0.0084 ± 0.0030"), (123.4, 14.2, "123 ± 14"),
        (0.3537, 0.00996, "0.3537 ± 0.0100"), (1e-7, 2e-8, "0.0000 ± 0.0000"), (0.25, 0.0, "0.2500 ± 0.0000"),
        (-0.0045, 0.0036, "-0.0045 ± 0.0036"),
    ],
)  # fmt: skip
def test_the_error_decides_how_many_digits_are_shown(value: float, error: float, text: str) -> None:
    assert with_error(value, error) == text
    assert with_error(abs(value), error, signed=True).startswith("+") == (float(text.split()[0]) != 0)
