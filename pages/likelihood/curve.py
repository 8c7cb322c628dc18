"""The scene of lesson 2: the menu of the data, and the view of the family that the chosen data belong to."""

from typing import Any, Final, NamedTuple

import streamlit as st

from core.likelihood.counts import Counts
from pages._kit import controls, course, names, session, unseen
from pages._kit.stage import Stage
from pages.likelihood import own_data, painting
from pages.likelihood.families import COIN, FAMILIES
from pages.likelihood.family import DataSet, Family


class Evidence(NamedTuple):
    """A data set, and the family it belongs to."""

    family: Family[Any]
    item: DataSet[Any]


NAMED: Final = {item.key: Evidence(family, item) for family in FAMILIES for item in family.named}
DATA: Final = ("coin", *NAMED, "yours")
"""The values of ``data`` in the address: the shared heads and tails, the named data sets, the learner's own data."""


def scene(here: Stage) -> None:
    """Draw the parameter's place, the menu of the data, the learner's own data, and the view of their family."""
    painting.arrive()
    with here.controls:
        main = st.container()
        evidence = choose()
        # Above the family's fields, so that it keeps its place when data of another family are used.
        own = st.container()
    if evidence is None:
        here.hero.info("You have not given any data yet. Open **Your own data** and paste them, or choose a CSV file.")
    else:
        evidence.family.view(here, main, evidence.item)
    with own:
        own_data.panel()
    if evidence is None or evidence.family is not COIN:
        unseen.draw((*course.COIN, "theta"), place="unseen_fields_flips")
    if not here.presenting:
        _words(here, evidence)


def _words(here: Stage, evidence: Evidence | None) -> None:
    """Say where named data come from."""
    source = evidence and evidence.item.source
    if source:
        with here.reading:
            st.caption(f"**The data.** {source.citation} {source.note}")


def choose() -> Evidence | None:
    """Draw the menu of the data; return the chosen data, None for the learner's own while there are none."""
    counts = _named_flips(session.value_of("data", ""))
    if counts and session.value_of("heads", None) is not None and not _are_shared(counts):
        session.set_value("data", "coin")  # the counts were changed since, here or on another lesson
    session.keep_in("data", DATA, DATA[0])
    name = names.choice(st.selectbox, "Data", DATA, key="data", on_change=_data_changed)
    counts = _named_flips(name)
    if counts:
        session.set_value("heads", counts.heads)
        session.set_value("tails", counts.tails)
    if name == "coin":
        return Evidence(COIN, DataSet("coin", controls.counts_now()))
    own = own_data.current()
    if name == "yours":
        return own and Evidence(own_data.BY_NAME[own.family], DataSet("yours", own.data))
    return NAMED[name]


def _named_flips(name: str) -> Counts | None:
    """Return the counts of a named coin, None for other data."""
    chosen = NAMED.get(name)
    return chosen.item.data if chosen and chosen.family is COIN else None


def _are_shared(counts: Counts) -> bool:
    """Whether the shared heads and tails are these counts."""
    return (session.value_of("heads", None), session.value_of("tails", None)) == (counts.heads, counts.tails)


def _data_changed() -> None:
    """Make the counts of a named coin the shared heads and tails, which other lessons read."""
    counts = _named_flips(session.value_of("data", ""))
    if counts:
        controls.set_counts(counts)
    controls.reset_charts()
