"""The detective's activity: what a juror may know in each take, and which answers are taken."""

import pytest

from core.likelihood.detective import DEFAULT_CASE
from pages._kit.room.activities import detective, named
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Answers, Round


def _round(knows: int, take: int = 1, state: str = "open") -> Round:
    return Round(take, 1, take, "detective", {"knows": knows}, state)  # type: ignore[arg-type]


def test_each_take_tells_one_thing_more_until_all_is_known() -> None:
    takes, seen = [_round(0)], []
    for _ in range(3):
        seen.append(takes[-1].setting["knows"])
        takes.append(_round(named("detective").next_take(takes[-1])["knows"]))
    assert [take.setting["knows"] for take in takes] == [0, 1, 2, 2]
    assert len({detective.question(take) for take in takes}) == 3


@pytest.mark.parametrize("suspect", range(3))
def test_a_phone_tells_no_probability_before_its_take(suspect: int) -> None:
    before, clues, rates = (detective.about(suspect, known).replace("\N{NO-BREAK SPACE}", " ") for known in range(3))
    assert "%" not in before
    for p in DEFAULT_CASE.table[suspect]:
        assert f"{100 * p:.0f} %" in clues
    assert clues.count("%") == 3
    assert rates.startswith(clues)
    assert f"behind {100 * DEFAULT_CASE.base_rates[suspect]:.0f} %" in rates


def test_the_outcome_names_the_likeliest_suspect_of_what_was_known() -> None:
    assert "nothing tells" in detective.outcome(_round(0), {"suspect": 1})
    assert "By the clues alone, the burglar" in detective.outcome(_round(1), {"suspect": 0})
    with_rates = detective.outcome(_round(2), {"suspect": 2})
    assert "By clues and base rates, the gardener" in with_rates
    assert "Yours has" in with_rates
    assert "Yours" not in detective.outcome(_round(2), {"suspect": 0})
    assert "Yours" not in detective.outcome(_round(2), None)


@pytest.mark.parametrize(
    "value", [None, 1, [0], {}, {"suspect": 3}, {"suspect": -1}, {"suspect": True}, {"suspect": "0"}, {"suspect": 0.0},
              {"suspect": 0, "more": 1}], ids=str
)  # fmt: skip
def test_what_is_no_suspect_is_refused(value: object) -> None:
    with pytest.raises(RefusedError, match="suspect"):
        detective.check(_round(0), value)


def test_a_column_is_the_last_take_with_its_knowledge_and_enough_answers() -> None:
    def take(knows: int, number: int, people: int) -> Answers:
        return Answers(_round(knows, number), {who: {"suspect": 0} for who in range(people)})

    takes = [take(0, 1, 5), take(1, 2, 2), take(2, 3, 5), take(2, 4, 4), take(2, 5, 2)]
    assert detective.latest(takes, 3) == [takes[0], None, takes[3]]
