"""A family of distributions as lesson 2 needs it: its name, how it reads the learner's data, its data, its view."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from streamlit.delta_generator import DeltaGenerator

from core.data.own.csv_table import Table, column_cells, column_values
from core.data.own.pasted import Comma, Numbers, parse_numbers
from core.data.source import Source
from pages._kit.stage import Stage
from pages.likelihood.charts.one_parameter import Axis
from pages.likelihood.parameter import Parameter

D = TypeVar("D")


class Units(NamedTuple):
    """What data are measured in: the unit of a difference, and from where a reading is counted."""

    difference: str = ""
    reading: str = ""

    def of_reading(self) -> str:
        """What to write behind the name of a reading: ", ns from 24,800 ns"."""
        return self.reading and f", {self.reading}"

    def of_spread(self) -> str:
        """What to write behind the name of a standard deviation, or of an axis: ", ns"."""
        return self.difference and f", {self.difference}"

    def behind(self) -> str:
        """What to write behind a number: " ns"."""
        return self.difference and f" {self.difference}"


@dataclass(frozen=True)
class DataSet(Generic[D]):
    """Data of a family.

    Attributes
    ----------
    key : str
        Their value of ``data`` in the address.
    data : object
        What the family's likelihood takes.
    source : Source or None
        Where they come from; None for the learner's own data.
    axes : tuple of Axis
        The axis of each parameter; without them, six standard errors to each side of the maximum.
    units : Units
        What they are measured in; empty where nobody said.
    """

    key: str
    data: D
    source: Source | None = None
    axes: tuple[Axis, ...] = ()
    units: Units = Units()  # noqa: RUF009

    def parameter(self, name: str, axis: Axis, start: float) -> Parameter:
        """Return a parameter: the learner's own data have sliders of their own, which no link holds."""
        return Parameter(name if self.source else f"own_{name}", axis, start, in_address=bool(self.source))


class Given(NamedTuple):
    """The learner's input: a column of a CSV file, or where there is none, the pasted text and what its commas are."""

    text: str
    table: Table | None
    column: str | None
    comma: Comma | None = None

    def numbers(self, *, whole: bool = False) -> Numbers:
        """Return finite numbers, ``whole`` ones if possible; DataProblem if the input holds anything else."""
        if self.table is not None and self.column is not None:
            return Numbers(column_values(self.table, self.column))
        return parse_numbers(self.text, self.comma, whole=whole)

    def words(self) -> str | tuple[str, ...]:
        """Return the column's cells, or the text as it stands."""
        if self.table is not None and self.column is not None:
            return column_cells(self.table, self.column)
        return self.text


class Read(NamedTuple, Generic[D]):
    """The learner's data, and a note about how they were read, which may be empty."""

    data: D
    note: str


@dataclass(frozen=True)
class Family(Generic[D]):
    """A family of distributions as an entry of :data:`pages.likelihood.families.FAMILIES`.

    Attributes
    ----------
    name : str
        What "Your own data" calls data of this family.
    allowed : str
        The values that it takes, for the learner.
    read : callable
        Turns the learner's input into data; raises DataProblem, whose text the page shows.
    named : tuple of DataSet
        The data sets that the page offers, in the order of the menu.
    size : callable
        The number of values in data.
    view : callable
        Draws all that depends on the data: the parameter's slider, in the place given to it, further fields, chart,
        figures, strip, and what is said below.
    """

    name: str
    allowed: str
    read: Callable[[Given], Read[D]]
    named: tuple[DataSet[D], ...]
    size: Callable[[D], int]
    view: Callable[[Stage, DeltaGenerator, DataSet[D]], None]
