from __future__ import annotations

import pytest
from numpy.typing import ArrayLike

from stats.disclosure import Population, Register, population
from stats.errors import UnsafeDifference


def _of(name: str, answers: ArrayLike) -> Population:
    """A population whose answers are of their own accounts."""
    return population(name, answers, answers)


def _register(**populations: ArrayLike) -> Register:
    register = Register()
    for name, answers in populations.items():
        register = register.with_(_of(name, answers))
    return register


def test_an_insider_takes_his_own_answers_out_of_every_figure() -> None:
    register = _register(north=range(24), south=range(24, 50))

    seen = register.seen_by(_of("partner 7", range(8)))

    assert seen.names == ("north", "south")
    assert seen.sets.owners.size == 42
    with pytest.raises(
        UnsafeDifference, match=r"knows the answers of 'partner 9': 'north' is not safe.*4 answers"
    ) as refused:
        register.seen_by(_of("partner 9", range(20)))
    assert refused.value.population == "north"


def test_an_insider_learns_nothing_from_his_own_figures() -> None:
    register = _register(everybody=range(40), **{"partner 7": range(20)})

    assert register.seen_by(_of("partner 7", range(20))).names == ("everybody",)


def test_what_is_withheld_is_withheld_from_insiders_as_well() -> None:
    # North and south less his own twelve are his rivals' answers.
    rivals = _of("rivals", [*range(6, 30), *range(36, 60)])
    register = _register(north=range(30), south=range(30, 60)).withholding(rivals)

    with pytest.raises(UnsafeDifference, match=r"'rivals' is not safe.*follows from what is"):
        register.seen_by(_of("own", [*range(6), *range(30, 36)]))


def test_one_of_three_partners_cannot_part_the_other_two() -> None:
    register = Register().with_(population("region", range(30), [key % 3 for key in range(30)]))
    own = population("partner 0", range(0, 30, 3), [0] * 10)

    assert len(register.seen_by(own, min_accounts=2)) == 1
    with pytest.raises(UnsafeDifference, match="20 answers of 2 accounts"):
        register.seen_by(own)
