from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.disclosure import covers
from stats.disclosure.covers import TooEntangled, revealing_union


def _small(left: int) -> bool:
    return 0 < left.bit_count() < 3


@settings(max_examples=200, deadline=None)
@given(parts=st.lists(st.integers(1, 2**10 - 1), max_size=7, unique=True))
def test_a_family_is_found_exactly_where_one_exists(parts: list[int]) -> None:
    whole = 2**10 - 1
    inside = [part for part in parts if part != whole]
    exists = any(
        sum(family).bit_count() == sum(p.bit_count() for p in family)
        and all(not a & b for a, b in combinations(family, 2))
        and _small(whole & ~sum(family))
        for size in range(1, len(inside) + 1)
        for family in combinations(inside, size)
    )

    found = revealing_union(whole, parts, _small)

    assert (found is not None) is exists
    if found is not None:
        union = sum(parts[at] for at in found)
        assert union.bit_count() == sum(parts[at].bit_count() for at in found)
        assert _small(whole & ~union)


def test_a_part_that_must_belong_belongs() -> None:
    parts = [0b11, 0b1100, 0b111100]

    assert revealing_union(0b1111111, parts, _small, must=0) == (0, 2)
    assert revealing_union(0b1111111, parts, _small, must=1) is None


def test_a_search_that_grows_too_large_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(covers, "MAX_UNIONS", 3)
    dominoes = [0b11 << at for at in range(23)]

    with pytest.raises(TooEntangled, match="more unions"):
        revealing_union(2**24 - 1, dominoes, lambda left: 0 < left.bit_count() < 2)
