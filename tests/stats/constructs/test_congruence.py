from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.constructs import (
    ConstructVerdict,
    ItemAnswers,
    Likeness,
    UntestableConstruct,
    congruence,
    one_factor,
)
from stats.errors import EmptyInput, OutOfRange
from tests.stats.constructs.figures import answers, figure, focal

LOADINGS = st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=2, max_size=8).filter(
    lambda pairs: all(np.linalg.norm(column) > 1e-3 for column in np.array(pairs).T)
)


def test_the_worked_loadings_are_congruent_and_their_failing_item_is_listed() -> None:
    found = congruence([0.8, 0.7, 0.6], [0.7, 0.75, 0.3], ["a", "b", "c"])

    assert found.phi == pytest.approx(0.9695, abs=5e-5)
    assert found.likeness is Likeness.EQUAL
    assert [item.name for item in found.gaps] == ["c"]
    assert found.gaps[0].gap == pytest.approx(-0.3)
    assert found.verdict is ConstructVerdict.WARN


def test_phi_of_two_groups_is_that_of_r_psych_on_lavaan_loadings() -> None:
    whole, group = answers(), focal()
    first, second = (
        one_factor(ItemAnswers.of_rows(whole.values[mask]).correlations()).loadings
        for mask in (~group, group)
    )
    assert first is not None
    assert second is not None

    assert congruence(first, second).phi == pytest.approx(figure("congruence", "phi"), rel=2e-8)


@settings(max_examples=40, deadline=None)
@given(pairs=LOADINGS, size=st.floats(0.1, 3))
def test_phi_is_symmetric_blind_to_size_and_within_one(
    pairs: list[tuple[float, float]], size: float
) -> None:
    a, b = np.array(pairs).T

    found = congruence(a, b)

    assert found.phi is not None
    assert -1.0 <= found.phi <= 1.0
    assert congruence(b, a).phi == pytest.approx(found.phi)
    assert congruence(size * a, b).phi == pytest.approx(found.phi, abs=1e-9)


def test_a_gap_of_a_fifth_is_not_listed() -> None:
    assert congruence([0.9, 0.7], [0.7, 0.9]).gaps == ()
    assert len(congruence([0.9, 0.7], [0.69, 0.7]).gaps) == 1


def _at(phi: float) -> Likeness | None:
    return congruence([1.0, 0.0], [phi, float(np.sqrt(1.0 - phi * phi))]).likeness


def test_likeness_has_two_cut_offs() -> None:
    assert _at(0.95) is Likeness.EQUAL
    assert _at(0.949) is Likeness.FAIR
    assert _at(0.85) is Likeness.FAIR
    assert _at(0.849) is Likeness.DIFFERENT


def test_verdicts_follow_likeness_and_gaps() -> None:
    assert congruence([0.8, 0.7], [0.8, 0.7]).verdict is ConstructVerdict.FINE
    assert congruence([0.8, 0.7], [0.8, -0.7]).verdict is ConstructVerdict.FAIL


def test_a_group_without_loadings_gives_a_reason() -> None:
    found = congruence([0.0, 0.0], [0.5, 0.1])

    assert found.phi is None
    assert found.reason is UntestableConstruct.NO_LOADING
    assert found.verdict is ConstructVerdict.NOT_TESTABLE
    assert str(found) == "no congruence: all loadings of a group are zero"


def test_lists_that_do_not_align_are_refused() -> None:
    with pytest.raises(OutOfRange, match="second has 1 values where 2"):
        congruence([0.8, 0.7], [0.8])
    with pytest.raises(OutOfRange, match="item names: 1 where 2 are needed"):
        congruence([0.8, 0.7], [0.8, 0.7], ["a"])
    with pytest.raises(EmptyInput, match="first"):
        congruence(np.zeros(0), np.zeros(0))


def test_a_single_item_is_congruent_with_anything_and_so_not_testable() -> None:
    found = congruence([0.9], [0.1])

    assert found.phi is None
    assert found.reason is UntestableConstruct.SINGLE_ITEM
    assert found.verdict is ConstructVerdict.NOT_TESTABLE
