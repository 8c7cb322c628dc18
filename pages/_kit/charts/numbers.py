"""Numbers that the browser writes on axes, in tooltips and beside the pointer, by the rule of :mod:`core.numbers`.

d3's own formats write a minus sign already, but a small or a large number as 1e-5.
"""

from typing import Final

from core.numbers import LARGEST_DECIMAL, SMALLEST_DECIMAL, SUPERSCRIPTS, TIMES

_LN10: Final = "2.302585092994046"


def significant(value: str, digits: int = 4) -> str:
    """Vega expression for the text of the number ``value``, an expression: 0.0225, 12,350, 1.36 × 10⁻⁵."""
    size = f"abs({value})"
    scientific = f"format({value}, '.{digits - 1}~e')"
    power = f"toNumber(split({scientific}, 'e')[1])"
    text = f"split({scientific}, 'e')[0] + '{TIMES}10' + {_raised(power)}"
    in_full = f"{value} == 0 || {size} >= {SMALLEST_DECIMAL} && {size} < {LARGEST_DECIMAL}"
    return f"({in_full} ? format({value}, ',.{digits}~r') : {text})"


def power_of_ten(power: str, most: int = 3) -> str:
    """Vega expression for ten to the whole number ``power``, an expression: 0.01, 1, 1,000, 10⁶.

    ``power`` has at most ``most`` digits.
    """
    in_full = f"{power} >= -4 && {power} < 6"
    return f"({in_full} ? format(pow(10, {power}), ',.6~r') : '10' + {_raised(power, most)})"


def _raised(power: str, most: int = 3) -> str:
    """Vega expression for the whole number ``power``, of at most ``most`` digits, as an exponent."""
    size = f"abs({power})"
    digits = []
    for place in range(most - 1, -1, -1):
        digit = (f"floor({size} / {10**place})" if place else size) + ("" if place == most - 1 else " % 10")
        shown = f"substring('{SUPERSCRIPTS}', {digit}, {digit} + 1)"
        digits.append(f"({size} > {10**place - 1} ? {shown} : '')" if place else shown)
    return f"(({power} < 0 ? '⁻' : '') + {' + '.join(digits)})"


TICK: Final = significant("datum.value")
"""``labelExpr`` for an axis on which numbers may be small or large."""
LOG_TICK: Final = power_of_ten(f"round(log(datum.value) / {_LN10})")
"""``labelExpr`` for a log axis with ticks at powers of ten."""
TICK_OF_LOG: Final = power_of_ten("datum.value")
"""``labelExpr`` for an axis of base-10 logs with ticks at whole numbers."""
TICK_OF_LARGE_LOG: Final = power_of_ten("datum.value", 6)
"""As ``TICK_OF_LOG``, for logs up to a million."""
