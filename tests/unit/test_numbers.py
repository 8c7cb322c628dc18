"""How numbers are written."""

import math

import pytest

from core.numbers import decimal, from_log, nats, one_over, significant


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.002223566, "0.002224"), (47.619, "47.62"), (0, "0"), (1.0, "1.000"), (1.36e-5, "1.360e-05"), (-0.5, "-0.5000")],
)
def test_significant(value: float, text: str) -> None:
    assert significant(value) == text


def test_infinities_have_a_sign_and_minus_zero_has_none() -> None:
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
