"""What all charts share: each spec is valid Vega-Lite, and is built once however many ask for it at once."""

import importlib
import inspect
import itertools
import pkgutil
import re
from collections.abc import Callable
from threading import Barrier, Event, Thread
from typing import get_args, get_type_hints

import altair as alt
import pytest

from pages._kit.charts.base import PAGE, PROJECTOR, Look, Spec, built_once, finish
from pages._kit.charts.linked import rows_of
from pages._kit.course import LESSONS

PACKAGES = ["pages._kit.charts", *(f"{lesson.package}.charts" for lesson in LESSONS)]
MODULES = [
    importlib.import_module(f"{package}.{module.name}")
    for package in PACKAGES
    for module in pkgutil.iter_modules(importlib.import_module(package).__path__)
]
BUILDERS = [
    build
    for module in MODULES
    for build in vars(module).values()
    if hasattr(build, "cache_info")
    and build.__module__ == module.__name__
    and get_type_hints(inspect.unwrap(build))["return"] == Spec
]
CHOICES = {Look: (PAGE, PROJECTOR), bool: (False, True), int: (2, 3), str: ("feature",)}
"""What is tried for a parameter of each type; the only whole number is that of the classes."""


def calls(build: Callable[..., Spec]) -> list[tuple[object, ...]]:
    """All combinations of what the builder takes."""
    hints = get_type_hints(inspect.unwrap(build))
    return list(
        itertools.product(*(CHOICES.get(hints[name]) or get_args(hints[name]) for name in hints if name != "return"))
    )


@pytest.mark.parametrize("build", BUILDERS, ids=lambda build: f"{build.__module__}.{build.__name__}")
def test_every_spec_is_valid_and_the_same_as_the_page_gets(build: Callable[..., Spec]) -> None:
    for arguments in calls(build):
        # Built by the function itself, under Altair's checks; what the pages call leaves them out.
        assert inspect.unwrap(build)(*arguments) == build(*arguments)


def test_all_charts_are_among_them() -> None:
    finished = {module.__name__ for module in MODULES if re.search(r"(=|return) finish\(", inspect.getsource(module))}
    assert finished == {build.__module__ for build in BUILDERS} and len(finished) >= 35


def test_altairs_checks_find_a_fault_here() -> None:
    def wrong() -> Spec:
        return finish(rows_of("a").mark_point().encode(x=alt.X("x:Q", axis=alt.Axis(tickCount="many"))), PAGE, height=9)

    with pytest.raises(alt.utils.schemapi.SchemaValidationError):
        wrong()
    assert built_once(1)(wrong)()["mark"]["type"] == "point", "and the pages do not pay for them"


def test_many_at_once_build_one() -> None:
    together, built = Barrier(8), []

    @built_once(2)
    def spec(look: Look = PAGE) -> Spec:
        built.append(look)
        Event().wait(0.05)
        return {"look": look}

    def ask() -> None:
        together.wait()
        got.append(spec(PAGE))

    got: list[Spec] = []
    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 8 and all(one is got[0] for one in got)
    assert built == [PAGE]


def test_what_is_kept_does_not_wait_for_what_is_built() -> None:
    begun, end = Event(), Event()

    @built_once(2)
    def spec(look: Look = PAGE) -> Spec:
        if look is PROJECTOR:
            begun.set()
            end.wait(10)
        return {"look": look}

    kept = spec(PAGE)
    builder = Thread(target=spec, args=(PROJECTOR,))
    builder.start()
    assert begun.wait(10)
    try:
        assert spec(PAGE) is kept
        assert builder.is_alive()
    finally:
        end.set()
        builder.join()
