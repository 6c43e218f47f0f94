from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import ArrayLike

from stats.disclosure import Population, Register, population
from stats.errors import EmptyInput, OutOfRange, UnsafeDifference


def _of(name: str, answers: ArrayLike, accounts: int = 0) -> Population:
    """A population whose answers are of their own accounts, or of so many."""
    keys = np.asarray(answers)
    return population(name, keys, keys % accounts if accounts else keys)


def _register(**populations: ArrayLike) -> Register:
    register = Register()
    for name, answers in populations.items():
        register = register.with_(_of(name, answers))
    return register


# published, then the newcomer that is refused, and the words that name the pair
LEAKS: dict[str, tuple[dict[str, range], range, str]] = {
    "a part that leaves nine": ({"all": range(40)}, range(31), "'all' less 'new' leaves 9"),
    "a whole that adds one": ({"flash": range(40)}, range(41), "'new' less 'flash' leaves 1"),
    "all except two disjoint partners": (
        {"all": range(50), "a": range(20)},
        range(20, 45),
        "'all' less 'a' and 'new' leaves 5",
    ),
    "a total over parts that leave five": (
        {"a": range(20), "b": range(20, 45)},
        range(50),
        "'new' less 'a' and 'b' leaves 5",
    ),
    "itself too small": ({}, range(9), "'new' holds 9 answers of 9 accounts"),
}


@pytest.mark.parametrize("case", LEAKS)
def test_what_leaves_one_to_nine_answers_is_refused_with_the_names(case: str) -> None:
    published, newcomer, words = LEAKS[case]
    register = _register(**published)

    with pytest.raises(UnsafeDifference, match=words) as refused:
        register.with_(_of("new", newcomer))

    assert refused.value.population == "new"


# published, then a newcomer that is safe
SAFE: dict[str, tuple[dict[str, range], range]] = {
    "a part that leaves ten": ({"all": range(40)}, range(30)),
    "the same population again": ({"all": range(40)}, range(40)),
    "disjoint": ({"a": range(20)}, range(20, 40)),
    "overlapping without inclusion": ({"a": range(20)}, range(5, 25)),
    "parts that cover the whole": ({"all": range(40), "a": range(20)}, range(20, 40)),
    "overlapping parts cannot both be taken away": (
        {"all": range(40), "a": range(22)},
        range(18, 36),
    ),
}


@pytest.mark.parametrize("case", SAFE)
def test_what_leaves_nothing_or_ten_is_published(case: str) -> None:
    published, newcomer = SAFE[case]

    register = _register(**published).with_(_of("new", newcomer))

    assert register.names[-1] == "new"


def test_a_difference_of_many_answers_of_two_accounts_is_refused() -> None:
    keys = np.arange(60)
    owners = np.where(keys < 30, keys, keys % 2)
    register = Register().with_(population("all", keys, owners))

    with pytest.raises(UnsafeDifference, match="leaves 30 answers of 2 accounts"):
        register.with_(population("all but two accounts", keys[:30], owners[:30]))


def test_flash_final_and_revision_must_each_add_ten_answers_or_none() -> None:
    register = _register(flash=range(40), final=range(55))

    with pytest.raises(UnsafeDifference, match="'revision' less 'final' leaves 3"):
        register.with_(_of("revision", range(58)))
    assert len(register.with_(_of("revision", range(65)))) == 3


def test_a_revision_of_one_to_nine_answers_takes_the_place_of_the_final() -> None:
    register = _register(other=range(100, 140), final=range(55))

    found = register.replaced("final", _of("revision 1", range(58)))

    assert found.names == ("other", "revision 1")
    assert register.names == ("other", "final")
    with pytest.raises(OutOfRange, match="'week 9' is not published"):
        register.replaced("week 9", _of("revision 1", range(58)))


def test_rolling_windows_give_single_weeks_away_only_where_these_are_small() -> None:
    weeks = [range(12), range(12, 30), range(30, 41), range(41, 46)]
    window = [key for week in weeks for key in week]
    register = _register(**{f"week {i}": week for i, week in enumerate(weeks[:3])})

    with pytest.raises(UnsafeDifference, match="'week 0' and 'week 1' and 'week 2' leaves 5"):
        register.with_(_of("four weeks", window))


def test_a_register_never_changes() -> None:
    register = _register(all=range(40))

    register.with_(_of("half", range(20)))

    assert register.names == ("all",)
    assert str(register) == "1 populations published, 0 withheld, 40 answers"


def test_order_and_names_of_answers_and_accounts_change_nothing() -> None:
    keys = np.random.default_rng(1).permutation(50)
    register = Register().with_(population("all", 7 * keys - 100, -keys))

    part = np.flatnonzero(keys < 45)
    with pytest.raises(UnsafeDifference, match="leaves 5 answers of 5 accounts"):
        register.with_(population("part", 7 * keys[part] - 100, -keys[part]))


def test_a_withheld_population_may_not_follow_by_adding_and_subtracting() -> None:
    # North and South together are all regions; of the touchpoints only delivery is withheld.
    north, south = set(range(30)), set(range(30, 60))
    delivery = {*range(6), *range(30, 36)}
    register = _register(north=sorted(north), south=sorted(south)).withholding(
        _of("delivery", sorted(delivery))
    )

    with pytest.raises(UnsafeDifference, match="with the others it gives 'delivery' away"):
        register.with_(_of("all other touchpoints", sorted((north | south) - delivery)))


def test_what_follows_already_cannot_be_withheld() -> None:
    register = _register(north=range(30), south=range(30, 60))

    assert register.recovers(_of("all", range(60)))
    assert not register.recovers(_of("some", range(59)))
    assert not register.recovers(_of("others", range(100, 130)))
    with pytest.raises(UnsafeDifference, match="follows from what is published already"):
        register.withholding(_of("all", range(60)))


def test_an_empty_register_tells_nothing() -> None:
    assert not Register().recovers(_of("all", range(60)))
    assert len(Register()) == 0


def test_two_weeks_of_every_filter_keep_ten_behind_each_figure_and_each_difference() -> None:
    generator = np.random.default_rng(3)
    partner, touchpoint = generator.integers(0, 12, 400), generator.integers(0, 5, 400)
    week = generator.integers(0, 2, 400)
    register = Register()
    published: list[set[int]] = []
    for last in (0, 1):
        for values, size in ((np.zeros(400, int), 1), (partner, 12), (touchpoint, 5)):
            for value in range(size):
                keys = np.flatnonzero((week <= last) & (values == value))
                try:
                    register = register.with_(_of(f"{last} {size} {value}", keys))
                except UnsafeDifference:
                    continue
                published.append(set(keys.tolist()))

    assert len(published) > 20
    for one in published:
        for other in published:
            assert not other < one or len(one - other) >= 10


def test_hundreds_of_populations_in_a_tree_and_across_it_are_all_let_through() -> None:
    keys = np.arange(6_000)
    partner, touchpoint = keys % 60, (keys // 60) % 5
    traits = {"all": keys * 0, "region": partner % 6, "partner": partner, "touchpoint": touchpoint}
    traits["region × touchpoint"] = (partner % 6) * 5 + touchpoint
    register = Register()

    for name, values in traits.items():
        for value in np.unique(values):
            register = register.with_(_of(f"{name} {value}", keys[values == value]))

    assert len(register) == 1 + 6 + 60 + 5 + 30


def test_populations_that_contradict_each_other_are_refused() -> None:
    register = _register(all=range(40))

    with pytest.raises(OutOfRange, match="'all' is published already"):
        register.with_(_of("all", range(30)))
    with pytest.raises(OutOfRange, match="gives answer 0 to account 99"):
        register.with_(population("other", range(20), [99, *range(1, 20)]))
    with pytest.raises(OutOfRange, match="holds answer 3 twice"):
        population("twice", [3, 4, 3], [1, 1, 1])
    with pytest.raises(OutOfRange, match="2 accounts for 1 answers"):
        population("short", [3], [1, 1])
    with pytest.raises(OutOfRange, match="population: 7 is no text"):
        population(7, [3], [1])  # type: ignore[arg-type]  # a mistake
    with pytest.raises(EmptyInput, match="holds no answer"):
        population("nobody", [], [])


def test_a_register_without_limits_is_refused() -> None:
    with pytest.raises(OutOfRange, match="min_n is 0; hand in a number from 1 upwards"):
        Register(min_n=0)
    with pytest.raises(OutOfRange, match="min_accounts is -3"):
        Register(min_accounts=-3)
