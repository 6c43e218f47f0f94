from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.api.cursors import read_cursor, read_number, write_cursor
from core.errors import RequestRefusedError

PLACES = st.lists(st.text(max_size=200) | st.integers(-(2**63) + 1, 2**63 - 1), max_size=4)


@given(PLACES)
def test_a_place_comes_back_as_it_was_written(place: list[str | int]) -> None:
    cursor = write_cursor(place)

    assert list(read_cursor(cursor, [type(part) for part in place])) == place
    assert cursor.replace("-", "").replace("_", "").isalnum() or cursor == ""


@given(st.text(max_size=200))
def test_any_other_text_is_refused_and_breaks_nothing(cursor: str) -> None:
    with pytest.raises(RequestRefusedError, match="no cursor of this list"):
        read_cursor(cursor, (str, int, str))


@pytest.mark.parametrize("place", [[True], [2**63], ["1"], [1, 2], [], [1.5], [None]])
def test_a_place_of_another_kind_is_refused(place: list[int]) -> None:
    with pytest.raises(RequestRefusedError):
        read_number(write_cursor(place))


def test_no_cursor_is_the_beginning() -> None:
    assert read_number(None) is None
