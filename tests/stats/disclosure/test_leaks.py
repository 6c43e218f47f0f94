from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from stats.disclosure import Population, Register, population
from stats.errors import EmptyInput, UnsafeDifference


def _of(name: str, answers: ArrayLike) -> Population:
    """A population whose answers are of their own accounts."""
    return population(name, answers, answers)


def _register(**populations: ArrayLike) -> Register:
    register = Register()
    for name, answers in populations.items():
        register = register.with_(_of(name, answers))
    return register


# published, the newcomer that is refused, and the combination that tells a few answers
COMBINATIONS: dict[str, tuple[dict[str, ArrayLike], ArrayLike, str]] = {
    "two rolling windows and a single week": (
        {"weeks 1-4": range(60), "week 1": range(15)},
        range(15, 63),
        "'week 1' + 'new' − 'weeks 1-4' leaves 3 answers of 3 accounts",
    ),
    "all touchpoints less all partners but one, the total not published": (
        {
            **{f"touchpoint {t}": range(t, 60, 2) for t in range(2)},
            **{f"partner {p}": range(20 * p, 20 * p + 20) for p in range(2)},
        },
        range(40, 59),
        "'touchpoint 0' + 'touchpoint 1' − 'partner 0' − 'partner 1' − 'new' leaves 1 answer of 1",
    ),
    "an overlap, by inclusion and exclusion": (
        {"either": range(60), "north": range(34)},
        range(30, 60),
        "'north' + 'new' − 'either' leaves 4 answers",
    ),
    "halves": (
        {
            "a and b": [*range(6), *range(10, 20)],
            "b and c": range(10, 30),
        },
        [*range(6), *range(20, 30)],
        "0.5 × 'a and b' + 0.5 × 'new' − 0.5 × 'b and c' leaves 6 answers",
    ),
}


@pytest.mark.parametrize("case", COMBINATIONS)
def test_a_few_answers_may_not_follow_by_adding_and_subtracting(case: str) -> None:
    published, newcomer, words = COMBINATIONS[case]
    register = _register(**published)

    with pytest.raises(UnsafeDifference, match=re.escape(words)):
        register.with_(_of("new", newcomer))


def test_rolling_windows_alone_give_no_week_away() -> None:
    register = Register()

    for last in range(4, 12):
        register = register.with_(_of(f"to week {last}", range(3 * (last - 4), 3 * last)))

    assert len(register) == 8


def _follows(populations: list[set[int]], size: int, fewest: int) -> bool:
    """Whether the sum of 1 to fewest − 1 answers follows: every union of atoms is tried.

    Atoms are answers that are in the same populations; a union follows where its indicator is
    orthogonal to all that is orthogonal to the populations.
    """
    members = np.zeros((len(populations), size))
    for row, keys in zip(members, populations, strict=True):
        row[list(keys)] = 1.0
    atoms, sizes = np.unique(members[:, members.any(axis=0)], axis=1, return_counts=True)
    _, lengths, right = np.linalg.svd(atoms)
    across = right[int((lengths > 1e-9).sum()) :]
    few = np.flatnonzero(sizes < fewest)
    return any(
        sizes[list(union)].sum() < fewest
        and np.abs(across[:, list(union)].sum(axis=1)).max(initial=0.0) < 1e-9
        for count in range(1, fewest)
        for union in combinations(few, count)
    )


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_what_is_let_through_is_what_no_combination_reveals(seed: int) -> None:
    generator = np.random.default_rng(seed)
    week, touchpoint = generator.integers(0, 5, 30), generator.integers(0, 3, 30)
    register = Register(min_n=4, min_accounts=1)
    published: list[set[int]] = []

    for at in range(10):
        first = int(generator.integers(0, 5))
        within = (week >= first) & (week < first + generator.integers(1, 4))
        of = touchpoint == generator.integers(0, 3)
        keys = np.flatnonzero([within, of, within | of][at % 3])
        tried = [*published, set(keys.tolist())]
        safe = keys.size > 0 and not _follows(tried, 30, 4)
        try:
            register = register.with_(_of(str(at), keys))
            let_through = True
        except (UnsafeDifference, EmptyInput):
            let_through = False

        assert let_through is safe
        published = tried if let_through else published


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_margins_of_a_two_way_table_are_refused_only_where_they_reveal(seed: int) -> None:
    generator = np.random.default_rng(seed)
    traits = generator.integers(0, [3, 4], size=(80, 2))
    sets = [set(range(80))]
    sets += [set(np.flatnonzero(traits[:, t] == v).tolist()) for t in (0, 1) for v in range(3)]
    register = Register()
    published: list[set[int]] = []

    for at in generator.permutation(len(sets)):
        tried = [*published, sets[at]]
        try:
            register = register.with_(_of(str(at), sorted(sets[at])))
            let_through = True
        except (UnsafeDifference, EmptyInput):
            let_through = False

        assert let_through is not _follows(tried, 80, 10)
        published = tried if let_through else published
