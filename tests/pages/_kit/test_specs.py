"""Each chart's spec is valid Vega-Lite, and concurrent requests build it only once."""

import importlib
import inspect
import itertools
import pkgutil
import re
from collections.abc import Callable, Iterator
from threading import Barrier, Event, Thread
from typing import Any, get_args, get_type_hints

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
"""The arguments to try for a parameter of each type. The only parameter of type int is the number of classes."""


def calls(build: Callable[..., Spec]) -> list[tuple[object, ...]]:
    """All combinations of arguments for the builder."""
    hints = get_type_hints(inspect.unwrap(build))
    return list(
        itertools.product(*(CHOICES.get(hints[name]) or get_args(hints[name]) for name in hints if name != "return"))
    )


@pytest.mark.parametrize("build", BUILDERS, ids=lambda build: f"{build.__module__}.{build.__name__}")
def test_every_spec_is_valid_and_the_same_as_on_the_page(build: Callable[..., Spec]) -> None:
    for arguments in calls(build):
        # The undecorated function runs Altair's validation; the decorated one, which the pages call, skips it.
        assert inspect.unwrap(build)(*arguments) == build(*arguments)


@pytest.mark.parametrize("build", BUILDERS, ids=lambda build: f"{build.__module__}.{build.__name__}")
def test_only_a_mark_that_names_its_tooltip_has_one(build: Callable[..., Spec]) -> None:
    for arguments in calls(build):
        assert build(*arguments)["config"]["mark"]["tooltip"] is None


def _parts(node: object) -> Iterator[dict[str, Any]]:
    """Every dictionary in a spec."""
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _parts(child)


@pytest.mark.parametrize("build", BUILDERS, ids=lambda build: f"{build.__module__}.{build.__name__}")
def test_a_table_that_an_axis_reads_is_drawn(build: Callable[..., Spec]) -> None:
    """Vega leaves out a table that no mark draws and no transform looks up; an expression then finds it empty."""
    for arguments in calls(build):
        spec = build(*arguments)
        drawn = {part["data"].get("name") for part in _parts(spec) if isinstance(part.get("data"), dict)}
        assert set(re.findall(r"data\('(\w+)'\)", str(spec))) <= drawn


@pytest.mark.parametrize("build", BUILDERS, ids=lambda build: f"{build.__module__}.{build.__name__}")
def test_a_quarter_on_an_axis_keeps_its_second_decimal(build: Callable[..., Spec]) -> None:
    """Without a number of decimals Vega takes as many as its own ticks would need, and writes 0.25 as 0.3."""
    for arguments in calls(build):
        for part in _parts(build(*arguments)):
            if isinstance(part.get("values"), list) and 0.25 in part["values"]:
                assert part.get("format") == ".2~f" or "labelExpr" in part


def test_every_chart_module_is_checked() -> None:
    finished = {module.__name__ for module in MODULES if re.search(r"(=|return) finish\(", inspect.getsource(module))}
    assert finished == {build.__module__ for build in BUILDERS} and len(finished) >= 35


def test_invalid_charts_fail_validation_here_and_skip_it_on_the_pages() -> None:
    def invalid() -> Spec:
        return finish(rows_of("a").mark_point().encode(x=alt.X("x:Q", axis=alt.Axis(tickCount="many"))), PAGE, height=9)

    with pytest.raises(alt.utils.schemapi.SchemaValidationError):
        invalid()
    assert built_once(1)(invalid)()["mark"]["type"] == "point", "the pages must skip validation"


def test_concurrent_requests_build_a_spec_once() -> None:
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


def test_a_cached_spec_is_returned_while_another_is_being_built() -> None:
    begun, end = Event(), Event()

    @built_once(2)
    def spec(look: Look = PAGE) -> Spec:
        if look is PROJECTOR:
            begun.set()
            end.wait(10)
        return {"look": look}

    cached = spec(PAGE)
    builder = Thread(target=spec, args=(PROJECTOR,))
    builder.start()
    assert begun.wait(10)
    try:
        assert spec(PAGE) is cached
        assert builder.is_alive()
    finally:
        end.set()
        builder.join()
