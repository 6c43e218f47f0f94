from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.keys import KeyRing
from feedback.errors import SheetError
from feedback.tokens import LIFETIME, SheetToken, new_token, read_token, sign_token

KEYS = KeyRing(b"0" * 64)
SERVED_AT = datetime(2026, 11, 16, 9, 0, 0, 123_000, tzinfo=UTC)
NOW = SERVED_AT + timedelta(minutes=1)


def _issue(subject: str = "a7", keys: KeyRing = KEYS) -> str:
    return sign_token(keys, subject, new_token(3, SERVED_AT))


def test_a_token_says_which_version_it_shows_and_when_it_was_served() -> None:
    token = read_token(KEYS, "a7", _issue(), NOW)

    assert (token.version_id, token.served_at) == (3, SERVED_AT)


def test_every_sheet_has_a_key_of_its_own() -> None:
    keys = {read_token(KEYS, "a7", _issue(), NOW).key for _ in range(50)}

    assert len(keys) == 50


def test_a_token_signed_again_is_the_same() -> None:
    token = SheetToken("key", 3, SERVED_AT)

    assert read_token(KEYS, "a7", sign_token(KEYS, "a7", token), NOW) == token


@pytest.mark.parametrize("subject", ["a8", "o7", "a77", ""])
def test_a_token_serves_one_link_only(subject: str) -> None:
    with pytest.raises(SheetError):
        read_token(KEYS, subject, _issue("a7"), NOW)


def test_a_token_of_another_installation_is_refused() -> None:
    with pytest.raises(SheetError):
        read_token(KEYS, "a7", _issue(keys=KeyRing(b"1" * 64)), NOW)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_token_of_which_any_part_was_changed_is_refused(place: int) -> None:
    parts = _issue().split(".")
    parts[place] = "1" if parts[place] != "1" else "2"

    with pytest.raises(SheetError):
        read_token(KEYS, "a7", ".".join(parts), NOW)


def test_a_token_expires_long_after_any_field_period() -> None:
    token = _issue()

    read_token(KEYS, "a7", token, SERVED_AT + LIFETIME)
    with pytest.raises(SheetError):
        read_token(KEYS, "a7", token, SERVED_AT + LIFETIME + timedelta(milliseconds=1))


@given(st.text(max_size=200))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(SheetError):
        read_token(KEYS, "a7", text, NOW)
