"""The underflow scene of lesson 3: equal factors multiplied in three float formats, and their logs added."""

import math
from typing import Final

import streamlit as st

from core import cached
from core.data.coins import BARTOS
from core.likelihood import coin, underflow
from core.likelihood.coin import Counts
from core.numbers import compact, decimal, from_log, nats, significant
from pages._kit import controls, drawing, session, stage
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages._kit.stepper import playing_fragment, stepper
from pages.log_likelihood import factors, words
from pages.log_likelihood import reading as chart_reading
from pages.log_likelihood.charts import underflow as chart

SECONDS: Final = 1.6
ROUND: Final = (1, 10, 100, 500, 1000, 5000, 20_000, 100_000, 500_000, factors.MAX_N)


def log_text(value: float) -> str:
    """A sum of logs in nats: one decimal if it is large, four digits if it is small."""
    return f"{decimal(value, 1) if abs(value) >= 100 else significant(value)} nats"


def stops_of(p: float) -> list[int]:
    """The stepper's stops: round numbers, and the underflow of each format."""
    zeros = [
        zero
        for name in underflow.FORMATS
        if (zero := underflow.zero_from(p, name)) is not None and zero <= factors.MAX_N
    ]
    beyond = next((step for step in ROUND if step > max(zeros, default=1000)), factors.MAX_N)
    return sorted({*(step for step in ROUND if step <= beyond), *zeros})


def _place() -> int:
    n, p = factors.now()
    return max(1, sum(stop <= n for stop in stops_of(p)))


def _last() -> int:
    return len(stops_of(factors.now()[1]))


def _go(step: int) -> None:
    session.set_value("n", stops_of(factors.now()[1])[step - 1])


def _figures(p: float, n: int, product: float) -> None:
    """Show the product, the sum of logs, and the number of factors at which each format underflows."""
    zeros = [underflow.zero_from(p, name) for name in underflow.FORMATS]
    total = underflow.sum_of_logs(p, n)
    figures(
        Figure("Product (float64)", significant(product), f"{n:,} factors of {compact(p)}"),
        Figure("Sum of logs", log_text(total), "an ordinary number" if math.isfinite(total) else "a factor is 0"),
        Figure(
            "Underflows at n", " / ".join("never" if zero is None else str(zero) for zero in zeros),
            "float16 / float32 / float64", "The fewest factors whose exact product rounds to 0.",
        ),
        key="figures_underflow",
    )  # fmt: skip


def reading(p: float) -> str:
    """Return the line under the chart: whether the running products become 0 or get stuck depends on the factor."""
    if p == 0:
        return "One factor of 0 makes every product 0, and the sum of logs −∞: nothing is left to draw."
    if p == 1:
        return "Orange: the sum of logs. Gray bands: the product in each float format. With factors of 1, none falls."
    bands = "Orange: the sum of logs, which goes on. Gray bands: the product in each float format, which "
    if underflow.stuck_at(p, "float64") is None:
        return f"{bands}stops where it becomes 0."
    return f"{bands}for p above 0.5 never becomes 0: it gets stuck above it."


def _note(p: float, n: int, product: float) -> None:
    """Explain the product that float64 holds now."""
    stuck, zero = underflow.stuck_at(p, "float64"), underflow.zero_from(p, "float64")
    if n == 0:
        st.caption("No factors yet: an empty product is 1, and an empty sum is 0.")
    elif p == 0:
        st.caption("A factor of 0 is data that cannot happen: the product is truly 0, and the log is −∞, not an error.")
    elif p == 1:
        st.caption("Factors of 1 change nothing: a product that never falls, and a sum that stays 0.")
    elif stuck is not None and zero is not None and product == stuck:
        st.caption(
            f"Multiplied one by one, float64 gets stuck at {significant(stuck, 2)}: times {compact(p)} it rounds back "
            f"to itself. It never becomes 0, though the exact product rounds to 0 from n = {zero:,}."
        )
    elif product == 0:
        lost = underflow.first_zero(p, "float64")
        st.caption(f"Float64 lost it at n = {lost:,}. The sum of logs is an ordinary number, with its digits intact.")
    elif stuck is None:
        st.caption(f"Float64 still holds it. With {underflow.first_zero(p, 'float64'):,} factors it will not.")
    else:
        st.caption(
            "Float64 still holds it. With more factors it gets stuck above 0, though the exact product rounds to 0 "
            f"from n = {zero:,}."
        )


def scene(here: stage.Stage) -> None:
    """Draw the scene, and again at each change of its fields and at each step while it plays."""
    playing_fragment("factors", lambda: _draw_scene(here), at=_place, last=_last(), go=_go, seconds=SECONDS)


def _draw_scene(here: stage.Stage) -> None:
    with here.controls:
        n, p = factors.fields()
    end = chart.end_of_axis(p, n)
    product, trail = cached.products(p, n, end)
    with here.hero:
        draw(
            chart.rows(trail, p, n, end),
            chart.spec(here.look),
            key="underflow",
            alt="Base-10 log of a product of equal factors against their number: for a factor above 0 a straight "
            "line, and the running products of float16, float32 and float64, which end where they become 0 or get "
            "stuck above.",
        )
        _figures(p, n, product)
    read_the_chart(here, lambda: chart_reading.of_underflow(p, n, product))
    with here.strip:
        stepper("factors", at=_place, last=_last(), go=_go, what="Stop", in_fragment=True)
    if not here.presenting:
        counts, theta = controls.counts_now(), controls.theta_now()
        with here.reading:
            drawing.how_to_read(reading(p))
            _note(p, n, product)
            own_product(counts, theta)
            real_tosses(counts)
        with here.example:
            words.example(counts, theta, n, p)


def own_product(counts: Counts, theta: float) -> None:
    """Show the probability of the learner's own flips as a product in each format, and as a sum of logs."""
    total = float(coin.log_likelihood(theta, counts))
    results = [
        significant(value) if zero is None else f"0 from flip {zero:,} on"
        for value, zero in cached.coin_products(counts, theta)
    ]
    rows = [
        (f"Your {counts.n:,} flips at θ = {theta:.3f}", "multiplied one by one"),
        ("---", "--:"),
        *zip(underflow.FORMATS, results, strict=True),
        ("exact", from_log(total)),
        ("**sum of logs**", f"**:orange[{nats(total, 3 if total > -10_000 else 1)}]**"),
    ]
    st.markdown("\n".join(f"| {left} | {right} |" for left, right in rows))


def real_tosses(counts: Counts) -> None:
    """Show the source of the real tosses, or a button that loads them if other flips are set."""
    if counts == BARTOS.counts:
        st.caption(
            "For every θ between 0 and 1 each of these products ends at 0: nothing but the sum survives. "
            f"{BARTOS.source.citation} {BARTOS.source.note}"
        )
    else:
        st.button(
            f"Try {BARTOS.counts.n:,} real tosses", icon=":material/casino:", key="try_bartos",
            on_click=controls.set_counts, args=(BARTOS.counts,),
        )  # fmt: skip
