"""Any text or file of a learner gives the same numbers back, or one error sentence."""

import csv
import io
import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.data.own import values as own_data
from core.data.own.cells import is_missing
from core.data.own.pasted import CommaProblem
from core.data.own.values import DataProblem
from core.likelihood import gaussian

finite = st.floats(allow_nan=False, allow_infinity=False)
cell = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).map(str.strip)
value = cell.filter(lambda text: not is_missing(text))
near_numbers = st.text(st.sampled_from("0123456789+-.eE,;nainf_\t \r\n\"'HhTt\x00−"), max_size=60)


def assert_one_sentence(problem: DataProblem) -> None:
    text = str(problem)
    assert text[0].isupper()
    assert text.endswith("?" if isinstance(problem, CommaProblem) else ".")
    assert text.isprintable()  # so one line, too
    assert len(text) < 200


@given(st.lists(finite, min_size=1, max_size=50), st.sampled_from([",", ";", " ", "\t", "\n", "\r\n", " ; "]))
def test_written_numbers_are_read_back_exactly(values: list[float], separator: str) -> None:
    np.testing.assert_array_equal(own_data.parse_numbers(separator.join(map(repr, values))).values, values)


@given(st.one_of(st.text(max_size=200), near_numbers))
def test_any_text_gives_finite_numbers_or_one_error_sentence(text: str) -> None:
    for read in (own_data.parse_numbers, own_data.as_flips):
        try:
            result = read(text)
        except DataProblem as problem:
            assert_one_sentence(problem)
        else:
            numbers = None if isinstance(result, own_data.Counts) else result.values
            assert numbers is None or (numbers.size and np.all(np.isfinite(numbers)))


@given(st.one_of(st.binary(max_size=200), near_numbers.map(str.encode), st.text(max_size=100).map(
    lambda s: s.encode("utf-8", "replace"))))  # fmt: skip
def test_any_bytes_give_a_table_or_one_error_sentence(content: bytes) -> None:
    try:
        table = own_data.parse_csv(content)
        assert table.n_rows > 0
        assert len(set(table.names)) == len(table.names) == len(table.columns)
        assert all(len(column) == table.n_rows for column in table.columns)
        assert list(table.lines) == sorted(set(table.lines))
        for name in table.names:
            assert np.all(np.isfinite(own_data.column_values(table, name)))
    except DataProblem as problem:
        assert_one_sentence(problem)


@given(st.lists(st.tuples(finite, value), min_size=1, max_size=20), st.sampled_from([",", ";", "\t"]))
def test_a_written_csv_is_read_back(rows: list[tuple[float, str]], delimiter: str) -> None:
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=delimiter)
    writer.writerow(["value", "label"])
    writer.writerows((repr(value), label) for value, label in rows)
    table = own_data.parse_csv(target.getvalue().encode())
    np.testing.assert_array_equal(own_data.column_values(table, "value"), [value for value, _ in rows])
    assert own_data.column_cells(table, "label") == tuple(label for _, label in rows)


@given(st.lists(st.booleans(), min_size=1, max_size=100), st.data())
def test_every_spelling_of_flips_is_counted(flips: list[bool], data: st.DataObject) -> None:
    words = [data.draw(st.sampled_from(["1", "H", "h", "Heads"] if up else ["0", "T", "t", "TAILS"])) for up in flips]
    for source in (words, " ".join(words)):
        counts = own_data.as_flips(source)
        assert (counts.heads, counts.n) == (sum(flips), len(flips))


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=50))
def test_a_tally_counts_every_value(values: list[int]) -> None:
    tally = own_data.as_tally(values)
    pairs = zip(tally.values, tally.frequencies, strict=True)
    assert sorted(values) == [k for k, f in pairs for _ in range(f)]


@given(st.lists(st.floats(), max_size=20))
def test_accepted_readings_can_always_be_fitted(values: list[float]) -> None:
    try:
        x = own_data.as_readings(values)
    except DataProblem as problem:
        assert_one_sentence(problem)
    else:
        fit = gaussian.mle(x)
        assert math.isfinite(fit.mu)
        assert 0 < fit.sigma < math.inf
        assert math.isfinite(gaussian.max_log_likelihood(x))
