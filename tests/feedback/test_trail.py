from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.keys import KeyRing
from feedback.trail import PageLook, Trail, begin_trail, read_trail, sign_trail

KEYS = KeyRing(b"0" * 64)
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)

LOOKS = st.lists(st.tuples(st.none() | st.integers(0, 10**7), st.integers(0, 50)), max_size=4).map(
    lambda found: tuple(PageLook(page, *look) for page, look in enumerate(found, start=1))
)


@given(st.integers(1, 99), LOOKS)
def test_what_was_signed_is_read_again(page: int, looks: tuple[PageLook, ...]) -> None:
    trail = Trail(page, NOW, looks)

    assert read_trail(KEYS, "key", sign_trail(KEYS, "key", trail)) == trail


@given(st.text(max_size=300))
def test_any_other_text_is_no_trail(text: str) -> None:
    assert read_trail(KEYS, "key", text) is None


def test_a_trail_of_another_sheet_or_with_a_changed_time_is_no_trail() -> None:
    text = sign_trail(KEYS, "key", begin_trail(1, NOW))
    page, _, looks, code = text.split(".")

    assert read_trail(KEYS, "other", text) is None
    assert read_trail(KEYS, "key", f"{page}.0.{looks}.{code}") is None


def test_a_time_once_unknown_stays_unknown() -> None:
    trail = begin_trail(1, NOW).seen_until(NOW - timedelta(seconds=1)).at(1, NOW)

    later = trail.seen_until(NOW + timedelta(seconds=5))

    assert later.stored(1) == [{"page": 1, "seconds": None, "visits": 1}]


def test_the_closing_page_is_not_stored() -> None:
    trail = begin_trail(1, NOW).at(2, NOW)

    assert [each["page"] for each in trail.stored(1)] == [1]
