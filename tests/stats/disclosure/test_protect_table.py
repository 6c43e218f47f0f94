from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.disclosure import CellStatus, Viewer, audit_table, protect_table

COUNTS = np.array([[40, 30, 25, 12], [35, 4, 18, 22], [28, 16, 45, 31], [15, 26, 33, 50]])


def test_an_outsider_needs_a_rectangle_of_the_smallest_cells() -> None:
    found = protect_table(COUNTS, COUNTS < 10, viewer=Viewer.OUTSIDER)

    assert found.status[1, 1] is CellStatus.PRIMARY
    assert int(found.hidden.sum()) == 4
    assert audit_table(COUNTS, found.hidden, sensitive=COUNTS < 10).safe


def test_the_steps_say_what_was_hidden_and_for_whom() -> None:
    found = protect_table(COUNTS, COUNTS < 10)

    assert found.steps[0].against.cell == (1, 1)
    assert "hidden, for an outsider can tell that cell (1, 1) is 4" in str(found.steps[0])
    assert any(step.against.knows for step in found.steps)


def test_nothing_primary_leaves_everything_shown() -> None:
    found = protect_table(COUNTS, np.zeros(COUNTS.shape, dtype=bool))

    assert not found.hidden.any()
    assert found.steps == ()
    assert str(found).startswith("0 of 16 cells and 0 totals hidden")


def test_a_table_too_small_for_its_totals_hides_totals_as_well() -> None:
    table = np.array([[4, 5], [6, 30]])

    found = protect_table(table, table < 10)

    assert found.hidden[:, -1].any() or found.hidden[-1].any()
    assert audit_table(
        table, found.hidden, viewer=Viewer.INSIDER, sensitive=np.pad(table < 10, ((0, 1), (0, 1)))
    ).safe


def test_one_cell_alone_hides_every_total() -> None:
    found = protect_table([[4]], np.array([[True]]))

    assert found.hidden.all()


def test_totals_that_break_a_rule_are_protected_like_cells() -> None:
    table = np.array([[4, 3, 1], [40, 30, 20], [20, 50, 60], [30, 31, 32]])
    primary = np.pad(table < 10, ((0, 1), (0, 1)))
    primary[0, -1] = True

    found = protect_table(table, primary, viewer=Viewer.OUTSIDER)

    assert found.status[0, -1] is CellStatus.PRIMARY
    assert (found.status[1:, -1] == CellStatus.COMPLEMENTARY).any()
    assert audit_table(table, found.hidden, sensitive=primary).safe


def test_a_total_of_nothing_but_his_own_cell_is_no_secret_to_a_viewer() -> None:
    table = np.array([[4, 0, 0], [40, 30, 20], [20, 50, 60], [30, 31, 32]])
    primary = np.pad(table < 10, ((0, 1), (0, 1)))
    primary[0, -1] = True

    found = protect_table(table, primary)

    assert found.hidden[0].tolist()[:3] == [True, True, True]
    assert audit_table(table, found.hidden, viewer=Viewer.INSIDER, sensitive=primary).safe


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 100_000), viewer=st.sampled_from(list(Viewer)))
def test_totals_below_ten_are_protected_from_every_viewer(seed: int, viewer: Viewer) -> None:
    generator = np.random.default_rng(seed)
    table = generator.poisson(generator.gamma(1.0, 5.0, size=(3, 3)))
    primary = np.pad(table < 10, ((0, 1), (0, 1)))
    primary[:-1, -1], primary[-1, :-1] = table.sum(axis=1) < 10, table.sum(axis=0) < 10

    found = protect_table(table, primary, viewer=viewer)

    assert audit_table(table, found.hidden, viewer=viewer, sensitive=primary).safe


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 100_000), viewer=st.sampled_from(list(Viewer)))
def test_no_viewer_recovers_a_small_cell_of_any_table(seed: int, viewer: Viewer) -> None:
    generator = np.random.default_rng(seed)
    shape = tuple(generator.integers(2, 6, size=2))
    table = generator.poisson(generator.gamma(1.5, 15.0, size=shape))

    found = protect_table(table, table < 10, viewer=viewer)

    primary = np.pad(table < 10, ((0, 1), (0, 1)))
    audit = audit_table(table, found.hidden, viewer=viewer, sensitive=primary)
    assert audit.safe, str(audit)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_no_complementary_cell_could_be_spared(seed: int) -> None:
    table = np.random.default_rng(seed).poisson(18.0, size=(4, 4))
    primary = np.pad(table < 14, ((0, 1), (0, 1)))

    found = protect_table(table, primary, viewer=Viewer.OUTSIDER)

    for cell in np.argwhere(found.hidden & ~primary):
        fewer = found.hidden.copy()
        fewer[tuple(cell)] = False
        assert not audit_table(table, fewer, sensitive=primary).safe


def test_the_same_table_gives_the_same_answer() -> None:
    table = np.random.default_rng(5).poisson(20.0, size=(5, 6))

    once, again = (protect_table(table, table < 14) for _ in range(2))

    assert (once.status == again.status).all()
    assert once.steps == again.steps


@pytest.mark.parametrize("viewer", list(Viewer))
def test_an_empty_table_has_nothing_to_protect(viewer: Viewer) -> None:
    found = protect_table(np.zeros((2, 3)), np.ones((2, 3), dtype=bool), viewer=viewer)

    assert int(found.hidden.sum()) == 6
